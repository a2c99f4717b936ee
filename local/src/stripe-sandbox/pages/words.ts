/** The texts of the sandbox's pages; `de` follows `en` key by key. */
const en = {
  lang: 'en',
  payTitle: 'Pay by card',
  sandbox: 'Payment sandbox: no money moves. Use a test card.',
  amount: 'Amount',
  number: 'Card number',
  expiry: 'Expiry (MM/YY)',
  cvc: 'Security code',
  pay: 'Pay',
  cancel: 'Back without paying',
  testCards: 'Test cards',
  works: 'works',
  declined: 'is declined',
  noFunds: 'has insufficient funds',
  challenged: 'asks the bank (3-D Secure)',
  bankTitle: "Your bank's page",
  bankText: 'Your bank asks whether it is you who pays.',
  approve: 'Yes, approve',
  refuse: 'No, refuse',
  done: 'This payment needs nothing more from you.',
  unknown: 'There is no such payment.',
  back: 'Back to the shop',
  badExpiry: 'Write the expiry as month and year: 12/30.',
  faultPrefix: 'The payment did not go through:',
};

/** The texts of one language. */
export type Words = typeof en;

const de: Words = {
  lang: 'de',
  payTitle: 'Mit Karte bezahlen',
  sandbox: 'Zahlungs-Sandkasten: Es fließt kein Geld. Nehmen Sie eine Testkarte.',
  amount: 'Betrag',
  number: 'Kartennummer',
  expiry: 'Gültig bis (MM/JJ)',
  cvc: 'Prüfziffer',
  pay: 'Bezahlen',
  cancel: 'Zurück, ohne zu bezahlen',
  testCards: 'Testkarten',
  works: 'geht',
  declined: 'wird abgelehnt',
  noFunds: 'ist nicht gedeckt',
  challenged: 'fragt die Bank (3-D Secure)',
  bankTitle: 'Seite Ihrer Bank',
  bankText: 'Ihre Bank fragt, ob Sie es sind, der bezahlt.',
  approve: 'Ja, freigeben',
  refuse: 'Nein, ablehnen',
  done: 'Für diese Zahlung ist nichts weiter zu tun.',
  unknown: 'Diese Zahlung gibt es nicht.',
  back: 'Zurück zum Geschäft',
  badExpiry: 'Schreiben Sie Monat und Jahr: 12/30.',
  faultPrefix: 'Die Zahlung kam nicht zustande:',
};

/** The language that the browser prefers of the two. */
export function wordsFor(acceptLanguage: string | undefined): Words {
  const wanted = (acceptLanguage ?? '').toLowerCase().split(',');
  const first = wanted.find((language) => /^\s*(de|en)\b/.test(language))?.trim();
  return first?.startsWith('de') === true ? de : en;
}
