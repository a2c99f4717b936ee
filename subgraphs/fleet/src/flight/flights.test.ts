import { BookableChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CUSTOMER, FleetUnderTest } from '../testing/fleet-under-test.js';
import { addAircraft, addFlight, addPlace } from '../testing/seed.js';

let fleet: FleetUnderTest;
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
});
afterAll(() => fleet.stop());

const FLIGHT = `query ($number: String!, $day: Date!) { flight(number: $number, departsOn: $day) {
  id number carrier title aircraft origin { name } destination { name } departs { at timeZone local } arrives { local timeZone }
  seatMap { cabins { name class columns rows { number seats { flightId designator cabinClass features } } } } } }`;

describe('flights', () => {
  it('are named by number and local day and told with the times of both airports', async () => {
    const { id, number } = await addFlight(fleet);
    const { flight } = await fleet.ask(
      FLIGHT,
      { number: `${number.slice(0, 2)} ${number.slice(2)}`, day: '2030-07-01' },
      CUSTOMER,
    );
    expect(flight).toMatchObject({
      id,
      carrier: 'LH',
      title: `${number} Frankfurt – San Francisco`,
      aircraft: 'Airbus A320',
      departs: { at: '2030-07-01T08:05:00.000Z', timeZone: 'Europe/Berlin', local: '2030-07-01T10:05:00' },
      arrives: { local: '2030-07-01T12:30:00', timeZone: 'America/Los_Angeles' },
    });
    expect((await fleet.ask(FLIGHT, { number, day: '2030-07-02' })).flight).toBeNull();
  });

  it('have a seat map from front to back', async () => {
    const { id, number } = await addFlight(fleet);
    const { flight } = await fleet.ask(FLIGHT, { number, day: '2030-07-01' });
    const [business, economy] = flight.seatMap.cabins;
    expect(business).toMatchObject({ class: 'BUSINESS', columns: 'AC DF' });
    expect(economy.rows.map((row: { number: number }) => row.number)).toEqual([10, 11, 12, 14, 15, 16, 17, 18, 19, 20]);
    const seat = economy.rows.find((row: { number: number }) => row.number === 14).seats[2];
    expect(seat).toEqual({ flightId: id, designator: '14C', cabinClass: 'ECONOMY', features: ['AISLE'] });
  });

  it('may land the day before they left, over the date line', async () => {
    const tokyo = await addPlace(fleet, 'AIRPORT', {
      name: 'Apia',
      code: 'APW',
      country: 'WS',
      timeZone: 'Pacific/Apia',
    });
    const honolulu = await addPlace(fleet, 'AIRPORT', {
      name: 'Pago Pago',
      code: 'PPG',
      country: 'AS',
      timeZone: 'Pacific/Pago_Pago',
    });
    const plan = {
      number: 'PH1',
      originId: tokyo,
      destinationId: honolulu,
      aircraftId: await addAircraft(fleet),
      currency: 'USD',
    };
    const fare = { fares: [{ cabinClass: 'ECONOMY', priceMinor: '9900' }] };
    const flight = { ...plan, departs: '2030-01-10T08:00', arrives: '2030-01-09T08:35', fare };
    expect((await fleet.do('addFlight', flight)).__typename).toBe('AddFlightSuccess');
    expect((await fleet.do('addFlight', { ...flight, number: 'PH2', arrives: '2030-01-09T07:00' })).code).toBe(
      'INPUT_INVALID',
    );
  });

  it('are refused with the fact that is wrong', async () => {
    const { number, originId, destinationId, aircraftId } = await addFlight(fleet);
    const fare = { fares: [{ cabinClass: 'ECONOMY', priceMinor: '9900' }] };
    const flight = {
      number,
      originId,
      destinationId,
      aircraftId,
      departs: '2030-07-01T18:00',
      arrives: '2030-07-01T20:00',
      currency: 'EUR',
      fare,
    };
    const refused = async (change: object) => (await fleet.do('addFlight', { ...flight, ...change })).code;
    expect(await refused({})).toBe('SUPPLY_DUPLICATE');
    expect(await refused({ number: 'LUFTHANSA' })).toBe('INPUT_INVALID');
    expect(await refused({ number: 'XX1', departs: '2030-03-31T02:30' })).toBe('INPUT_INVALID');
    expect(await refused({ number: 'XX1', originId: await addPlace(fleet, 'SHOP') })).toBe('INPUT_INVALID');
    expect(await refused({ number: 'XX1', fare: { fares: [{ cabinClass: 'FIRST', priceMinor: '1' }] } })).toBe(
      'INPUT_INVALID',
    );
    expect(await refused({ number: 'XX1', aircraftId: 'nowhere' })).toBe('SUPPLY_NOT_FOUND');
  });

  it('tell bookings every seat, and tell them anew after a change of aircraft', async () => {
    const { id, version: expectedVersion } = await addFlight(fleet);
    const aircraftId = await addAircraft(fleet);
    const edited = await fleet.do(
      'editFlight',
      { id, expectedVersion, aircraftId, departs: '2030-07-01T11:00' },
      'flight { departsOn version }',
    );
    expect(edited.flight).toEqual({ departsOn: '2030-07-01', version: 2 });
    const told = (await fleet.subgraph.events(BookableChangedSchema)).filter(({ bookableId }) => bookableId === id);
    expect(told.map(({ version }) => version)).toEqual([1, 2]);
    const details = told[0]?.details;
    if (details?.case !== 'flight') throw new Error('a flight has the details of a flight');
    expect(details.value.seats).toHaveLength(72);
    expect(details.value.seats.filter(({ blocked }) => blocked).map(({ designator }) => designator)).toEqual(['20F']);
    expect(details.value.seats.find(({ designator }) => designator === '11A')?.features).toEqual([
      'WINDOW',
      'EXIT_ROW',
    ]);
    expect(told[0]?.ratePlan).toMatchObject({ taxCategory: 'ZERO', taxRateBps: 0, currency: 'EUR' });
    expect(told[0]?.ratePlan?.fare?.fares).toMatchObject([
      { cabinClass: 'ECONOMY', price: { amountMinor: 39900n } },
      { cabinClass: 'BUSINESS' },
    ]);
  });
});

