import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { until } from '@fleetgraph/kit/testing/until';
import {
  BookableChangedSchema,
  LocationChangedSchema,
  StockMovedSchema,
  UnitChangedSchema,
} from '@fleetgraph/schema/events/fleet_pb';

/** Cents of a euro as events carry them. */
export const eur = (cents: number) => ({ amountMinor: BigInt(cents), currency: 'EUR' });

const plan = (part: object) => ({
  planId: 'plan',
  currency: 'EUR',
  taxCategory: 'STANDARD',
  taxRateBps: 1900,
  ...part,
});

/** A place and what it offers, told as fleet tells it. Ids are fresh, so that tests of one file do not meet. */
export class TestCatalogue {
  readonly #told: { table: string; column: string; id: string }[] = [];

  constructor(private readonly subgraph: TestSubgraph) {}

  async place(
    kind: string,
    { timeZone = 'Europe/Berlin', latitude = 52.52, longitude = 13.4, openingHours = '' } = {},
  ): Promise<string> {
    const locationId = `${kind.toLowerCase()}-${randomUUID()}`;
    await this.subgraph.publish(LocationChangedSchema, {
      key: locationId,
      payload: {
        locationId,
        version: 1,
        code: '',
        name: locationId,
        kind,
        timeZone,
        latitude,
        longitude,
        country: 'DE',
        openingHours,
      },
    });
    return this.#tell('place', 'id', locationId);
  }

  async carClass({ perDay = 4900, title = 'Compact', turnaroundMinutes = 60 } = {}): Promise<string> {
    const bookableId = `class-${randomUUID()}`;
    const day = {
      perDay: eur(perDay),
      graceMinutes: 59,
      oneWayFee: eur(7500),
      extras: [{ code: 'CHILD_SEAT', title: 'Child seat', price: eur(500), perDay: true }],
    };
    await this.subgraph.publish(BookableChangedSchema, {
      key: bookableId,
      payload: {
        bookableId,
        version: 1,
        kind: 'CAR',
        title,
        active: true,
        ratePlan: plan({ day }),
        details: { case: 'carClass', value: { acriss: 'CDMR', seats: 5, minimumDriverAge: 21, turnaroundMinutes } },
      },
    });
    return this.#tell('bookable', 'id', bookableId);
  }

  async unit(
    kind: string,
    locationId: string,
    { bookableId = '', capabilities = [] as string[], unitId = `unit-${randomUUID()}` } = {},
  ): Promise<string> {
    await this.subgraph.publish(UnitChangedSchema, {
      key: unitId,
      payload: { unitId, version: 1, kind, bookableId, locationId, capabilities, inService: true },
    });
    return this.#tell('unit', 'id', unitId);
  }

