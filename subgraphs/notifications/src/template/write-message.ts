import { formatsOf } from './formats.js';
import type { Message, SendTimeFacts, TemplateName, TemplateParams, Texts } from './template.js';
import { de } from './texts.de.js';
import { en } from './texts.en.js';

const LANGUAGES: Readonly<Record<string, Texts>> = { en, de };

/** A stored message: which template, with what. */
export type TemplateUse = {
  readonly [Name in TemplateName]: { readonly template: Name; readonly params: TemplateParams[Name] };
}[TemplateName];

/** Writes a message in the reader's language; English where theirs is missing (N-13). */
export function writeMessage(use: TemplateUse, locale: string, facts: SendTimeFacts = {}): Message {
  const texts = LANGUAGES[locale.split('-')[0] ?? 'en'] ?? en;
  // `use` keeps template and params together, which TypeScript cannot follow through the index.
  const write = texts[use.template] as (
    params: unknown,
    ...rest: Parameters<Texts['welcome']> extends [unknown, ...infer Rest] ? Rest : never
  ) => Message;
  return write(use.params, formatsOf(texts === en && !locale.startsWith('en') ? 'en' : locale), facts);
}

/** The body of a message as plain text. */
export const plainBody = ({ paragraphs, facts = [] }: Message): string =>
  [...paragraphs, ...facts.map(([label, value]) => `${label}: ${value}`)].join('\n\n');
