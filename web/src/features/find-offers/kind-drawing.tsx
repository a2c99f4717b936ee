import { BikeDrawing } from '../../things/drawings/bike-drawing.js';
import { CarDrawing } from '../../things/drawings/car-drawing.js';
import { FlightDrawing } from '../../things/drawings/flight-drawing.js';
import { ProductDrawing } from '../../things/drawings/product-drawing.js';
import { WorkshopDrawing } from '../../things/drawings/workshop-drawing.js';
import type { Kind } from './ask/find-address.js';

/** A drawing for a whole kind; the word beside it says the same. */
export function KindDrawing({ kind }: { kind: Kind }) {
  return (
    <svg viewBox="0 0 160 100" aria-hidden="true">
      {kind === 'CAR' && <CarDrawing category="C" body="D" paint="#2f6f9f" />}
      {kind === 'BIKE' && <BikeDrawing isElectric paint="#3d7a57" />}
      {kind === 'FLIGHT' && <FlightDrawing paint="#c8553d" />}
      {kind === 'WORKSHOP' && <WorkshopDrawing paint="#b98a2f" />}
      {kind === 'PRODUCT' && <ProductDrawing title="child seat" paint="#8a6bb1" />}
    </svg>
  );
}
