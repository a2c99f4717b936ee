/** A picture of something bookable: what is drawn, and the words for those who do not see it. */
export interface Picture {
  /** Which drawing: `car`, `bike`, `flight`, `workshop`, `product`. */
  readonly kind: string;
  /** Chooses colours and details; the same key always gives the same drawing. */
  readonly key: string;
  readonly alt: string;
}

/** The drawing of a thing by its name. */
export const pictureOf = (kind: string, name: string, alt: string): Picture => ({
  kind,
  key:
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'plain',
  alt,
});
