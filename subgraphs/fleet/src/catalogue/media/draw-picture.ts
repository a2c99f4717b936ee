const SHAPES: Readonly<Record<string, string>> = {
  car: '<path d="M40 150 l20-45 q6-13 22-13 h92 q14 0 24 11 l34 40 q32 4 32 27 v12 h-24 a26 26 0 0 0-52 0 h-88 a26 26 0 0 0-52 0 h-20 v-20 q0-8 12-12z"/><circle cx="78" cy="184" r="19"/><circle cx="214" cy="184" r="19"/>',
  bike: '<g fill="none" stroke-width="9" stroke="currentColor"><circle cx="90" cy="160" r="44"/><circle cx="216" cy="160" r="44"/><path d="M90 160 l42-72 h58 l26 72 M132 88 l28 72 l30-72 M160 160 h-70 M122 76 h24 M184 74 h28"/></g>',
  flight:
    '<path d="M30 140 q0-10 12-12 l72-8 52-66 h22 l-22 66 56-6 22-30 h16 l-8 44 8 44 h-16 l-22-30-56-6 22 66 h-22 l-52-66-72-8 q-12-2-12-12z"/>',
  workshop:
    '<path d="M196 52 a46 46 0 0 0-58 58 l-84 84 a20 20 0 0 0 28 28 l84-84 a46 46 0 0 0 58-58 l-30 30-26-4-4-26z"/>',
  product:
    '<path d="M60 90 l92-40 92 40 v96 l-92 40-92-40z M60 90 l92 40 92-40 M152 130 v96" fill="none" stroke-width="9" stroke="currentColor" stroke-linejoin="round"/>',
};

/** Draws the picture of a kind in the colours of its key, or answers undefined for a kind that has no drawing. */
export function drawPicture(kind: string, key: string): string | undefined {
  const shape = Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : undefined;
  if (shape === undefined) return undefined;
  const hue = hueOf(key);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 304 256" role="img">
<rect width="304" height="256" rx="16" fill="hsl(${hue} 45% 92%)"/>
<g color="hsl(${hue} 55% 34%)" fill="currentColor">${shape}</g>
</svg>
`;
}

/** A hue between 0 and 359 that depends on every letter of the key. */
function hueOf(key: string): number {
  let hash = 7;
  for (const letter of key) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % 360;
}
