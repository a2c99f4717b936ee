import { randomInt } from 'node:crypto';

/** No 0, O, 1, I, L: what is read out must not be heard or seen as something else. */
export const LOCATOR_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 6;

/** A record locator: six characters that a person can read out. Unique by the database. */
export const newLocator = (): string =>
  Array.from({ length: LENGTH }, () => LOCATOR_ALPHABET[randomInt(LOCATOR_ALPHABET.length)]).join('');
