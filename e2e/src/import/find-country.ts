/** What countries were or are called in lists of airports, where the present English name differs. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  burma: 'MM',
  'czech republic': 'CZ',
  'east timor': 'TL',
  'hong kong': 'HK',
  'johnston atoll': 'UM',
  macau: 'MO',
  macedonia: 'MK',
  'midway islands': 'UM',
  myanmar: 'MM',
  'netherlands antilles': 'CW',
  palestine: 'PS',
  svalbard: 'SJ',
  'saint vincent and the grenadines': 'VC',
  swaziland: 'SZ',
  turkey: 'TR',
  'virgin islands': 'VI',
  'wake island': 'UM',
  'west bank': 'PS',
};

function readCountries() {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const codeOfName = new Map<string, string>();
  const codeOfZone = new Map<string, string>();
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(code);
    // Codes of former countries have names, too, but lead to another code today.
    if (name === undefined || Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) continue;
    codeOfName.set(plain(name), code);
    for (const zone of zonesOf(code)) codeOfZone.set(canonicalZone(zone), code);
  }
  return { codeOfName, codeOfZone };
}

function zonesOf(code: string): readonly string[] {
  // Part of ECMA-402 since 2024, and newer than TypeScript's library.
  const locale = new Intl.Locale(`und-${code}`) as Intl.Locale & { getTimeZones?: () => string[] | undefined };
  return locale.getTimeZones?.() ?? [];
}

const canonicalZone = (zone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/\bst\./g, 'saint')
    .replaceAll('&', 'and')
    .replace(/[^a-z]/g, '');

const { codeOfName, codeOfZone } = readCountries();

/** ISO 3166-1 code of a country by an English name. */
export const countryByName = (name: string): string | undefined =>
  OTHER_NAMES[name.toLowerCase()] ?? codeOfName.get(plain(name));

/** ISO 3166-1 code of the country that keeps a time zone. */
export const countryByZone = (zone: string): string | undefined => codeOfZone.get(canonicalZone(zone));
