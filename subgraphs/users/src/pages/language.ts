import { DE } from './texts.de.js';
import { EN, type Texts } from './texts.en.js';

/** A language of the pages with its texts. */
export interface Language {
  readonly tag: 'en' | 'de';
  readonly texts: Texts;
}

const LANGUAGES: Readonly<Record<string, Language>> = { en: { tag: 'en', texts: EN }, de: { tag: 'de', texts: DE } };
const ENGLISH: Language = { tag: 'en', texts: EN };

/** The language to speak: what the app asked for (`ui_locales`), else what the browser prefers, else English. */
export function chooseLanguage(uiLocales: unknown, acceptLanguage: string | undefined): Language {
  const wanted = typeof uiLocales === 'string' ? uiLocales.split(/\s+/) : [];
  for (const tag of [...wanted, ...byPreference(acceptLanguage ?? '')]) {
    const language = LANGUAGES[tag.split('-')[0]?.toLowerCase() ?? ''];
    if (language !== undefined) return language;
  }
  return ENGLISH;
}

/** Puts values into the gaps of a text. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));

function byPreference(acceptLanguage: string): readonly string[] {
  return acceptLanguage
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const quality = parameters
        .map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1])
        .find((q) => q !== undefined);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}
