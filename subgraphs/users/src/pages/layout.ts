import { createHash } from 'node:crypto';
import { Html, html } from './html.js';
import type { Language } from './language.js';
import { STYLE } from './style.js';

/** One page to be sent. */
export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly body: Html;
  /** Where the browser may be led by sending a form, beside this origin. */
  readonly formTargets?: readonly string[];
  /** Sends the only form at once, where script runs; without it the button is pressed. */
  readonly submitsItself?: boolean;
}

const SUBMIT = 'document.forms[0].requestSubmit(document.querySelector("button"))';

/** The page as a whole document. */
export function layout({ language, title, body, submitsItself = false }: Page): string {
  return html`<!doctype html>
<html lang="${language.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Fleetgraph</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>Fleetgraph</header>
<main>
<h1>${title}</h1>
${body}
</main>
${submitsItself && new Html(`<script>${SUBMIT}</script>`)}
</body>
</html>
`.text;
}

/** Headers of a page: nothing from outside, no framing by others, never stored, no address told to anybody. */
export function pageHeaders({
  formTargets = [],
  submitsItself = false,
}: Pick<Page, 'formTargets' | 'submitsItself'>): Record<string, string> {
  const policy = [
    `default-src 'none'`,
    `style-src 'sha256-${sha256(STYLE)}'`,
    `img-src data:`,
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    ...(submitsItself ? [`script-src 'sha256-${sha256(SUBMIT)}'`] : []),
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
