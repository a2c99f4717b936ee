import type { en } from './en/catalogue.js';

/** The texts of one language. */
export type Catalogue = typeof en;

/** The languages that the app speaks. */
export const LANGUAGES = ['en', 'de'] as const;

/** One of them. */
export type Language = (typeof LANGUAGES)[number];

const KEY = 'fleetgraph.language';

/** Fetches the texts of one language only. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  return language === 'de' ? (await import('./de/catalogue.js')).de : (await import('./en/catalogue.js')).en;
}

/** The language that was chosen here before, else the browser's, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEY) ?? '', ...navigator.languages];
  return wanted.map((tag) => LANGUAGES.find((language) => tag.startsWith(language))).find(Boolean) ?? 'en';
}

/** Remembers the choice. */
export const keepLanguage = (language: Language): void => localStorage.setItem(KEY, language);

/** The reader's own region where it fits the language, for dates and numbers. */
export function localeOf(language: Language): string {
  const regional = navigator.languages.find((tag) => tag.startsWith(`${language}-`));
  return regional ?? (language === 'de' ? 'de-DE' : 'en-GB');
}
