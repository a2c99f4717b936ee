import { describe, expect, it } from '@jest/globals';
import { faultOf, kindsOf, readWish, windowOf, writeWish } from './find-address.js';

const read = (address: string) => readWish(new URLSearchParams(address));

describe('the address of a search', () => {
  it('holds every choice, so that it can be shared', () => {
    const address = 'kind=car,flight&q=child+seat&from=a&to=b&at=2026-12-01T10%3A00&until=2026-12-03T10%3A00';
    const wish = read(address);
    expect(wish).toEqual({
      kinds: ['CAR', 'FLIGHT'],
      text: 'child seat',
      fromId: 'a',
      toId: 'b',
      at: '2026-12-01T10:00',
      until: '2026-12-03T10:00',
    });
    expect(readWish(writeWish(wish))).toEqual(wish);
  });

  it('leaves out what it does not understand', () => {
    expect(read('kind=boat&at=soon&q=%20')).toEqual({ kinds: [] });
    expect(writeWish({ kinds: [] }).toString()).toBe('');
  });

  it('asks for any kind when none was chosen', () => {
    expect(kindsOf({ kinds: [] })).toHaveLength(5);
    expect(kindsOf({ kinds: ['BIKE'] })).toEqual(['BIKE']);
  });

  it('asks for a period only when one was said', () => {
    expect(windowOf({ kinds: [] })).toBeUndefined();
    expect(windowOf({ kinds: [], at: '2026-12-01T10:00' })).toEqual({ from: '2026-12-01T10:00:00' });
    expect(faultOf({ kinds: [], at: '2026-12-01T10:00', until: '2026-12-01T10:00' })).toBe('endsBeforeStart');
  });
});
