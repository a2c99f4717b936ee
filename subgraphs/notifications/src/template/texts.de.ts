import type { BookingParams, Formats, Message, Texts } from './template.js';

const trip = ({ bookingId }: BookingParams, label = 'Reise öffnen') => ({ label, href: `/trips/${bookingId}` });
const facts = ({ lines, total }: BookingParams, write: Formats): NonNullable<Message['facts']> => [
  ...write.lines(lines),
  ['Summe', write.money(total)],
];
const zoneOf = ({ lines }: BookingParams): string => lines.find(({ timeZone }) => timeZone !== null)?.timeZone ?? 'UTC';

/** German. */
export const de: Texts = {
  'verify-email': (_params, _write, { link = '' }) => ({
    title: 'Bestätigen Sie Ihre E-Mail-Adresse',
    paragraphs: [
      'Bitte bestätigen Sie, dass diese Adresse Ihnen gehört. Der Link gilt 24 Stunden und einmal.',
      'Wenn Sie sich nicht angemeldet haben, müssen Sie nichts tun.',
    ],
    action: { label: 'Adresse bestätigen', href: link },
  }),
  'reset-password': (_params, _write, { link = '' }) => ({
    title: 'Neues Passwort setzen',
    paragraphs: [
      'Jemand, hoffentlich Sie, hat um ein neues Passwort gebeten. Der Link gilt eine Stunde und einmal.',
      'Waren Sie es nicht, müssen Sie nichts tun: Ihr Passwort bleibt.',
    ],
    action: { label: 'Neues Passwort setzen', href: link },
  }),
  'password-changed': () => ({
    title: 'Ihr Passwort wurde geändert',
    paragraphs: [
      'Ihr Passwort wurde geändert, alle anderen Sitzungen sind beendet. Waren Sie es nicht, setzen Sie jetzt ein neues.',
    ],
    action: { label: 'Konto öffnen', href: '/account' },
  }),
  welcome: () => ({
    title: 'Willkommen bei Fleetgraph',
    paragraphs: [
      'Ihre Adresse ist bestätigt: Sie können nun Autos, Räder, Flüge, Werkstatttermine und Waren in einem Korb buchen und bezahlen.',
    ],
    action: { label: 'Suchen', href: '/' },
  }),
  'booking-held': (params, write) => ({
    title: `Für Sie reserviert: ${params.locator}`,
    paragraphs: [
      `Alles in Ihrem Korb ist reserviert bis ${write.time(params.holdExpiresAt, zoneOf(params))}. Bezahlen Sie vorher, um es zu behalten.`,
    ],
    facts: facts(params, write),
    action: { label: 'Jetzt bezahlen', href: `/pay/${params.bookingId}` },
  }),
  'hold-expiring': (params, write) => ({
    title: `Ihre Reservierung endet bald: ${params.locator}`,
    paragraphs: [
      `Wir halten Ihren Korb bis ${write.time(params.holdExpiresAt, zoneOf(params))}. Danach ist er für andere frei.`,
    ],
    action: { label: 'Jetzt bezahlen', href: `/pay/${params.bookingId}` },
  }),
  'booking-expired': (params) => ({
    title: `Ihre Reservierung ist abgelaufen: ${params.locator}`,
    paragraphs: ['Es wurde nichts abgebucht. Sie können dasselbe erneut in einen Korb legen, wenn es noch frei ist.'],
    action: { label: 'Erneut suchen', href: '/' },
  }),
  'booking-confirmed': (params, write) => ({
    title: `Bestätigt: ${params.locator}`,
    paragraphs: [`Ihre Buchung ${params.locator} ist bestätigt und bezahlt.`],
    facts: facts(params, write),
    action: trip(params),
  }),
  'booking-cancelled': (params, write) => ({
    title: `Storniert: ${params.locator}`,
    paragraphs: [
      `Wie gewünscht storniert: ${params.cancelled.join(', ')}.`,
      `Sie erhalten ${write.money(params.refund)} zurück; die Gebühr nach Ihren Bedingungen beträgt ${write.money(params.fee)}.`,
    ],
    action: trip(params),
  }),
  'payment-returned': (params) => ({
    title: `Nicht gebucht, nichts abgebucht: ${params.locator}`,
    paragraphs: [
      'Ihre Zahlung kam nach dem Ende der Reservierung an. Der Betrag auf Ihrer Karte wird freigegeben; es wurde nichts abgebucht.',
    ],
    action: { label: 'Erneut suchen', href: '/' },
  }),
  'refund-paid': (params, write) => ({
    title: `Erstattung von ${write.money(params.refund)}: ${params.locator}`,
    paragraphs: [
      `Wir haben ${write.money(params.refund)} auf die Karte erstattet, mit der Sie bezahlt haben. Bis Ihre Bank es zeigt, kann es einige Tage dauern.`,
    ],
    action: trip(params),
  }),
  'invoice-issued': (params, write) => ({
    title: `Rechnung ${params.number}`,
    paragraphs: [`Die Rechnung ${params.number} zur Buchung ${params.locator} liegt bereit.`],
    facts: [['Summe', write.money(params.total)]],
    action: trip(params, 'Dokumente öffnen'),
  }),
};
