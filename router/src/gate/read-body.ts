import type { IncomingMessage } from 'node:http';
import { RequestRefused } from './request-refused.js';

/** Reads a body of at most `maxBytes` as UTF-8; one that is larger is refused as soon as that shows. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new RequestRefused('UNSUPPORTED_MEDIA_TYPE', 'Send the body without a content encoding.');
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const tooLarge = (maxBytes: number): RequestRefused =>
  new RequestRefused('BODY_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, { connection: 'close' });
