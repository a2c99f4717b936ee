import {
  type BookableKind,
  FindOffersDocument,
  type FindOffersQuery,
  FindPlaceDocument,
  ReadSeatMapDocument,
  SearchThingsDocument,
} from '../../client/__generated__/graphql.js';
import type { Graph } from '../../client/graph.js';
import { expectThat, priced, type RunStep } from '../run-steps.js';

type Offer = FindOffersQuery['offers']['edges'][number]['node'];
type Position = { latitude: number; longitude: number };

/** What the customer chose. */
export interface Choice {
  readonly car: Offer;
  readonly flight: Offer;
  readonly seat: string;
  readonly workshop: Offer;
  readonly bike: Offer;
  readonly childSeat: Offer;
}

const NEARBY_METERS = 30_000;
const KINDS: readonly BookableKind[] = ['CAR', 'FLIGHT', 'WORKSHOP', 'BIKE', 'PRODUCT'];
const FIRST_DAY = 3;
const LAST_DAY = 60;

/** Looks around as a stranger would: words, then what is free, then the seat map. */
export async function find(step: RunStep, graph: Graph): Promise<Choice> {
  await step('search by words', async (tell) => {
    const { search } = await graph.ask(SearchThingsDocument, { text: 'child sead' });
    expectThat(search.totalCount > 0, 'Nothing was found.');
    tell(`"child sead": ${search.totalCount} found, first ${search.edges[0]?.node.title}`);
  });
  const at = await step('find the place', async (tell) => {
    const { locations } = await graph.ask(FindPlaceDocument, { text: 'Hamburg Central', kinds: ['BRANCH'] });
    const place = locations.edges[0]?.node;
    expectThat(place !== undefined, 'The branch is not known.');
    tell(`${place.name}, ${place.timeZone}`);
    return place.position;
  });
  await step('offers of five kinds in one list', async (tell) => {
    const offers = await findOffers(graph, { kinds: KINDS, at, day: FIRST_DAY, first: 20 });
    const kinds = new Set(offers.map(({ kind }) => kind));
    expectThat(kinds.size === KINDS.length, `Only ${[...kinds].join(', ')}.`);
    tell([...kinds].map((kind) => `${kind} ${offers.find((offer) => offer.kind === kind)?.bookable.title}`).join(', '));
  });
  const car = await step('the last car of its class', (tell) => findLastCar(graph, at, tell));
  const flight = await step('a flight to Lisbon', (tell) => findFirst(graph, at, { kind: 'FLIGHT', tell }));
  const seat = await step('seat map with state and price', (tell) => chooseSeat(graph, flight.bookable.id, tell));
  const workshop = await step('a slot in a workshop', (tell) => findFirst(graph, at, { kind: 'WORKSHOP', tell }));
  const bike = await step('a bike', (tell) => findFirst(graph, at, { kind: 'BIKE', tell }));
  const childSeat = await step('a child seat', (tell) =>
    findFirst(graph, at, { kind: 'PRODUCT', text: 'Child seat', tell }),
  );
  return { car, flight, seat, workshop, bike, childSeat };
}

interface Wish {
  readonly kind: BookableKind;
  readonly text?: string;
  readonly tell: (detail: string) => void;
}

async function findFirst(graph: Graph, at: Position, { kind, text, tell }: Wish): Promise<Offer> {
  for (let day = FIRST_DAY; day < FIRST_DAY + 10; day += 1) {
    const wish = { kinds: [kind], at, day, first: 20, ...(text === undefined ? {} : { text }) };
    const offer = (await findOffers(graph, wish)).find(({ unitsLeft }) => unitsLeft === null || unitsLeft > 1);
    if (offer === undefined) continue;
    tell(`${offer.bookable.title}, ${priced(offer.total)}, ${offer.window?.from.local ?? 'any time'}`);
    return offer;
  }
  throw new Error(`There is no ${kind} on any of ten days.`);
}

/** One that nobody else can have when it is taken. */
async function findLastCar(graph: Graph, at: Position, tell: (detail: string) => void): Promise<Offer> {
  for (let day = FIRST_DAY; day < LAST_DAY; day += 2) {
    const cars = await findOffers(graph, { kinds: ['CAR'], at, day, first: 50 });
    const last = cars.find(({ unitsLeft }) => unitsLeft === 1);
    if (last === undefined) continue;
    tell(`${last.bookable.title}, ${priced(last.total)}, ${last.window?.from.local} to ${last.window?.to?.local}`);
    return last;
  }
  throw new Error('No class has one last car on any day.');
}

async function chooseSeat(graph: Graph, flightId: string, tell: (detail: string) => void): Promise<string> {
  const { bookable } = await graph.ask(ReadSeatMapDocument, { id: flightId });
  expectThat(bookable !== null && 'seatMap' in bookable, 'The flight has no seat map.');
  const economy = bookable.seatMap.cabins.filter((cabin) => cabin.class === 'ECONOMY');
  const seats = economy.flatMap(({ rows }) => rows.flatMap((row) => row.seats));
  const free = seats.filter(({ state }) => state === 'AVAILABLE');
  const window = free.find(({ features }) => features.includes('WINDOW')) ?? free[0];
  expectThat(window?.price != null, 'No seat is free, or it has no price.');
  tell(`${bookable.title}: ${free.length} of ${seats.length} free in economy, ${window.designator}`);
  tell(`price ${priced(window.price)}`);
  return window.designator;
}

interface OfferWish {
  readonly kinds: readonly BookableKind[];
  readonly at: Position;
  readonly day: number;
  readonly first: number;
  readonly text?: string;
}

async function findOffers(graph: Graph, { kinds, at, day, first, text }: OfferWish): Promise<Offer[]> {
  const isFlight = kinds.length === 1 && kinds[0] === 'FLIGHT';
  // A bike is wanted for a ride, a car for two days; flights leave all day long.
  const isRide = kinds.length === 1 && kinds[0] === 'BIKE';
  const from = `${dateIn(day)}T${isFlight ? '00:00' : '10:00'}`;
  const to = isRide ? `${dateIn(day)}T11:00` : `${dateIn(day + 2)}T10:00`;
  const input = {
    kinds: [...kinds],
    near: { ...at, radiusMeters: NEARBY_METERS },
    window: { from, to },
    ...(text === undefined ? {} : { text }),
  };
  const { offers } = await graph.ask(FindOffersDocument, { input, first });
  return offers.edges.map(({ node }) => node);
}

const DAY_MS = 24 * 60 * 60 * 1_000;

function dateIn(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}
