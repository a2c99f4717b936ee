import type { BookingParams, Formats, Message, Texts } from './template.js';

const trip = ({ bookingId }: BookingParams, label = 'Open your trip') => ({ label, href: `/trips/${bookingId}` });
const facts = ({ lines, total }: BookingParams, write: Formats): NonNullable<Message['facts']> => [
  ...write.lines(lines),
  ['Total', write.money(total)],
];
const zoneOf = ({ lines }: BookingParams): string => lines.find(({ timeZone }) => timeZone !== null)?.timeZone ?? 'UTC';

/** English. */
export const en: Texts = {
  'verify-email': (_params, _write, { link = '' }) => ({
    title: 'Confirm your e-mail address',
    paragraphs: [
      'Please confirm that this address is yours. The link works for 24 hours and once.',
      'If you did not register, ignore this mail: nothing happens.',
    ],
    action: { label: 'Confirm address', href: link },
  }),
  'reset-password': (_params, _write, { link = '' }) => ({
    title: 'Set a new password',
    paragraphs: [
      'Somebody, hopefully you, asked for a new password. The link works for one hour and once.',
      'If it was not you, ignore this mail: your password stays.',
    ],
    action: { label: 'Set new password', href: link },
  }),
  'password-changed': () => ({
    title: 'Your password was changed',
    paragraphs: [
      'Your password was changed and all other sessions were ended. If it was not you, set a new password now.',
    ],
    action: { label: 'Open your account', href: '/account' },
  }),
  welcome: () => ({
    title: 'Welcome to Fleetgraph',
    paragraphs: [
      'Your address is confirmed: you can now book and pay for cars, bikes, flights, workshop appointments and goods in one basket.',
    ],
    action: { label: 'Search', href: '/' },
  }),
  'booking-held': (params, write) => ({
    title: `Held for you: ${params.locator}`,
    paragraphs: [
      `Everything in your basket is held until ${write.time(params.holdExpiresAt, zoneOf(params))}. Pay before then to keep it.`,
    ],
    facts: facts(params, write),
    action: { label: 'Pay now', href: `/pay/${params.bookingId}` },
  }),
  'hold-expiring': (params, write) => ({
    title: `Your hold ends soon: ${params.locator}`,
    paragraphs: [
      `We hold your basket until ${write.time(params.holdExpiresAt, zoneOf(params))}. After that it is free for others.`,
    ],
    action: { label: 'Pay now', href: `/pay/${params.bookingId}` },
  }),
  'booking-expired': (params) => ({
    title: `Your hold has ended: ${params.locator}`,
    paragraphs: ['Nothing was charged. You can put the same things into a basket again if they are still free.'],
    action: { label: 'Search again', href: '/' },
  }),
  'booking-confirmed': (params, write) => ({
    title: `Confirmed: ${params.locator}`,
    paragraphs: [`Your booking ${params.locator} is confirmed and paid.`],
    facts: facts(params, write),
    action: trip(params),
  }),
  'booking-cancelled': (params, write) => ({
    title: `Cancelled: ${params.locator}`,
    paragraphs: [
      `Cancelled as asked: ${params.cancelled.join(', ')}.`,
      `You get back ${write.money(params.refund)}; the fee by your conditions is ${write.money(params.fee)}.`,
    ],
    action: trip(params),
  }),
  'payment-returned': (params) => ({
    title: `Not booked, nothing charged: ${params.locator}`,
    paragraphs: [
      'Your payment arrived after the hold had ended. The reservation on your card is released; nothing was taken.',
    ],
    action: { label: 'Search again', href: '/' },
  }),
  'refund-paid': (params, write) => ({
    title: `Refund of ${write.money(params.refund)}: ${params.locator}`,
    paragraphs: [
      `We have paid back ${write.money(params.refund)} to the card that you paid with. Your bank may take some days to show it.`,
    ],
    action: trip(params),
  }),
  'invoice-issued': (params, write) => ({
    title: `Invoice ${params.number}`,
    paragraphs: [`Invoice ${params.number} for booking ${params.locator} is ready.`],
    facts: [['Total', write.money(params.total)]],
    action: trip(params, 'Open your documents'),
  }),
};
