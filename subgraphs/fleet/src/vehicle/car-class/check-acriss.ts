/** The letters that the ACRISS car classification code allows in each of its four places. */
const PLACES: readonly { readonly name: string; readonly letters: string }[] = [
  { name: 'category', letters: 'MNEHCDIJSRFGPULWOX' },
  { name: 'type', letters: 'BCDWVLSTFJXPQZEMRHYNGK' },
  { name: 'transmission and drive', letters: 'MNCABD' },
  { name: 'fuel and air conditioning', letters: 'RNDQHIECLSABMFVZUX' },
];

/** Says what is wrong with an ACRISS code, or undefined when nothing is. */
export function acrissFault(code: string): string | undefined {
  if (code.length !== PLACES.length) return 'An ACRISS code has four letters.';
  const index = PLACES.findIndex(({ letters }, place) => !letters.includes(code[place] ?? '?'));
  const wrong = PLACES[index];
  return wrong === undefined ? undefined : `"${code[index]}" is not a ${wrong.name} of the ACRISS table.`;
}

/** True when the code names an electric or hydrogen drive, by its fourth letter. */
export const isElectric = (code: string): boolean => 'ECAB'.includes(code[3] ?? '?');
