import { COMMON_WORDS } from './common-passwords.js';

/** Why a password is refused; the pages say it in the person's language. */
export type PasswordFault = 'tooShort' | 'tooLong' | 'common' | 'likeYourData';

/** Fewest characters; no rule about kinds of characters and no expiry (NIST SP 800-63B). */
export const SHORTEST_PASSWORD = 10;

/** Most characters: a bound on what is hashed, far above what people type. */
export const LONGEST_PASSWORD = 128;

/** The first rule that a password breaks; undefined when it is good enough. */
export function passwordFault(
  password: string,
  about: { email: string; displayName?: string },
): PasswordFault | undefined {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return 'tooShort';
  if (length > LONGEST_PASSWORD) return 'tooLong';
  if (isCommon(password)) return 'common';
  const [localPart = ''] = about.email.split('@');
  const own = [about.email, localPart, about.displayName ?? ''].map(fold).filter((word) => word.length >= 4);
  return own.includes(fold(core(password))) ? 'likeYourData' : undefined;
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s/g, '');

/** What is left without the digits and signs that people put around a word. */
const core = (password: string): string => password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

function isCommon(password: string): boolean {
  const folded = fold(password);
  const word = core(folded);
  const fewDifferent = new Set(folded).size < 5;
  const onlyDigitsAndSigns = word === '' && folded.length < 16;
  return fewDifferent || onlyDigitsAndSigns || COMMON_WORDS.has(word) || COMMON_WORDS.has(folded);
}
