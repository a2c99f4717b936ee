/** How long what the catalogue says may be given again; events tell of changes long before. */
export const CATALOGUE_SECONDS = 300;
