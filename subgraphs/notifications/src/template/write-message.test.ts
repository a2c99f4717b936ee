import { describe, expect, it } from '@jest/globals';
import { formatsOf } from './formats.js';
import { renderMail } from './render-mail.js';
import { type BookingParams, CHANNELS_OF, type TemplateName, type TemplateParams } from './template.js';
import { plainBody, type TemplateUse, writeMessage } from './write-message.js';

const booking: BookingParams = {
  bookingId: 'b1',
  locator: 'K7PX3M',
  lines: [
    {
      title: 'Compact car <b>',
      from: '2026-03-29T00:30:00.000Z',
      timeZone: 'Asia/Kolkata',
      gross: { amountMinor: '41250', currency: 'EUR' },
    },
    { title: 'Child seat', from: null, timeZone: null, gross: { amountMinor: '1000', currency: 'EUR' } },
  ],
  total: { amountMinor: '42250', currency: 'EUR' },
};
const amount = { amountMinor: '100', currency: 'EUR' };
const samples: { readonly [Name in TemplateName]: TemplateParams[Name] } = {
  'verify-email': { linkId: 'l' },
  'reset-password': { linkId: 'l' },
  'password-changed': {},
  welcome: {},
  'booking-held': { ...booking, holdExpiresAt: '2026-03-28T10:00:00Z' },
  'hold-expiring': { ...booking, holdExpiresAt: '2026-03-28T10:00:00Z' },
  'booking-expired': booking,
  'booking-confirmed': booking,
  'booking-cancelled': { ...booking, cancelled: ['Child seat'], refund: amount, fee: amount },
  'payment-returned': booking,
  'refund-paid': { ...booking, refund: amount },
  'invoice-issued': { ...booking, number: 'FG-2026-000001' },
};
const use = (template: TemplateName): TemplateUse => ({ template, params: samples[template] }) as TemplateUse;
const names = Object.keys(CHANNELS_OF) as TemplateName[];

describe('messages', () => {
  it.each(names.flatMap((name) => ['en', 'de'].map((locale) => [name, locale] as const)))(
    'renders %s in %s without a hole',
    async (name, locale) => {
      const message = writeMessage(use(name), locale, { link: 'https://fleetgraph.test/link' });
      const { html, text } = await renderMail(message, 'https://fleetgraph.test');
      for (const form of [message.title, plainBody(message), html, text]) {
        expect(form).not.toMatch(/undefined|NaN|\[object|Invalid Date/);
        expect(form.length).toBeGreaterThan(5);
      }
    },
  );

  it('writes times in the zone of the place, with its name', () => {
    expect(plainBody(writeMessage(use('booking-confirmed'), 'en'))).toMatch(
      /Sunday, March 29, 2026 at 6:00:00.AM GMT\+5:30/,
    );
    expect(plainBody(writeMessage(use('booking-confirmed'), 'de'))).toContain('Sonntag, 29. März 2026');
  });

  it('falls back to English for a language that is missing', () => {
    expect(writeMessage(use('welcome'), 'fr-FR').title).toBe(writeMessage(use('welcome'), 'en').title);
    expect(writeMessage(use('welcome'), 'de-AT').title).toBe(writeMessage(use('welcome'), 'de').title);
  });

  it('writes amounts by the minor units of their currency, without losing digits', () => {
    const { money } = formatsOf('en');
    expect(money({ amountMinor: '999', currency: 'JPY' })).toBe('¥999');
    expect(money({ amountMinor: '999', currency: 'KWD' }).replace(/\s/g, ' ')).toBe('KWD 0.999');
    expect(money({ amountMinor: '-5', currency: 'EUR' })).toBe('-€0.05');
    expect(money({ amountMinor: '900719925474099399', currency: 'EUR' })).toBe('€9,007,199,254,740,993.99');
  });

  it('lets no markup of a title into a mail', async () => {
    const { html } = await renderMail(writeMessage(use('booking-confirmed'), 'en'), 'https://fleetgraph.test');
    expect(html).not.toContain('<b>');
    expect(html).toContain('Compact car &lt;b&gt;');
    expect(html).toContain('https://fleetgraph.test/trips/b1');
  });
});
