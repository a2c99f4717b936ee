import { useWords } from '../words/words-context.js';
import { BikeDrawing } from './drawings/bike-drawing.js';
import { CarDrawing } from './drawings/car-drawing.js';
import { FlightDrawing } from './drawings/flight-drawing.js';
import { ProductDrawing } from './drawings/product-drawing.js';
import { WorkshopDrawing } from './drawings/workshop-drawing.js';
import type { Thing } from './thing.js';
import css from './thing-picture.module.css';

const PAINTS = ['#c8553d', '#2f6f9f', '#3d7a57', '#8a6bb1', '#b98a2f', '#5a6b76'];

/** Draws a thing by its kind, class and a colour that is always the same for it; there are no photographs. */
export function ThingPicture({ thing, large = false }: { thing: Thing; large?: boolean }) {
  const { t } = useWords();
  return (
    <svg
      className={large ? css.large : css.small}
      viewBox="0 0 160 100"
      role="img"
      aria-label={t('thing.drawing', { title: thing.title })}
    >
      <Drawing thing={thing} paint={paintOf(thing.id)} />
    </svg>
  );
}

function Drawing({ thing, paint }: { thing: Thing; paint: string }) {
  switch (thing.__typename) {
    case 'CarClass':
      return <CarDrawing category={thing.acriss[0] ?? 'C'} body={thing.acriss[1] ?? 'D'} paint={paint} />;
    case 'Bike':
      return <BikeDrawing isElectric={thing.propulsion !== 'HUMAN'} paint={paint} />;
    case 'Flight':
      return <FlightDrawing paint={paint} />;
    case 'WorkshopService':
      return <WorkshopDrawing paint={paint} />;
    case 'ProductVariant':
      return <ProductDrawing title={thing.title} paint={paint} />;
  }
}

function paintOf(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return PAINTS[sum % PAINTS.length] ?? '#5a6b76';
}
