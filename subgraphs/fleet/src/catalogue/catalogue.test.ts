import { BookableChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CUSTOMER, FleetUnderTest } from '../testing/fleet-under-test.js';
import { addBike, addClassWithCar, addFlight, addPlace, addUsagePlan, addVariant } from '../testing/seed.js';

let fleet: FleetUnderTest;
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
});
afterAll(() => fleet.stop());

interface Page {
  readonly edges: { readonly node: { readonly id: string; readonly __typename: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly totalCount: number;
  readonly facets: { name: string; values: { value: string; count: number }[] }[];
}

const search = async (filter: object, page: { first?: number; after?: string | null } = {}): Promise<Page> => {
  const document = `query ($filter: SearchFilter!, $first: Int! = 20, $after: String) { search(filter: $filter, first: $first, after: $after) {
    totalCount facets { name values { value count } } pageInfo { hasNextPage endCursor } edges { node { __typename id title } } } }`;
  return (await fleet.ask(document, { filter, ...page }, CUSTOMER)).search;
};
const ids = ({ edges }: Page) => edges.map(({ node }) => node.id);

describe('search', () => {
  it('finds all kinds in one list, by words with typing mistakes', async () => {
    const { classId } = await addClassWithCar(fleet);
    const flight = await addFlight(fleet);
    const { variantId } = await addVariant(fleet);
    const bike = await addBike(
      fleet,
      await addPlace(fleet, 'STATION', { name: 'Jungfernstieg' }),
      await addUsagePlan(fleet),
    );

    const all = await search({});
    expect(new Set(all.edges.map(({ node }) => node.__typename))).toEqual(
      new Set(['CarClass', 'Flight', 'ProductVariant', 'Bike']),
    );
    expect(ids(await search({ text: 'compcat golf' }))).toEqual([classId]);
    expect(ids(await search({ text: 'frankfrut san fransisco' }))).toEqual([flight.id]);
    expect(ids(await search({ text: 'jungfernsteig' }))).toEqual([bike.id]);
    expect(ids(await search({ text: 'maxi child' }))).toEqual([variantId]);
    expect(ids(await search({ text: 'submarine' }))).toEqual([]);
  });

  it('narrows by kind, facet and place, and counts what it can be narrowed by', async () => {
    const near = { latitude: 48.1, longitude: 11.6, radiusMeters: 1000 };
    const position = { latitude: 48.1, longitude: 11.6 };
    const station = await addPlace(fleet, 'STATION', { name: 'Marienplatz', position });
    const plan = await addUsagePlan(fleet);
    const bikes = [await addBike(fleet, station, plan), await addBike(fleet, station, plan)];
    const electric = {
      title: 'E-bike',
      locationId: station,
      propulsion: 'ELECTRIC_ASSIST',
      rangeMeters: 60_000,
      ratePlanId: plan,
    };
    const third = await fleet.make('addBike', electric);

    const found = await search({ near });
    expect(found.totalCount).toBe(3);
    expect(found.facets).toContainEqual({
      name: 'propulsion',
      values: [
        { value: 'HUMAN', count: 2 },
        { value: 'ELECTRIC_ASSIST', count: 1 },
      ],
    });
    expect(ids(await search({ near, facets: [{ name: 'propulsion', values: ['ELECTRIC_ASSIST'] }] }))).toEqual([
      third.id,
    ]);
    expect(ids(await search({ near, kinds: ['FLIGHT'] }))).toEqual([]);
    expect(ids(await search({ near, facets: [{ name: 'kind', values: ['BIKE'] }] }))).toEqual([
      ...bikes.map(({ id }) => id),
      third.id,
    ]);
  });

  it('walks all pages once while rows are inserted', async () => {
    const station = await addPlace(fleet, 'STATION', { name: 'Pagewalk' });
    const plan = await addUsagePlan(fleet);
    const before: string[] = [];
    for (let count = 0; count < 12; count += 1)
      before.push((await addBike(fleet, station, plan, `Walker ${count % 3}`)).id);
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Page = await search({ text: 'walkre' }, { first: 5, after });
      seen.push(...ids(page));
      await addBike(fleet, station, plan, 'Walker');
      if (!page.pageInfo.hasNextPage || seen.length > 50) break;
      after = page.pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    for (const id of before) expect(seen).toContain(id);
  });

  it('refuses a page size and a cursor that it never gave', async () => {
    const document =
      'query ($first: Int!, $after: String) { search(filter: {}, first: $first, after: $after) { totalCount } }';
    for (const variables of [{ first: 0 }, { first: 101 }, { first: 1, after: 'nonsense' }]) {
      const { errors } = await fleet.subgraph.query(document, variables);
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
  });

  it('no longer finds what was retired, yet others can still name it', async () => {
    const { variantId, sku } = await addVariant(fleet);
    const retire = (expectedVersion: number) =>
      fleet.do('retireBookable', { id: variantId, expectedVersion }, 'bookable { id }');
    expect((await retire(7)).code).toBe('SUPPLY_VERSION_STALE');
    expect((await retire(1)).bookable).toEqual({ id: variantId });
    expect(ids(await search({ text: sku }))).toEqual([]);
    const told = (await fleet.subgraph.events(BookableChangedSchema)).filter(
      ({ bookableId }) => bookableId === variantId,
    );
    expect(told.map(({ active, version }) => [active, version])).toEqual([
      [true, 1],
      [false, 2],
    ]);
    const named = await fleet.ask(
      `{ _entities(representations: [{ __typename: "Bookable", id: "${variantId}" }]) { ... on Bookable { title } } }`,
    );
    expect(named._entities).toEqual([{ title: 'Child seat, 9–18 kg' }]);
  });
});

describe('references to Bookable', () => {
  it('are answered in their order with one query a kind, null for what is not there', async () => {
    const { classId } = await addClassWithCar(fleet, 'ECMR');
    const { variantId } = await addVariant(fleet);
    const flight = await addFlight(fleet);
    const wanted = [variantId, 'nowhere', classId, flight.id, variantId];
    const document = `query ($refs: [_Any!]!) { _entities(representations: $refs) {
      __typename ... on Bookable { id kind location { name } media { url alt } } ... on CarClass { acriss ratePlan { day { perDayMinor } } } } }`;
    const { _entities } = await fleet.ask(
      document,
      { refs: wanted.map((id) => ({ __typename: 'Bookable', id })) },
      CUSTOMER,
    );
    expect(_entities.map((entity: { id: string } | null) => entity?.id)).toEqual([
      variantId,
      undefined,
      classId,
      flight.id,
      variantId,
    ]);
    expect(_entities[2]).toMatchObject({
      acriss: 'ECMR',
      kind: 'CAR',
      location: null,
      ratePlan: { day: { perDayMinor: '4990' } },
    });
    expect(_entities[3]).toMatchObject({ __typename: 'Flight', location: { name: 'Frankfurt' } });
    for (const entity of _entities) if (entity) expect(entity.media[0].alt).not.toBe('');
  });
});

describe('pictures', () => {
  it('are served where media says, and nothing else is', async () => {
    const { sku } = await addVariant(fleet);
    const { product } = await fleet.ask('query ($sku: String!) { product(sku: $sku) { media { url } } }', { sku });
    const origin = new URL(fleet.subgraph.running.url).origin;
    const path = new URL(product.media[0].url).pathname;
    const answer = await fetch(origin + path);
    expect(answer.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(await answer.text()).toMatch(/^<svg /);
    expect((await fetch(`${origin}/media/boat/x.svg`)).status).toBe(404);
    expect((await fetch(`${origin}/media/car/..%2fx.svg`)).status).toBe(404);
  });
});
