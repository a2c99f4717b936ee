import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { chooseEncoding, createCompressor, MIN_COMPRESSED_BYTES } from '../content-encoding.js';
import { type ContentSecurityPolicy, policyHeader } from './content-security-policy.js';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.geojson': 'application/geo+json',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Types that are text. */
const COMPRESSIBLE = /^text\/|json$|\+xml$/;

/** Vite puts a digest into these names, so their content never changes. */
const HASHED = /-[\w-]{8,}\.\w+$/;

/** Serves a built web app: files as they are, every other page its `index.html`. */
export class StaticFiles {
  readonly #root: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(root: string, policy: ContentSecurityPolicy) {
    this.#root = resolve(root);
    this.#headers = {
      'content-security-policy': policyHeader(policy),
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-content-type-options': 'nosniff',
    };
  }

  /** Answers a request; false when there is nothing to answer with. */
  async serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const file = (await this.#find(path)) ?? (isPage(path, request) ? await this.#find('/index.html') : undefined);
    if (file === undefined) return false;
    const { name, size, modifiedMs } = file;
    const type = CONTENT_TYPES[extname(name)] ?? 'application/octet-stream';
    const etag = `W/"${size.toString(36)}-${Math.round(modifiedMs).toString(36)}"`;
    const isWorthIt = COMPRESSIBLE.test(type) && size >= MIN_COMPRESSED_BYTES;
    const encoding = isWorthIt ? chooseEncoding(request.headers['accept-encoding']) : undefined;
    const headers = {
      ...this.#headers,
      'content-type': type,
      'cache-control':
        HASHED.test(name) && extname(name) !== '.html' ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag,
      vary: 'Accept-Encoding',
      ...(encoding ? { 'content-encoding': encoding } : { 'content-length': size }),
    };
    if (request.headers['if-none-match'] === etag) response.writeHead(304, withoutBody(headers)).end();
    else if (request.method === 'HEAD') response.writeHead(200, headers).end();
    else {
      response.writeHead(200, headers);
      const steps = encoding ? [createReadStream(name), createCompressor(encoding)] : [createReadStream(name)];
      // A reader who leaves in the middle is no fault of ours.
      await pipeline([...steps, response]).catch(() => response.destroy());
    }
    return true;
  }

  async #find(path: string): Promise<{ name: string; size: number; modifiedMs: number } | undefined> {
    const decoded = decodePath(path);
    if (decoded === undefined) return undefined;
    const name = join(this.#root, decoded);
    if (!name.startsWith(join(this.#root, sep))) return undefined;
    const found = await stat(name).catch(() => undefined); // a name that is not there is answered as such
    return found?.isFile() ? { name, size: found.size, modifiedMs: found.mtimeMs } : undefined;
  }
}

function decodePath(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined; // not a path that a file can have
  }
}

/** A browser that opens a page, not a script or image that is missing. */
function isPage(path: string, { headers }: IncomingMessage): boolean {
  return extname(path) === '' && (headers.accept ?? '').includes('text/html');
}

function withoutBody(headers: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-')));
}
