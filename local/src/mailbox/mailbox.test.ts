import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { type RunningMailbox, startMailbox } from './start-mailbox.js';

const folder = mkdtempSync(join(tmpdir(), 'fleetgraph-mailbox-'));
let mailbox: RunningMailbox;

beforeAll(async () => {
  mailbox = await startMailbox({ folder });
});
afterAll(async () => {
  await mailbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const send = (mail: SendMailOptions) =>
  createTransport(mailbox.smtpUrl).sendMail({ from: 'shop@fleetgraph.example', ...mail });
const get = async (path: string) => (await fetch(`${mailbox.url}${path}`)).text();
interface Message {
  id: string;
  sequence: number;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  attachments: { index: number; filename: string }[];
}
const list = async (query: string) =>
  (JSON.parse(await get(`/mailbox/api/messages?${query}`)) as { messages: Message[] }).messages;
const read = async (id: string | undefined) => JSON.parse(await get(`/mailbox/api/messages/${id}`)) as Message;

describe('the mailbox', () => {
  it('keeps a message with its parts', async () => {
    await send({
      to: 'anna@example.com',
      subject: 'Grüße, Anna',
      text: 'Confirm: http://localhost:4000/confirm?token=1',
      html: '<p>Hello <b>Anna</b></p>',
      attachments: [{ filename: 'rechnung ä.pdf', content: 'PDF' }],
    });
    const [summary] = await list('to=anna@example.com');
    expect(summary).toMatchObject({ subject: 'Grüße, Anna', to: ['anna@example.com'] });
    const message = await read(summary?.id);
    expect(message.text).toContain('token=1');
    expect(message.html).toContain('<b>Anna</b>');
    expect(message.attachments).toMatchObject([{ index: 0, filename: 'rechnung ä.pdf' }]);
    expect(await get(`/mailbox/api/messages/${summary?.id}/attachments/0`)).toBe('PDF');
    expect(await get(`/mailbox/messages/${summary?.id}`)).toContain('<a href="http://localhost:4000/confirm?token=1">');
  });

  it('finds by recipient, also whom only the envelope names', async () => {
    await send({ to: 'ben@example.com', bcc: 'audit@example.com', subject: 'Copy' });
    expect(await list('to=AUDIT@')).toMatchObject([{ subject: 'Copy' }]);
    expect(await list('to=nobody')).toEqual([]);
    expect(await get('/mailbox?to=audit')).toContain('Copy');
  });

  it('waits for the next message when asked to', async () => {
    const [latest] = await list('');
    const waiting = list(`to=carla&after=${latest?.sequence}&wait=10000`);
    await send({ to: 'dora@example.com', subject: 'Other' });
    await send({ to: 'carla@example.com', subject: 'Awaited' });
    expect(await waiting).toMatchObject([{ subject: 'Awaited' }]);
    expect(await list('to=nobody&wait=50')).toEqual([]);
  });

  it('streams what arrives', async () => {
    const answer = await fetch(`${mailbox.url}/mailbox/api/stream`);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe(': open\n\n');
    await send({ to: 'emil@example.com', subject: 'Live' });
    expect((await reader?.read())?.value).toContain('"subject":"Live"');
    await reader?.cancel();
  });

  it('runs no script of a mail', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    await send({ to: 'eve@example.com', subject: evil, html: evil, text: evil });
    const [summary] = await list('to=eve');
    for (const path of ['/mailbox', `/mailbox/messages/${summary?.id}`]) {
      expect(await get(path)).not.toContain('<script>alert');
    }
    const answer = await fetch(`${mailbox.url}/mailbox/messages/${summary?.id}/html`);
    const policy = String(answer.headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox allow-popups allow-popups-to-escape-sandbox$/);
    expect(await get(`/mailbox/messages/${summary?.id}`)).toContain(
      '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"',
    );
  });

  it('keeps everything over a restart', async () => {
    const before = await list('');
    await mailbox.stop();
    mailbox = await startMailbox({ folder });
    expect(await list('')).toEqual(before);
    expect((await read(before[0]?.id)).subject).toBe(before[0]?.subject);
    await send({ to: 'anna@example.com', subject: 'After' });
    expect((await list(''))[0]).toMatchObject({ subject: 'After', sequence: before.length + 1 });
  });
});
