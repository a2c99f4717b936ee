/** A page as a browser holds it. */
export interface LoadedPage {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const MOST_REDIRECTS = 10;

/**
 * A browser without script for our own pages: keeps cookies by path, follows redirects, sends forms with their hidden
 * fields. Enough to sign in, register and confirm as a person would; used by tests and by the local tools.
 */
export class PageBrowser {
  readonly #cookies = new Map<string, Cookie>();
  #page: LoadedPage | undefined;

  /** `stopAt`: a redirect to an address that begins like this is not followed, its address is the page's. */
  constructor(
    private readonly stopAt: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The page that was loaded last. */
  get page(): LoadedPage {
    if (this.#page === undefined) throw new Error('no page was opened yet');
    return this.#page;
  }

  /** Value of a cookie that this browser holds. */
  cookie(name: string): string | undefined {
    return [...this.#cookies].find(([key]) => key.startsWith(`${name};`))?.[1].value;
  }

  /** Opens an address; relative ones from the present page. */
  open(url: string): Promise<LoadedPage> {
    return this.#load(new URL(url, this.#page?.url), {});
  }

  /** Follows the first link whose address contains the text. */
  follow(part: string): Promise<LoadedPage> {
    const link = [...this.page.text.matchAll(/<a href="([^"]*)"/g)].map(([, href = '']) => withoutEscapes(href));
    const href = link.find((candidate) => candidate.includes(part));
    if (href === undefined) throw new Error(`no link to ${part} on ${new URL(this.page.url).pathname}`);
    return this.open(href);
  }

  /** Fills the first form whose action contains the text and sends it. */
  submit(actionPart: string, typed: Readonly<Record<string, string>> = {}): Promise<LoadedPage> {
    const form = this.forms().find(({ action }) => action.includes(actionPart));
    if (form === undefined) {
      throw new Error(`no form for ${actionPart} on ${new URL(this.page.url).pathname} (${this.page.status})`);
    }
    const body = new URLSearchParams({ ...form.fields, ...typed });
    return this.#load(new URL(form.action, this.page.url), { method: 'POST', body });
  }

  /** The forms of the present page. */
  forms(): Form[] {
    return [...this.page.text.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', inner = '']) => ({
      action: attribute(head, 'action') ?? this.page.url,
      fields: Object.fromEntries(
        [...inner.matchAll(/<input([^>]*)>/g)]
          .map(([, input = '']) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? ''] as const)
          .filter(([name]) => name !== ''),
      ),
    }));
  }

  async #load(url: URL, init: RequestInit): Promise<LoadedPage> {
    let [target, request] = [url, init];
    for (let hop = 0; hop < MOST_REDIRECTS; hop++) {
      const headers = { ...this.headers, accept: 'text/html', cookie: this.#cookieHeader(target) };
      const answer = await fetch(target, { ...request, redirect: 'manual', headers });
      for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie);
      const location = answer.headers.get('location');
      if (location === null) return this.#remember(target, answer, await answer.text());
      target = new URL(location, target);
      request = {};
      if (target.href.startsWith(this.stopAt)) return this.#remember(target, answer, '');
    }
    throw new Error(`more than ${MOST_REDIRECTS} redirects from ${url.pathname}`);
  }

  #remember(url: URL, { status, headers }: Response, text: string): LoadedPage {
    this.#page = { url: url.href, status, headers, text };
    return this.#page;
  }

  #keep(header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const isGone = attributes.some((part) => /^expires=Thu, 01 Jan 1970/i.test(part)) || value === '';
    const path = attributes.find((part) => part.toLowerCase().startsWith('path='))?.slice('path='.length) ?? '/';
    if (isGone) this.#cookies.delete(`${name};${path}`);
    else this.#cookies.set(`${name};${path}`, { value, path });
  }

  #cookieHeader({ pathname }: URL): string {
    return [...this.#cookies]
      .filter(([, { path }]) => path === '/' || pathname === path || pathname.startsWith(`${path}/`))
      .map(([key, { value }]) => `${key.split(';')[0]}=${value}`)
      .join('; ');
  }
}

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : withoutEscapes(value);
};

const withoutEscapes = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
