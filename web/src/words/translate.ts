/** What is put into the gaps of a text; `count` also chooses between one and many. */
export type Values = Readonly<Record<string, string | number>>;

/** Texts by area and name. */
export type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The text of `area.name` with its gaps filled; the key itself when the catalogue lacks it. */
export function translate(texts: Texts, locale: string, { key, values }: { key: string; values?: Values }): string {
  const [area = '', name = ''] = key.split('.', 2);
  const known = texts[area] ?? {};
  const text = pluralOf(known, name, { locale, count: values?.count }) ?? known[name] ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (gap, part: string) => String(values?.[part] ?? gap));
}

interface Count {
  locale: string;
  count: string | number | undefined;
}

function pluralOf(known: Texts[string], name: string, { locale, count }: Count): string | undefined {
  if (typeof count !== 'number') return undefined;
  return known[`${name}_${new Intl.PluralRules(locale).select(count)}`] ?? known[`${name}_other`];
}
