import type { Catalogue } from '../catalogues.js';
import buy from './buy.json';
import common from './common.json';
import find from './find.json';
import work from './work.json';

/** All texts in German. */
export const de: Catalogue = { ...common, ...find, ...buy, ...work };
