import { describe, expect, it } from '@jest/globals';
import { openSpans } from './opening-hours.js';

const text = (hours: string, weekday: number) =>
  openSpans(hours, weekday).map(({ fromMinute, toMinute }) => `${fromMinute / 60}-${toMinute / 60}`);

describe('opening hours', () => {
  it.each([
    ['', 7, ['0-24']],
    ['24/7', 1, ['0-24']],
    ['Mo-Fr 08:00-18:00; Sa 09:00-13:00', 5, ['8-18']],
    ['Mo-Fr 08:00-18:00; Sa 09:00-13:00', 6, ['9-13']],
    ['Mo-Fr 08:00-18:00; Sa 09:00-13:00', 7, []],
    ['Mo-Su 08:00-12:00,13:00-17:00; Su off', 3, ['8-12', '13-17']],
    ['Mo-Su 08:00-12:00,13:00-17:00; Su off', 7, []],
    ['Fr-Mo 10:00-16:00', 1, ['10-16']],
    ['Fr-Mo 10:00-16:00', 3, []],
    ['Mo,We 10:00-16:00; PH off', 3, ['10-16']],
    ['06:00-22:30', 4, ['6-22.5']],
  ])('%s on weekday %i is %j', (hours, weekday, expected) => expect(text(hours, weekday)).toEqual(expected));
});
