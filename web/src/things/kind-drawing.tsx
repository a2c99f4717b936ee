import { BikeDrawing } from './drawings/bike-drawing.js';
import { CarDrawing } from './drawings/car-drawing.js';
import { FlightDrawing } from './drawings/flight-drawing.js';
import { ProductDrawing } from './drawings/product-drawing.js';
import { WorkshopDrawing } from './drawings/workshop-drawing.js';
import css from './thing-picture.module.css';

/** The kinds of things that can be booked. */
export type DrawnKind = 'CAR' | 'BIKE' | 'FLIGHT' | 'WORKSHOP' | 'PRODUCT';

/** A drawing for a kind, where no more than its name is known; the word beside it says the same. */
export function KindDrawing({ kind, title = '' }: { kind: DrawnKind; title?: string }) {
  return (
    <svg viewBox="0 0 160 100" aria-hidden="true" className={css.small}>
      {kind === 'CAR' && <CarDrawing category="C" body="D" paint="#2f6f9f" />}
      {kind === 'BIKE' && <BikeDrawing isElectric paint="#3d7a57" />}
      {kind === 'FLIGHT' && <FlightDrawing paint="#c8553d" />}
      {kind === 'WORKSHOP' && <WorkshopDrawing paint="#b98a2f" />}
      {kind === 'PRODUCT' && <ProductDrawing title={title} paint="#8a6bb1" />}
    </svg>
  );
}
