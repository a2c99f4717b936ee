import type { GraphClient, Mutation } from '../access/graph-client.js';
import { AIRCRAFT, timetable } from './flights.js';
import { PRODUCTS } from './goods.js';
import { PLACES, TAX_RATES } from './places.js';
import { BIKE_COUNT, bikeAt, CAR_CLASSES, plateOf, RATE_PLANS, vinOf } from './vehicles.js';
import { WORKSHOPS } from './workshops.js';

/** What others need to find again: ids by our keys. */
export type Ids = ReadonlyMap<string, string>;

const adds = (name: string, object: string, selection = 'id'): Mutation => {
  const payload = name.charAt(0).toUpperCase() + name.slice(1);
  return { name, success: `... on ${payload}Success { ${object} { ${selection} } }` };
};

/** Adds everything the demo company has, as its staff would: through the graph. */
export async function loadSupply(
  graph: GraphClient,
  { technicianId, onStep }: { technicianId: string | undefined; onStep: (step: string) => void },
): Promise<void> {
  onStep('places, taxes, prices');
  await graph.mutateAll(adds('setTaxRate', 'taxRate', 'rateBps'), TAX_RATES);
  const places = await addKeyed(graph, adds('addLocation', 'location'), PLACES);
  const plans = await addKeyed(
    graph,
    adds('saveRatePlan', 'ratePlan'),
    RATE_PLANS.map((plan) => ({ key: plan.code, ...plan })),
  );
  onStep('cars and bikes');
  await addCars(graph, places, plans);
  await addBikes(graph, places, plans);
  onStep('flights');
  await graph.mutateAll(adds('saveAircraft', 'aircraft'), AIRCRAFT);
  await loadTimetable(graph);
  onStep('workshops');
  await addWorkshops(graph, places, technicianId);
  onStep('goods');
  await addGoods(graph, places);
}

/** Adds the flights of the next days that are not there yet; safe to repeat. */
export async function loadTimetable(graph: GraphClient): Promise<void> {
  const mutation = { name: 'importFlights', success: '... on ImportReport { added faults { line message } }' };
  const { faults } = await graph.mutate<{ faults: { line: number; message: string }[] }>(mutation, {
    rows: timetable(),
  });
  const [fault] = faults;
  if (fault !== undefined) throw new Error(`Row ${fault.line} of the timetable was refused: ${fault.message}`);
}

async function addKeyed(graph: GraphClient, mutation: Mutation, rows: readonly { key: string }[]): Promise<Ids> {
  const inputs = rows.map(({ key: _key, ...input }) => input);
  const added = await graph.mutateAll<Record<string, { id: string }>>(mutation, inputs);
  return new Map(rows.map(({ key }, at) => [key, idIn(added[at])]));
}

function idIn(success: Record<string, { id: string } | string> | undefined): string {
  const object = Object.values(success ?? {}).find((value) => typeof value === 'object');
  if (object === undefined) throw new Error('A success holds what was added.');
  return object.id;
}

function idOf(ids: Ids, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`The demo data has no "${key}".`);
  return id;
}

async function addCars(graph: GraphClient, places: Ids, plans: Ids): Promise<void> {
  const classes = await addKeyed(
    graph,
    adds('addCarClass', 'carClass'),
    CAR_CLASSES.map(({ plan, cars: _cars, ...facts }) => ({ ...facts, ratePlanId: idOf(plans, plan) })),
  );
  const cars = CAR_CLASSES.flatMap(({ key, country, cars: standing }) =>
    standing.map((place) => ({ key, country, place })),
  );
  await graph.mutateAll(
    adds('addCar', 'car'),
    cars.map(({ key, country, place }, serial) => ({
      plate: plateOf(country, serial),
      country,
      vin: vinOf(serial),
      classId: idOf(classes, key),
      locationId: idOf(places, place),
      odometerKm: 1_000 + serial * 137,
    })),
  );
}

async function addBikes(graph: GraphClient, places: Ids, plans: Ids): Promise<void> {
  const stations = PLACES.filter(({ kind }) => kind === 'STATION');
  const bikes = Array.from({ length: BIKE_COUNT }, (_, serial) => {
    const station = stations[serial % stations.length];
    if (station === undefined) throw new Error('The demo data has no stations.');
    const { plan, ...bike } = bikeAt(Math.floor(serial / stations.length), station.country);
    return { ...bike, locationId: idOf(places, station.key), ratePlanId: idOf(plans, plan) };
  });
  await graph.mutateAll(adds('addBike', 'bike'), bikes);
}

async function addWorkshops(graph: GraphClient, places: Ids, technicianId: string | undefined): Promise<void> {
  for (const [at, { place, bays, technicians, services }] of WORKSHOPS.entries()) {
    const locationId = idOf(places, place);
    await graph.mutateAll(
      adds('addBay', 'bay'),
      bays.map((bay) => ({ ...bay, locationId })),
    );
    const people = technicians.map((skills, index) => ({
      locationId,
      skills,
      ...(at === 0 && index === 0 && technicianId !== undefined ? { userId: technicianId } : {}),
    }));
    await graph.mutateAll(adds('addTechnician', 'technician'), people);
    const offered = services.map((service) => ({
      ...service,
      locationId,
      currency: 'EUR',
      bufferAfterMinutes: 15,
      minimumNoticeMinutes: 60,
    }));
    await graph.mutateAll(adds('addWorkshopService', 'service'), offered);
  }
}

async function addGoods(graph: GraphClient, places: Ids): Promise<void> {
  const products = await addKeyed(
    graph,
    adds('addProduct', 'product'),
    PRODUCTS.map(({ sku, name, brand }) => ({ key: sku, name, brand })),
  );
  const variants = await addKeyed(
    graph,
    adds('addProductVariant', 'variant'),
    PRODUCTS.map(({ sku, title, shop, priceMinor }) => ({
      key: sku,
      sku,
      title,
      productId: idOf(products, sku),
      locationId: idOf(places, shop),
      priceMinor,
      currency: 'EUR',
    })),
  );
  const receipts = PRODUCTS.map(({ sku, shop, stock }) => ({
    variantId: idOf(variants, sku),
    locationId: idOf(places, shop),
    reason: 'RECEIPT',
    quantity: stock,
    idempotencyKey: `demo-receipt-${sku}`,
  }));
  await graph.mutateAll(adds('recordStockMovement', 'level', 'saleable'), receipts);
}
