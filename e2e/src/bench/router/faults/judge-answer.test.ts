import { describe, expect, it } from '@jest/globals';
import { judgeAnswer } from './judge-answer.js';

const author = { id: '1', name: 'Ada' };
const WHOLE = {
  me: { id: '1', reviews: [{ id: '7', body: 'Good.' }] },
  topProducts: [{ upc: '1', reviews: [{ author }] }],
};
const NO_REVIEWS = { me: { ...WHOLE.me, reviews: null }, topProducts: [{ upc: '1', reviews: null }] };
const PATHS = [
  ['me', 'reviews'],
  ['topProducts', 0, 'reviews'],
];

const told = (paths: readonly (readonly unknown[])[], extensions: object = {}) =>
  paths.map((path) => ({
    message: 'away',
    path,
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'reviews', retryable: true, ...extensions },
  }));
const judge = (answer: object) =>
  judgeAnswer(JSON.stringify(answer), {
    whole: JSON.stringify({ data: WHOLE }),
    subgraph: 'reviews',
    codes: new Set(['SUBGRAPH_UNAVAILABLE']),
  });

describe('an answer while a subgraph is away', () => {
  it('may be whole', () => {
    expect(judge({ data: WHOLE })).toEqual({ isWhole: true, hasTheRest: true, isTyped: true, codes: [] });
  });

  it('may lack what is of that subgraph, each with its error', () => {
    expect(judge({ data: NO_REVIEWS, errors: told(PATHS) })).toEqual({
      isWhole: false,
      hasTheRest: true,
      isTyped: true,
      codes: ['SUBGRAPH_UNAVAILABLE'],
    });
  });

  it.each([
    ['no error for a loss', { data: NO_REVIEWS, errors: told(PATHS.slice(1)) }],
    ['an error without a loss', { data: WHOLE, errors: told(PATHS) }],
    ['another code', { data: NO_REVIEWS, errors: told(PATHS, { code: 'INTERNAL_SERVER_ERROR' }) }],
    ['another subgraph', { data: NO_REVIEWS, errors: told(PATHS, { subgraph: 'products' }) }],
  ])('is not typed with %s', (_, answer) => {
    expect(judge(answer)).toMatchObject({ hasTheRest: true, isTyped: false });
  });

  it.each([
    ['a field of another', { data: { ...NO_REVIEWS, me: null }, errors: told([['me'], ...PATHS.slice(1)]) }],
    ['everything', { errors: told([[]], { code: 'SERVER_OVERLOADED' }) }],
  ])('lacks too much without %s', (_, answer) => {
    expect(judge(answer)).toMatchObject({ hasTheRest: false, isTyped: false });
  });
});
