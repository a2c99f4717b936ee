/** Value of each VIN character by ISO 3779; I, O and Q are never used. */
const VALUES: Readonly<Record<string, number>> = {
  ...Object.fromEntries([...'0123456789'].map((digit) => [digit, Number(digit)])),
  ...Object.fromEntries([...'ABCDEFGH'].map((letter, index) => [letter, index + 1])),
  ...Object.fromEntries([...'JKLMN'].map((letter, index) => [letter, index + 1])),
  P: 7,
  R: 9,
  ...Object.fromEntries([...'STUVWXYZ'].map((letter, index) => [letter, index + 2])),
};
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Makers in North America (1–5) and China (L) must put a check digit in the ninth place. */
const USES_CHECK_DIGIT = /^[1-5L]/;

/** The check digit that belongs in the ninth place of a VIN (0–9 or X). */
export function vinCheckDigit(vin: string): string {
  const sum = [...vin].reduce((total, letter, index) => total + (VALUES[letter] ?? 0) * (WEIGHTS[index] ?? 0), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/** Says what is wrong with a vehicle identification number, or undefined when nothing is (ISO 3779). */
export function vinFault(vin: string): string | undefined {
  if (vin.length !== 17) return 'A VIN has 17 characters.';
  if (!/^[A-HJ-NPR-Z0-9]+$/.test(vin)) return 'A VIN has digits and capital letters without I, O and Q.';
  if (USES_CHECK_DIGIT.test(vin) && vin[8] !== vinCheckDigit(vin))
    return 'The check digit in the ninth place is wrong.';
  return undefined;
}