  async units(count: number, kind: string, locationId: string, bookableId: string): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, () => this.unit(kind, locationId, { bookableId })));
  }

  async bike(locationId: string, { reservationPerMinute = 10 } = {}): Promise<string> {
    const bookableId = `bike-${randomUUID()}`;
    const unitId = await this.unit('BIKE', locationId, { bookableId });
    const usage = {
      base: eur(200),
      perMinute: [
        { start: 30, end: 60, interval: 0, rate: eur(300) },
        { start: 60, interval: 1, rate: eur(10) },
      ],
      reservationPerMinute: eur(reservationPerMinute),
    };
    await this.subgraph.publish(BookableChangedSchema, {
      key: bookableId,
      payload: {
        bookableId,
        version: 1,
        kind: 'BIKE',
        title: 'City bike',
        locationId,
        active: true,
        ratePlan: plan({ usage }),
        details: { case: 'bike', value: { propulsion: 'HUMAN', unitId, reservationMinutes: 30 } },
      },
    });
    return this.#tell('bookable', 'id', bookableId);
  }

  /** A flight with two business seats in row 1 and economy seats A to F from row 2 on. */
  async flight(
    originId: string,
    destinationId: string,
    { rows = 2, departsAt = new Date(Date.now() + 10 * 86_400_000), title = 'LH1' } = {},
  ): Promise<string> {
    const bookableId = `flight-${randomUUID()}`;
    const economy = Array.from({ length: rows }, (_, i) => i + 2).flatMap((row) =>
      [...'ABCDEF'].map((letter) => ({
        designator: `${row}${letter}`,
        cabinClass: 'ECONOMY',
        features: row === 2 ? ['EXTRA_LEGROOM'] : [],
        blocked: false,
      })),
    );
    const business = ['1A', '1F'].map((designator) => ({
      designator,
      cabinClass: 'BUSINESS',
      features: ['WINDOW'],
      blocked: false,
    }));
    const fare = {
      fares: [
        { cabinClass: 'ECONOMY', price: eur(11900) },
        { cabinClass: 'BUSINESS', price: eur(39900) },
      ],
      surcharges: [{ feature: 'EXTRA_LEGROOM', price: eur(2500) }],
    };
    const value = {
      number: title,
      carrier: 'LH',
      originId,
      destinationId,
      departsAt: timestampFromDate(departsAt),
      departsZone: 'Europe/Berlin',
      arrivesAt: timestampFromDate(new Date(departsAt.getTime() + 2 * 3_600_000)),
      arrivesZone: 'Europe/London',
      aircraft: 'A320',
      seats: [...business, ...economy],
    };
    await this.subgraph.publish(BookableChangedSchema, {
      key: bookableId,
      payload: {
        bookableId,
        version: 1,
        kind: 'FLIGHT',
        title,
        locationId: originId,
        active: true,
        ratePlan: plan({ fare, taxCategory: 'ZERO', taxRateBps: 0 }),
        details: { case: 'flight', value },
      },
    });
    return this.#tell('bookable', 'id', bookableId);
  }

  async service(
    locationId: string,
    { title = 'Oil change', minutes = 60, bufferBefore = 10, bufferAfter = 20 } = {},
  ): Promise<string> {
    const bookableId = `service-${randomUUID()}`;
    await this.subgraph.publish(BookableChangedSchema, {
      key: bookableId,
      payload: {
        bookableId,
        version: 1,
        kind: 'WORKSHOP',
        title,
        locationId,
        active: true,
        ratePlan: plan({ unit: { price: eur(8900) } }),
        details: {
          case: 'workshopService',
          value: {
            durationMinutes: minutes,
            bufferBeforeMinutes: bufferBefore,
            bufferAfterMinutes: bufferAfter,
            bayCapability: 'LIFT',
            skill: 'OIL',
            minimumNoticeMinutes: 0,
          },
        },
      },
    });
    return this.#tell('bookable', 'id', bookableId);
  }

  async product(locationId: string, onHand: number, { title = 'Child seat', price = 1999 } = {}): Promise<string> {
    const bookableId = `variant-${randomUUID()}`;
    await this.subgraph.publish(BookableChangedSchema, {
      key: bookableId,
      payload: {
        bookableId,
        version: 1,
        kind: 'PRODUCT',
        title,
        locationId,
        active: true,
        ratePlan: plan({ unit: { price: eur(price) } }),
        details: {
          case: 'productVariant',
          value: { sku: bookableId, productId: 'p', backorder: false, backorderLimit: 0 },
        },
      },
    });
    this.#tell('bookable', 'id', bookableId);
    await this.stock(bookableId, locationId, onHand, 1);
    return this.#tell('stock_position', 'variant_id', bookableId);
  }

  async stock(
    variantId: string,
    locationId: string,
    onHand: number,
    version: number,
    bookingLineId = '',
  ): Promise<void> {
    await this.subgraph.publish(StockMovedSchema, {
      key: variantId,
      payload: {
        movementId: randomUUID(),
        variantId,
        locationId,
        quantity: onHand,
        reason: bookingLineId === '' ? 'RECEIPT' : 'SALE',
        bookingLineId,
        onHand,
        version,
      },
    });
  }

  /** Waits until bookings has heard all of it. */
  async heard(): Promise<void> {
    for (const { table, column, id } of this.#told) {
      await until(
        async () => (await this.subgraph.sql(`select 1 from ${table} where ${column} = $1`, [id])).length > 0,
      );
    }
    this.#told.length = 0;
  }

  #tell(table: string, column: string, id: string): string {
    this.#told.push({ table, column, id });
    return id;
  }
}
