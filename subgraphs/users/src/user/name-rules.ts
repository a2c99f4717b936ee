/** Most characters of a name. */
export const LONGEST_NAME = 100;

/** Why a name cannot be taken; undefined when it can. */
export function nameFault(name: string): string | undefined {
  const length = [...name.trim()].length;
  if (length === 0) return 'Give a name, however short.';
  if (length > LONGEST_NAME) return `A name has at most ${LONGEST_NAME} characters.`;
  // Links and control characters in a name are how mails of ours would be abused as advertising.
  if (/[\p{Cc}<>]|https?:|www\./iu.test(name)) return 'A name has no links, angle brackets or control characters.';
  return undefined;
}
