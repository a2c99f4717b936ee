/** A product with its one variant and how many pieces came. */
export interface DemoProduct {
  name: string;
  brand: string;
  sku: string;
  title: string;
  shop: string;
  priceMinor: string;
  stock: number;
}

/** Families of goods: name, brand, price of the first in minor units, and what its products differ in. */
const FAMILIES: readonly (readonly [name: string, brand: string, priceMinor: number, variants: readonly string[]])[] = [
  ['Child seat', 'Nordwind', 12_900, ['0–13 kg', '9–18 kg', '15–36 kg', 'Isofix 40–105 cm', 'Isofix 100–150 cm']],
  ['Booster seat', 'Nordwind', 3_900, ['basic', 'with backrest']],
  ['Bike helmet', 'Velora', 4_900, ['S', 'M', 'L', 'XL', 'child']],
  ['Bike lock', 'Velora', 2_900, ['cable', 'chain', 'folding', 'U-lock']],
  ['Bike light set', 'Velora', 3_490, ['battery', 'rechargeable', 'hub dynamo']],
  ['Roof box', 'Alpenrad', 29_900, ['320 l', '420 l', '520 l']],
  ['Roof rack', 'Alpenrad', 14_900, ['short', 'long']],
  ['Snow chains', 'Alpenrad', 6_900, ['14 inch', '15 inch', '16 inch', '17 inch', '18 inch']],
  ['Charging cable', 'Ampera', 18_900, ['Type 2, 5 m', 'Type 2, 7 m', 'Type 2, 10 m']],
  ['Phone holder', 'Ampera', 1_990, ['magnetic', 'clamp', 'suction cup']],
  ['Wiper blades', 'Klarblick', 2_490, ['400 mm', '450 mm', '500 mm', '600 mm']],
  ['Engine oil', 'Klarblick', 5_490, ['0W-20, 4 l', '5W-30, 4 l', '5W-40, 4 l']],
  ['First-aid kit', 'Samaria', 1_490, ['car', 'bike']],
  ['Warning vest', 'Samaria', 690, ['adult', 'child']],
  ['Travel pillow', 'Wolke', 2_290, ['memory foam', 'inflatable']],
  ['Cool box', 'Wolke', 8_990, ['20 l', '32 l']],
];

/** Fifty products; the last families are sold in Lisbon, the others in Hamburg. */
export const PRODUCTS: readonly DemoProduct[] = FAMILIES.flatMap(([family, brand, priceMinor, variants], at) =>
  variants.map((variant, index) => ({
    name: `${family} ${variant}`,
    brand,
    sku: `${family
      .replace(/[^A-Za-z]/g, '')
      .slice(0, 5)
      .toUpperCase()}-${String(at + 1).padStart(2, '0')}${index + 1}`,
    title: `${family}, ${variant}`,
    shop: at < FAMILIES.length - 3 ? 'shop-hamburg' : 'shop-lisbon',
    priceMinor: String(Math.round(priceMinor * (1 + index * 0.15))),
    stock: 6 + ((at * 7 + index * 11) % 40),
  })),
);
