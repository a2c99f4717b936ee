import { createHash } from 'node:crypto';

/** Text that is safe to stand in a page, because it was escaped or written here. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = Html | string | number | undefined | readonly Piece[];

/** Builds HTML; whatever is put in is escaped unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(strings.map((text, at) => text + render(pieces[at])).join(''));
}

function render(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece));
  return piece.map(render).join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; }
main.narrow { max-width: 26rem; margin: 0 auto; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; }
label { display: block; margin-top: .75rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; border: 1px solid #767676; border-radius: .4rem; }
button, .button { display: inline-block; margin-top: 1rem; padding: .65rem 1.2rem; font: inherit; font-weight: 600; color: #fff; background: #1c5fa8; border: 0; border-radius: .4rem; cursor: pointer; text-decoration: none; }
button.quiet { color: inherit; background: none; border: 1px solid #767676; }
td button { margin: 0; padding: .25rem .6rem; }
:focus-visible { outline: 3px solid #f5a623; outline-offset: 2px; }
.note { padding: .5rem .75rem; border-left: .25rem solid #1c5fa8; }
.fault { padding: .5rem .75rem; border-left: .25rem solid #c5221f; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .35rem .5rem; text-align: left; border-bottom: 1px solid #8884; vertical-align: top; }
td.wrap { overflow-wrap: anywhere; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; } dd { margin: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
iframe { width: 100%; height: 70vh; border: 1px solid #8886; background: #fff; }
`;

/** The security headers of a page: nothing may be loaded, and no script runs unless it is named here. */
export function pageHeaders(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const directives = {
    'default-src': "'none'",
    'style-src': `'sha256-${sha256(STYLE)}'`,
    'form-action': "'self'",
    'frame-ancestors': "'self'",
    'base-uri': "'none'",
    ...extra,
  };
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': Object.entries(directives)
      .map((pair) => pair.join(' '))
      .join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

/** The hash by which a page allows one inline style or script. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** A whole page. */
export function page({ lang, title, body }: { lang: string; title: string; body: Html }): string {
  const head = html`<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${new Html(STYLE)}</style>`;
  return html`<!doctype html><html lang="${lang}"><head>${head}</head><body>${body}</body></html>`.text;
}
