import type { IncomingMessage } from 'node:http';
import { CONTENT_ENCODINGS, type ContentEncoding, decompress, UnpackedTooLarge } from '../content-encoding.js';
import type { AdaptiveLimit } from './adaptive-limit.js';
import { RequestRefused } from './request-refused.js';
import { overloaded } from './shed-load.js';

/** What bounds the bodies of requests. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** In which a request has a place, but for the time that its sender takes. */
  readonly limit: AdaptiveLimit;
}

/** Reads a body of at most `maxBytes`, packed and unpacked, as UTF-8; a larger one is refused as soon as that shows. */
export async function readBody(request: IncomingMessage, { maxBytes, limit }: BodyLimits): Promise<string> {
  const encoding = encodingOf(request);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const body = await received(request, { maxBytes, limit });
  return (encoding === undefined ? body : await unpack(body, encoding, maxBytes)).toString('utf8');
}

/** By events: asking the stream again and again costs more than all else about a small body. */
function received(request: IncomingMessage, { maxBytes, limit }: BodyLimits): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const arrival = limit.arrives();
  const chunks: Buffer[] = [];
  let size = 0;
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxBytes) end(tooLarge(maxBytes));
  };
  const onEnd = () => end();
  // Its sender has gone: no fault of ours.
  const onCut = (cause?: Error) => end(new RequestRefused('BAD_REQUEST', 'The body was cut off.', {}, cause));
  const end = (refusal?: RequestRefused) => {
    request.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut).pause();
    const hasPlace = limit.hasArrived(arrival);
    if (refusal !== undefined) reject(refusal);
    else if (hasPlace) resolve(Buffer.concat(chunks));
    else reject(overloaded());
  };
  if (request.destroyed) onCut();
  else request.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  return promise;
}

/** What a client may still send while it reads why its request was refused, in bytes. */
const MAX_LINGERING = 262_144;

/** Throws away what is left of a refused body. One that goes on and on is cut off. */
export function discardRest(request: IncomingMessage): void {
  if (request.complete) return;
  let left = MAX_LINGERING;
  request.on('data', ({ length }: Buffer) => {
    left -= length;
    if (left < 0) request.destroy();
  });
  request.resume();
}

function encodingOf({ headers }: IncomingMessage): ContentEncoding | undefined {
  const given = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (given === 'identity' || given === '') return undefined;
  const known = CONTENT_ENCODINGS.find((name) => name === given);
  if (known !== undefined) return known;
  const accepted = CONTENT_ENCODINGS.join(', ');
  // RFC 9110, section 12.5.3: a 415 says by this header which codings of requests are understood.
  throw new RequestRefused('UNSUPPORTED_MEDIA_TYPE', `Send the body as it is, or packed as one of ${accepted}.`, {
    'accept-encoding': accepted,
  });
}

async function unpack(body: Buffer, encoding: ContentEncoding, maxBytes: number): Promise<Buffer> {
  try {
    return await decompress(body, encoding, maxBytes);
  } catch (cause) {
    if (cause instanceof UnpackedTooLarge) throw tooLarge(maxBytes);
    throw new RequestRefused('BAD_REQUEST', `The body is not valid ${encoding}.`, {}, cause);
  }
}

const tooLarge = (maxBytes: number): RequestRefused =>
  new RequestRefused('BODY_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, { connection: 'close' });
