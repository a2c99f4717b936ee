import { manifestOf } from './manifest-of.mjs';

/** Writes what the router has to know to run the app's operations by their ids. */
export const plugin = (_schema, documents) => `${JSON.stringify(manifestOf(documents), null, 2)}\n`;
