/** The form in which addresses are stored and compared: one person is not let in twice by another spelling of case. */
export const foldEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase();

/** True for what looks like an address: one @, a dot behind it, no blanks; only a mail can tell more. */
export const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>()",;:\\[\]]{1,64}@[^\s@<>()",;:\\[\]]+\.[^\s@.<>()",;:\\[\]]{2,}$/.test(text);
