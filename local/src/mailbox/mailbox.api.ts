import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { MessageFilter, MessageStore, MessageSummary } from './message-store.js';
import { parseMail } from './receive-mail.js';

const Query = z.object({
  to: z.string().optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** Milliseconds to wait for a message when there is none yet. */
  wait: z.coerce.number().int().min(0).max(30_000).default(0),
});
const One = z.object({ id: z.string() });
const Attachment = One.extend({ index: z.coerce.number().int().min(0) });

/** The mailbox for programs, below `/mailbox/api`. */
export function registerMailboxApi(app: FastifyInstance, store: MessageStore): void {
  app.get('/mailbox/api/messages', async (request, reply) => {
    const query = Query.safeParse(request.query);
    if (!query.success) return reply.code(400).send({ faults: query.error.issues });
    const { limit, wait, ...filter } = query.data;
    const found = store.list(filter);
    const messages = found.length === 0 && wait > 0 ? await waitFor(store, filter, wait) : found;
    return { messages: messages.slice(0, limit) };
  });
  app.get('/mailbox/api/messages/:id', async (request, reply) => {
    const message = store.get(One.parse(request.params).id);
    if (message === undefined) return reply.code(404).send({ error: 'There is no such message.' });
    const { text = '', html, headers, attachments } = await parseMail(message.raw);
    const described = attachments.map(({ filename, mimeType, content }, index) => ({
      index,
      filename,
      mimeType,
      bytes: typeof content === 'string' ? content.length : content.byteLength,
    }));
    return { ...message.summary, headers, text, html: html ?? null, attachments: described };
  });
  app.get('/mailbox/api/messages/:id/attachments/:index', async (request, reply) => {
    const { id, index } = Attachment.parse(request.params);
    const message = store.get(id);
    const attachment = message === undefined ? undefined : (await parseMail(message.raw)).attachments[index];
    if (attachment === undefined) return reply.code(404).send({ error: 'There is no such attachment.' });
    const name = encodeURIComponent(attachment.filename ?? `attachment-${index}`);
    const headers = {
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'x-content-type-options': 'nosniff',
    };
    const content = typeof attachment.content === 'string' ? attachment.content : new Uint8Array(attachment.content);
    return reply.headers(headers).type('application/octet-stream').send(Buffer.from(content));
  });
  registerStream(app, store);
}

/** Server-sent events: one for every message that arrives. */
function registerStream(app: FastifyInstance, store: MessageStore): void {
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  app.get('/mailbox/api/stream', async (request, reply) => {
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write(': open\n\n');
    for await (const message of store.watch(AbortSignal.any([gone.signal, closing.signal]))) {
      reply.raw.write(`id: ${message.sequence}\ndata: ${JSON.stringify(message)}\n\n`);
    }
    reply.raw.end();
  });
}

async function waitFor(store: MessageStore, filter: MessageFilter, milliseconds: number): Promise<MessageSummary[]> {
  const ending = new AbortController();
  const deadline = pause(milliseconds, [], { signal: ending.signal });
  const arrival = (async () => {
    for await (const _message of store.watch(ending.signal)) {
      const found = store.list(filter);
      if (found.length > 0) return found;
    }
    return [];
  })();
  try {
    return await Promise.race([arrival, deadline]);
  } finally {
    ending.abort();
    await deadline.catch(() => undefined);
  }
}
