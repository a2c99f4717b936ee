import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliDecompress,
  constants,
  createBrotliCompress,
  createGzip,
  gunzip,
  gzip,
  type ZlibOptions,
} from 'node:zlib';

/** Content codings that the router speaks (RFC 9110, section 8.4.1). */
export type ContentEncoding = 'br' | 'gzip';

/** Shorter bodies fit into one packet anyway. */
export const MIN_COMPRESSED_BYTES = 1_024;

/** As accept-encoding names them; the first of equally welcome ones is used. */
export const CONTENT_ENCODINGS: readonly ContentEncoding[] = ['br', 'gzip'];

/** Level 4 of Brotli costs what gzip's usual level costs, and is smaller. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);
const decompressors: Readonly<Record<ContentEncoding, (body: Buffer, options: ZlibOptions) => Promise<Buffer>>> = {
  br: promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress),
  gzip: promisify<Buffer, ZlibOptions, Buffer>(gunzip),
};

/** What a client that sent this `accept-encoding` likes best; undefined: as it is (RFC 9110, section 12.5.3). */
export function chooseEncoding(acceptEncoding: string | string[] | undefined): ContentEncoding | undefined {
  const header = String(acceptEncoding ?? '');
  if (header === '') return undefined;
  const qualities = new Map(header.split(',').map(readCoding));
  const qualityOf = (name: string) => qualities.get(name) ?? qualities.get('*') ?? 0;
  const [best] = CONTENT_ENCODINGS.map((name) => ({ name, quality: qualityOf(name) }))
    .filter(({ quality }) => quality > 0 && quality >= (qualities.get('identity') ?? 0))
    .sort((one, other) => other.quality - one.quality);
  return best?.name;
}

/** Compresses a whole body beside the event loop. */
export function compress(body: string | Buffer, encoding: ContentEncoding): Promise<Buffer> {
  return encoding === 'br' ? brotliAsync(body, BROTLI) : gzipAsync(body);
}

/** Compresses what is streamed through it. */
export function createCompressor(encoding: ContentEncoding): Transform {
  return encoding === 'br' ? createBrotliCompress(BROTLI) : createGzip();
}

/** A body grew beyond its limit while it was unpacked. */
export class UnpackedTooLarge extends Error {
  constructor(cause: unknown) {
    super('The unpacked body is too large.', { cause });
    this.name = 'UnpackedTooLarge';
  }
}

/** Unpacks a body; stops at `maxBytes` with `UnpackedTooLarge`, so that a small bomb costs little. */
export async function decompress(body: Buffer, encoding: ContentEncoding, maxBytes: number): Promise<Buffer> {
  try {
    return await decompressors[encoding](body, { maxOutputLength: maxBytes });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'; // zlib rejects with errors only
    throw isTooLarge ? new UnpackedTooLarge(cause) : cause;
  }
}

function readCoding(text: string): [string, number] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return [name === 'x-gzip' ? 'gzip' : name, quality === undefined ? 1 : Number(quality) || 0];
}
