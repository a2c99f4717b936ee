import { type Html, html } from './html.js';

/** One input with its label, its hint and what is wrong with it. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'email' | 'password' | 'text';
  readonly autocomplete: string;
  readonly value?: string | undefined;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly hasFocus?: boolean;
}

/** A labelled input; hint and fault are read out with it. */
export function field({ name, label, type, autocomplete, value, hint, fault, hasFocus = false }: Field): Html {
  const described = [hint !== undefined && `${name}-hint`, fault !== undefined && `${name}-fault`]
    .filter(Boolean)
    .join(' ');
  return html`
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value ?? ''}" required
 ${type === 'email' && html`inputmode="email" autocapitalize="none" spellcheck="false"`}
 ${described !== '' && html`aria-describedby="${described}"`} ${fault !== undefined && html`aria-invalid="true"`} ${hasFocus && html`autofocus`}>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${fault !== undefined && html`<p class="fault" id="${name}-fault">${fault}</p>`}`;
}

/** The sentence above a form that was refused. */
export const alert = (text: string | undefined): Html =>
  html`${text !== undefined && html`<p role="alert">${text}</p>`}`;