describe('references to Seat', () => {
  it('are answered from the layout, null for a seat that is not there', async () => {
    const { id } = await addFlight(fleet);
    const refs = ['14C', '13C', '20F'].map((designator) => ({ __typename: 'Seat', flightId: id, designator }));
    const document =
      'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Seat { designator cabinClass } } }';
    const { _entities } = await fleet.ask(document, {
      refs: [...refs, { __typename: 'Seat', flightId: 'nowhere', designator: '1A' }],
    });
    expect(_entities).toEqual([
      { designator: '14C', cabinClass: 'ECONOMY' },
      null,
      { designator: '20F', cabinClass: 'ECONOMY' },
      null,
    ]);
  });
});

describe('the import of a timetable', () => {
  const row = (line: number, change: object = {}) => ({
    line,
    number: `ZZ${line}`,
    originCode: 'IM1',
    destinationCode: 'IM2',
    departs: '2030-05-01T09:00',
    durationMinutes: 90,
    aircraftCode: 'IMP',
    currency: 'EUR',
    fare: { fares: [{ cabinClass: 'ECONOMY', priceMinor: '9900' }] },
    ...change,
  });
  const run = async (rows: object[]) => {
    const document = `mutation ($input: ImportFlightsInput!) { importFlights(input: $input) {
      ... on ImportReport { added changed unchanged faults { line message } } } }`;
    return (await fleet.ask(document, { input: { rows } })).importFlights;
  };

  it('takes what is right, names the lines that are not, and changes nothing when it is repeated', async () => {
    await addPlace(fleet, 'AIRPORT', { code: 'IM1' });
    await addPlace(fleet, 'AIRPORT', { code: 'IM2', country: 'FR', timeZone: 'Europe/Paris' });
    await addAircraft(fleet, 'IMP');
    const rows = [
      row(1),
      row(2),
      row(3, { destinationCode: 'NOWHERE' }),
      row(4, { aircraftCode: 'X' }),
      row(5, { departs: '2030-03-31T02:30' }),
    ];
    const first = await run(rows);
    expect(first).toMatchObject({ added: 2, changed: 0, unchanged: 0 });
    expect(first.faults.map(({ line }: { line: number }) => line)).toEqual([3, 4, 5]);

    const told = (await fleet.subgraph.events(BookableChangedSchema)).length;
    expect(await run(rows)).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    expect(await fleet.subgraph.events(BookableChangedSchema)).toHaveLength(told);
    expect(await run([row(1, { durationMinutes: 95 })])).toMatchObject({ changed: 1 });
    expect((await fleet.ask(FLIGHT, { number: 'ZZ1', day: '2030-05-01' })).flight.arrives.local).toBe(
      '2030-05-01T10:35:00',
    );
  });
});
