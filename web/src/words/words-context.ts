import { createContext, use } from 'react';
import { formatMoney, type MoneyValue } from '../format/money.js';
import {
  formatClock,
  formatDay,
  formatInstant,
  formatMinutes,
  formatWindow,
  formatZoned,
  type WindowValue,
  type ZonedTimeValue,
} from '../format/time.js';
import type { Catalogue, Language } from './catalogues.js';
import { translate, type Values } from './translate.js';

type Names<Area> = { [Name in keyof Area & string]: Name extends `${infer Base}_${'one' | 'other'}` ? Base : Name };

/** Every key that the catalogues hold, `area.name`; plurals without their ending. */
type WordKey = {
  [Area in keyof Catalogue & string]: `${Area}.${Names<Catalogue[Area]>[keyof Catalogue[Area] & string]}`;
}[keyof Catalogue & string];

/** Everything that depends on the reader's language. */
export interface Words {
  language: Language;
  locale: string;
  setLanguage: (language: Language) => void;
  t: (key: WordKey, values?: Values) => string;
  money: (value: MoneyValue) => string;
  zoned: (value: ZonedTimeValue) => string;
  clock: (value: ZonedTimeValue) => string;
  day: (value: ZonedTimeValue) => string;
  window: (value: WindowValue) => string;
  instant: (value: string | Date) => string;
  minutes: (value: number) => string;
  number: (value: number) => string;
}

/** Holds the words of the chosen language. */
export const WordsContext = createContext<Words | undefined>(undefined);

/** The words, and how numbers, times and money are written beside them. */
export function useWords(): Words {
  const words = use(WordsContext);
  if (words === undefined) throw new Error('useWords needs a WordsProvider above it');
  return words;
}

/** Binds a catalogue and a locale to everything that needs them. */
export function wordsOf(catalogue: Catalogue, locale: string): Omit<Words, 'language' | 'setLanguage'> {
  return {
    locale,
    t: (key, values) => translate(catalogue, locale, { key, ...(values === undefined ? {} : { values }) }),
    money: (value) => formatMoney(value, locale),
    zoned: (value) => formatZoned(value, locale),
    clock: (value) => formatClock(value, locale),
    day: (value) => formatDay(value, locale),
    window: (value) => formatWindow(value, locale),
    instant: (value) => formatInstant(value, locale),
    minutes: (value) => formatMinutes(value, locale),
    number: (value) => new Intl.NumberFormat(locale).format(value),
  };
}
