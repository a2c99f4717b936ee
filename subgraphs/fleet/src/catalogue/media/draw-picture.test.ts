import { describe, expect, it } from '@jest/globals';
import { drawPicture } from './draw-picture.js';
import { pictureOf } from './picture.js';

describe('drawPicture', () => {
  it('draws the same picture for the same key and another for another', () => {
    expect(drawPicture('car', 'ccar')).toBe(drawPicture('car', 'ccar'));
    expect(drawPicture('car', 'ccar')).not.toBe(drawPicture('car', 'ldar'));
  });

  it('knows no drawing for other kinds, not even for names that every object has', () => {
    expect(drawPicture('boat', 'x')).toBeUndefined();
    expect(drawPicture('constructor', 'x')).toBeUndefined();
  });

  it('makes a key of any name', () => {
    expect(pictureOf('product', 'Child seat, 9–18 kg', 'A child seat')).toEqual({
      kind: 'product',
      key: 'child-seat-9-18-kg',
      alt: 'A child seat',
    });
    expect(pictureOf('bike', '自転車', 'A bike').key).toBe('plain');
  });
});
