import { GraphClient } from '@fleetgraph/local/access/graph-client';
import { signInClient } from '@fleetgraph/local/access/sign-in';
import { PLACES } from '@fleetgraph/local/demo-data/places';
import { CAR_CLASSES, plateOf, RATE_PLANS, vinOf } from '@fleetgraph/local/demo-data/vehicles';
import { CLIENT_IDS } from '@fleetgraph/local/system/demo-accounts';
import type { Secrets } from '@fleetgraph/local/system/secrets';

const CARS = 3;

/** Gives an empty system a branch with cars and a shop with goods: enough for a mixed basket, again and again. */
export async function sellThings(origin: string, { loaderClient: secret }: Secrets): Promise<void> {
  const login = { id: CLIENT_IDS.loader, secret };
  const token = await signInClient(`${origin}/oidc`, login, 'fleet:read fleet:write');
  const staff = new GraphClient(`${origin}/graphql`, token);
  await staff.mutate(adds('setTaxRate', 'taxRate { rateBps }'), {
    country: 'DE',
    category: 'STANDARD',
    rateBps: 1_900,
  });
  await addCars(staff);
  await addGoods(staff);
}

const adds = (name: string, selection: string) => ({
  name,
  success: `... on ${name.charAt(0).toUpperCase()}${name.slice(1)}Success { ${selection} }`,
});

async function addPlace(staff: GraphClient, key: string): Promise<string> {
  const { key: _key, ...input } = firstOf(PLACES.filter((place) => place.key === key));
  const added = await staff.mutate<{ location: { id: string } }>(adds('addLocation', 'location { id }'), input);
  return added.location.id;
}

async function addCars(staff: GraphClient): Promise<void> {
  const locationId = await addPlace(staff, 'hamburg');
  const { key: _key, cars: _cars, plan, ...facts } = firstOf(CAR_CLASSES);
  const { ratePlan } = await staff.mutate<{ ratePlan: { id: string } }>(
    adds('saveRatePlan', 'ratePlan { id }'),
    firstOf(RATE_PLANS.filter(({ code }) => code === plan)),
  );
  const { carClass } = await staff.mutate<{ carClass: { id: string } }>(adds('addCarClass', 'carClass { id }'), {
    ...facts,
    ratePlanId: ratePlan.id,
  });
  const cars = Array.from({ length: CARS }, (_, serial) => ({
    plate: plateOf(facts.country, serial),
    country: facts.country,
    vin: vinOf(serial),
    classId: carClass.id,
    locationId,
    odometerKm: 1_000,
  }));
  await staff.mutateAll(adds('addCar', 'car { id }'), cars);
}

async function addGoods(staff: GraphClient): Promise<void> {
  const locationId = await addPlace(staff, 'shop-hamburg');
  const { product } = await staff.mutate<{ product: { id: string } }>(adds('addProduct', 'product { id }'), {
    name: 'Child seat',
    brand: 'Nordwind',
  });
  const { variant } = await staff.mutate<{ variant: { id: string } }>(adds('addProductVariant', 'variant { id }'), {
    sku: 'CHILD-1',
    title: 'Child seat, 9–18 kg',
    productId: product.id,
    locationId,
    priceMinor: '12900',
    currency: 'EUR',
  });
  await staff.mutate(adds('recordStockMovement', 'level { saleable }'), {
    variantId: variant.id,
    locationId,
    reason: 'RECEIPT',
    quantity: 10_000,
    idempotencyKey: 'receipt',
  });
}

function firstOf<Item>([item]: readonly Item[]): Item {
  if (item === undefined) throw new Error('The demo data has no such thing.');
  return item;
}
