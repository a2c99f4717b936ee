import { randomUUID } from 'node:crypto';
import type { TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { until } from '@fleetgraph/kit/testing/until';
import {
  BookableChangedSchema,
  CustomerVehicleChangedSchema,
  LocationChangedSchema,
  StockMovedSchema,
  UnitChangedSchema,
} from '@fleetgraph/schema/events/fleet_pb';
import { bike, carClass, flight, product, service, type TestFlight } from './test-bookables.js';

/** Places and what they offer, told as fleet tells it. Ids are fresh, so that tests of one file do not meet. */
export class TestCatalogue {
  readonly #told: { table: string; column: string; id: string }[] = [];

  constructor(private readonly subgraph: TestSubgraph) {}

  async place(kind: string, more: object = {}): Promise<string> {
    const locationId = `${kind.toLowerCase()}-${randomUUID()}`;
    const berlin = { timeZone: 'Europe/Berlin', latitude: 52.52, longitude: 13.4, country: 'DE', openingHours: '' };
    await this.subgraph.publish(LocationChangedSchema, {
      key: locationId,
      payload: { locationId, version: 1, code: '', name: locationId, kind, ...berlin, ...more },
    });
    return this.#tell('place', 'id', locationId);
  }

  async unit(
    kind: string,
    locationId: string,
    { bookableId = '', capabilities = [] as string[] } = {},
  ): Promise<string> {
    const unitId = `unit-${randomUUID()}`;
    await this.subgraph.publish(UnitChangedSchema, {
      key: unitId,
      payload: { unitId, version: 1, kind, bookableId, locationId, capabilities, inService: true },
    });
    return this.#tell('unit', 'id', unitId);
  }

  async units(count: number, kind: string, locationId: string, bookableId: string): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, () => this.unit(kind, locationId, { bookableId })));
  }

  carClass(options: Parameters<typeof carClass>[0] = {}): Promise<string> {
    return this.#bookable(carClass(options));
  }

  async bike(locationId: string): Promise<string> {
    const bookableId = randomUUID();
    return this.#bookable(bike(locationId, await this.unit('BIKE', locationId, { bookableId })), bookableId);
  }

  flight(originId: string, destinationId: string, options: TestFlight = {}): Promise<string> {
    return this.#bookable(flight(originId, destinationId, options));
  }

  service(locationId: string): Promise<string> {
    return this.#bookable(service(locationId));
  }

  /** A vehicle that its owner registered. */
  async vehicle(ownerId: string | undefined, { vehicleId = randomUUID() as string, version = 1, active = true } = {}) {
    await this.subgraph.publish(CustomerVehicleChangedSchema, {
      key: vehicleId,
      payload: { vehicleId, version, ownerId: ownerId ?? '', active },
    });
    return this.#tell('customer_vehicle', 'id', vehicleId);
  }

  async product(locationId: string, onHand: number, options: Parameters<typeof product>[1] = {}): Promise<string> {
    const variantId = await this.#bookable(product(locationId, options));
    await this.stock(variantId, { locationId, onHand, version: 1 });
    return this.#tell('stock_position', 'variant_id', variantId);
  }

  /** A movement; with a line it is a sale, else a receipt. */
  async stock(
    variantId: string,
    {
      bookingLineId = '',
      ...level
    }: { locationId: string; onHand: number; version: number; bookingLineId?: string | undefined },
  ): Promise<void> {
    const reason = bookingLineId === '' ? 'RECEIPT' : 'SALE';
    await this.subgraph.publish(StockMovedSchema, {
      key: variantId,
      payload: { movementId: randomUUID(), variantId, quantity: level.onHand, reason, bookingLineId, ...level },
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

  async #bookable(bookable: ReturnType<typeof carClass>, bookableId: string = randomUUID()): Promise<string> {
    await this.subgraph.publish(BookableChangedSchema, {
      key: bookableId,
      payload: { bookableId, version: 1, active: true, ...bookable },
    });
    return this.#tell('bookable', 'id', bookableId);
  }

  #tell(table: string, column: string, id: string): string {
    this.#told.push({ table, column, id });
    return id;
  }
}
