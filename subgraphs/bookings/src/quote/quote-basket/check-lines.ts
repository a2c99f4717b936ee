import { FieldFault } from '@fleetgraph/kit/graphql/common-errors';
import { BookableKind } from '../../booking/model/line-state.js';
import type { BookingsContext } from '../../context.js';
import type { SignedOffer } from '../../offer/offer-terms.js';
import { findUsableVehicles } from './find-usable-vehicles.js';
import type { QuoteLineInput } from './quote-basket.input.js';

/** A line of the input with the offer it names. */
export interface AskedLine {
  readonly input: QuoteLineInput;
  readonly offer: SignedOffer;
  /** The chosen seat, else that of the offer. */
  readonly seat: string | null;
}

/** Lines of one basket. */
export const MOST_LINES = 20;
const MOST_PIECES = 99;

/** What the lines themselves do wrong: quantities, seats, and single things that are in the basket twice. */
export function checkLines(asked: readonly AskedLine[], hasSeat: (line: AskedLine) => boolean): FieldFault[] {
  const single = new Set<string>();
  return asked.flatMap((line, index) => {
    const faults = [...checkQuantity(line, index), ...checkSeat(line, { index, hasSeat })];
    if (faults.length > 0 || !isOneOfAKind(line)) return faults;
    const thing = JSON.stringify([line.offer.bookableId, line.seat]);
    if (single.has(thing)) return twice(line, index);
    single.add(thing);
    return [];
  });
}

const isOneOfAKind = ({ offer, seat }: AskedLine) => offer.kind === BookableKind.BIKE || seat !== null;

function twice({ seat }: AskedLine, index: number): FieldFault[] {
  return seat === null
    ? [new FieldFault(`lines.${index}.offerId`, 'This bike is in the basket already.')]
    : [new FieldFault(`lines.${index}.seat`, `Seat ${seat} is in the basket already; choose another one.`)];
}

function checkQuantity(line: AskedLine, index: number): FieldFault[] {
  const { input, offer } = line;
  const most = isOneOfAKind(line) ? 1 : offer.kind === BookableKind.PRODUCT ? MOST_PIECES : MOST_LINES;
  return input.quantity < 1 || input.quantity > most
    ? [new FieldFault(`lines.${index}.quantity`, `Of this you can take 1 to ${most}.`)]
    : [];
}

function checkSeat(
  line: AskedLine,
  { index, hasSeat }: { index: number; hasSeat: (line: AskedLine) => boolean },
): FieldFault[] {
  const { input, offer, seat } = line;
  const fault = (message: string) => [new FieldFault(`lines.${index}.seat`, message)];
  if (offer.kind !== BookableKind.FLIGHT) return input.seat == null ? [] : fault('Only flights have seats.');
  if (seat === null || hasSeat(line)) return [];
  return fault(seat === '' ? 'Name a seat, such as 14C; null: any of the cabin.' : `This flight has no seat ${seat}.`);
}

/** Vehicles belong to workshop lines only, and a customer brings a vehicle of the own. */
export async function checkVehicles(context: BookingsContext, asked: readonly AskedLine[]): Promise<FieldFault[]> {
  const named = asked.flatMap(({ input: { customerVehicleId: id }, offer: { kind } }, index) =>
    id == null ? [] : [{ id, kind, index }],
  );
  const brought = named.filter(({ kind }) => kind === BookableKind.WORKSHOP).map(({ id }) => id);
  const usable = await findUsableVehicles(context, brought);
  return named.flatMap(({ id, kind, index }) => {
    const path = `lines.${index}.customerVehicleId`;
    if (kind !== BookableKind.WORKSHOP) return [new FieldFault(path, 'Only workshop lines have a vehicle.')];
    if (usable.has(id)) return [];
    return [
      new FieldFault(
        path,
        context.viewer === undefined
          ? 'Sign in to name one of your vehicles; null: tell it at the desk.'
          : 'You have no such vehicle; register it first.',
      ),
    ];
  });
}
