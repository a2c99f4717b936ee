import { fastify } from 'fastify';
import { registerMailboxApi } from './mailbox.api.js';
import { registerMailboxPages } from './mailbox.pages.js';
import { MessageStore } from './message-store.js';
import { receiveMail } from './receive-mail.js';

/** What may be chosen about the mailbox. */
export interface MailboxOptions {
  /** The folder that keeps the messages over restarts. */
  folder: string;
  smtpPort?: number;
  port?: number;
}

/** The mailbox while it runs. */
export interface RunningMailbox {
  /** Where mail is handed in: `smtp://127.0.0.1:<port>`. */
  smtpUrl: string;
  /** Where mail is read. */
  url: string;
  stop(): Promise<void>;
}

/** Starts the local mailbox: SMTP in, pages and JSON out. */
export async function startMailbox({ folder, smtpPort = 0, port = 0 }: MailboxOptions): Promise<RunningMailbox> {
  const store = new MessageStore(folder);
  const smtp = await receiveMail(store, smtpPort);
  const app = fastify({ forceCloseConnections: true });
  registerMailboxApi(app, store);
  registerMailboxPages(app, store);
  const url = await app.listen({ host: '127.0.0.1', port });
  const address = smtp.server.address();
  return {
    smtpUrl: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : smtpPort}`,
    url,
    async stop() {
      await new Promise<void>((done) => smtp.close(done));
      await app.close();
      store.close();
    },
  };
}
