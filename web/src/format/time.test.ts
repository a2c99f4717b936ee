import { describe, expect, it } from '@jest/globals';
import { formatClock, formatMinutes, formatWindow, formatZoned } from './time.js';

const berlin = { at: '2026-12-01T09:00:00Z', timeZone: 'Europe/Berlin', local: '2026-12-01T10:00:00' };
const kolkata = { at: '2026-12-01T04:30:00Z', timeZone: 'Asia/Kolkata', local: '2026-12-01T10:00:00' };
const plain = (text: string) => text.replaceAll(/[\s\u2009\u202f]/g, ' ');

describe('times', () => {
  it('says the zone only where the reader has another time', () => {
    expect(formatZoned(berlin, 'en-GB', 'Europe/Paris')).toBe('Tue 1 Dec, 10:00');
    expect(formatZoned(berlin, 'en-GB', 'Europe/London')).toBe('Tue 1 Dec, 10:00 CET');
    expect(formatZoned(kolkata, 'en-GB', 'Europe/Berlin')).toBe('Tue 1 Dec, 10:00 GMT+5:30');
  });

  it('says the zone of a departure always', () => {
    expect(formatClock(kolkata, 'en-GB')).toBe('10:00 GMT+5:30');
  });

  it('says the day once when a period ends on it', () => {
    const to = { at: '2026-12-01T13:00:00Z', timeZone: 'Europe/Berlin', local: '2026-12-01T14:00:00' };
    expect(plain(formatWindow({ from: berlin, to }, 'en-GB', 'Europe/Berlin'))).toBe('Tue 1 Dec, 10:00–14:00');
    expect(formatWindow({ from: berlin, to: null }, 'en-GB', 'Europe/Berlin')).toBe('Tue 1 Dec, 10:00');
  });

  it('says both zones when a flight crosses them', () => {
    expect(plain(formatWindow({ from: berlin, to: kolkata }, 'en-GB', 'Europe/Berlin'))).toBe(
      'Tue 1 Dec, 10:00 CET – Tue 1 Dec, 10:00 GMT+5:30',
    );
  });

  it('writes minutes as a person would', () => {
    expect(formatMinutes(45, 'en-GB')).toBe('45 mins');
    expect(formatMinutes(90, 'en-GB')).toBe('1 hr 30 mins');
    expect(formatMinutes(120, 'de-DE')).toBe('2 Std.');
  });
});
