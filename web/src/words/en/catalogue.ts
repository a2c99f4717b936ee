import buy from './buy.json';
import common from './common.json';
import find from './find.json';
import work from './work.json';

/** All texts in English. */
export const en = { ...common, ...find, ...buy, ...work };
