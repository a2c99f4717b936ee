import { consume } from '@fleetgraph/kit/events/consume';
import {
  BookableChangedSchema,
  CustomerVehicleChangedSchema,
  LocationChangedSchema,
  StockMovedSchema,
  UnitChangedSchema,
} from '@fleetgraph/schema/events/fleet_pb';
import { followBookable } from './follow-bookable.js';
import { followCustomerVehicle } from './follow-customer-vehicle.js';
import { followLocation } from './follow-location.js';
import { followStock } from './follow-stock.js';
import { followUnit } from './follow-unit.js';

/** Keeps our copy of what fleet offers; the version of each thing decides which word is the last, not the order of arrival. */
export const onCatalogueChanged = consume(
  [LocationChangedSchema, BookableChangedSchema, UnitChangedSchema, CustomerVehicleChangedSchema, StockMovedSchema],
  'bookings.follow-catalogue',
  (em, event) => {
    switch (event.$typeName) {
      case 'fleetgraph.fleet.v1.LocationChanged':
        return followLocation(em, event);
      case 'fleetgraph.fleet.v1.BookableChanged':
        return followBookable(em, event);
      case 'fleetgraph.fleet.v1.UnitChanged':
        return followUnit(em, event);
      case 'fleetgraph.fleet.v1.CustomerVehicleChanged':
        return followCustomerVehicle(em, event);
      case 'fleetgraph.fleet.v1.StockMoved':
        return followStock(em, event);
    }
  },
);
