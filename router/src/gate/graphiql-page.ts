import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ContentEncoding, chooseEncoding, compress } from '../content-encoding.js';
import { EXPLAIN_HEADER } from './explain/explain.js';

/** By a name that the compiler does not follow: the package's types would bring those of a browser along. */
const PACKAGE: string = '@graphql-yoga/render-graphiql';

/** The page, as it is and as it was packed for those who asked. */
interface Page {
  readonly html: Buffer;
  /** The one script that may run on it. */
  readonly scriptDigest: string;
  readonly packed: Map<ContentEncoding, Promise<Buffer>>;
}

/** GraphiQL for a browser that opens the graph's address: one page with everything in it, nothing from elsewhere. */
export class GraphiqlPage {
  #page: Promise<Page> | undefined;

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#page ??= makePage();
    const { html, scriptDigest, packed } = await this.#page;
    const encoding = chooseEncoding(request.headers['accept-encoding']);
    const body = encoding === undefined ? html : await packedAs(encoding, { html, packed });
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length,
      'content-security-policy': policy(scriptDigest),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      vary: 'Accept, Accept-Encoding',
      ...(encoding && { 'content-encoding': encoding }),
    });
    response.end(body);
  }
}

async function makePage(): Promise<Page> {
  // Nine megabytes: only for those who use it.
  const { renderGraphiQL } = (await import(PACKAGE)) as { renderGraphiQL(options: object): string };
  const html = renderGraphiQL({
    title: 'Fleetgraph router',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    headers: JSON.stringify({ [EXPLAIN_HEADER]: 'plan,timing,cost' }, null, 2),
    defaultQuery: '{\n  __typename\n}\n',
  });
  const start = html.indexOf('<script>') + '<script>'.length;
  const script = html.slice(start, html.lastIndexOf('</script>'));
  return {
    html: Buffer.from(html),
    scriptDigest: createHash('sha256').update(script).digest('base64'),
    packed: new Map(),
  };
}

function packedAs(encoding: ContentEncoding, { html, packed }: Pick<Page, 'html' | 'packed'>): Promise<Buffer> {
  const made = packed.get(encoding) ?? compress(html, encoding);
  packed.set(encoding, made);
  return made;
}

/** Its editor makes workers of texts, and styles while it runs. */
const policy = (scriptDigest: string): string =>
  [
    "default-src 'none'",
    `script-src 'sha256-${scriptDigest}' blob:`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
