import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { MessageStore } from './message-store.js';

const SIZE_LIMIT_BYTES = 20_000_000;

/** Starts the SMTP server that accepts every message and delivers none; answers when it listens. */
export function receiveMail(store: MessageStore, port: number): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: SIZE_LIMIT_BYTES,
    banner: 'Fleetgraph mailbox',
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        keep(store, Buffer.concat(chunks), { from, to: rcptTo.map(({ address }) => address) }).then(() => done(), done);
      });
    },
  });
  // A sender that breaks off is the sender's trouble.
  server.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function keep(store: MessageStore, raw: Buffer, envelope: { from: string; to: string[] }): Promise<void> {
  const { subject = '' } = await parseMail(raw);
  store.add(raw, { ...envelope, subject });
}

/** Reads a message's parts. */
export function parseMail(raw: Buffer): Promise<Email> {
  return PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer' });
}
