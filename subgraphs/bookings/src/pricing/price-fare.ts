import type { FarePlan } from '@fleetgraph/schema/events/fleet_pb';
import { NotPriceable, type PricedPart } from './charge.js';
import { formatMoney } from './money-math.js';

/** A seat as a fare plan sees it. */
export interface FareSeat {
  readonly cabinClass: string;
  readonly features: readonly string[];
}

const words = (code: string) => code.toLowerCase().replaceAll('_', ' ');

/** Prices a seat: the fare of its cabin and a surcharge for each feature that costs. */
export function priceFare(plan: FarePlan, seat: FareSeat): PricedPart[] {
  const fare = plan.fares.find(({ cabinClass }) => cabinClass === seat.cabinClass)?.price;
  if (!fare) throw new NotPriceable(`There is no fare for ${words(seat.cabinClass)}.`);
  const surcharges = plan.surcharges.filter(({ feature }) => seat.features.includes(feature));
  return [
    {
      code: 'FARE',
      title: `Fare, ${words(seat.cabinClass)}`,
      quantity: 1,
      unit: 'seat',
      amountMinor: fare.amountMinor,
      rule: `${formatMoney(fare.amountMinor, fare.currency)} per seat in ${words(seat.cabinClass)}`,
    },
    ...surcharges.flatMap(({ feature, price }) =>
      price
        ? {
            code: `SEAT_${feature}`,
            title: `Seat: ${words(feature)}`,
            quantity: 1,
            unit: 'seat',
            amountMinor: price.amountMinor,
            rule: `${formatMoney(price.amountMinor, price.currency)} for a seat with ${words(feature)}`,
          }
        : [],
    ),
  ];
}
