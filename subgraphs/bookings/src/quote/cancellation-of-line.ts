import { type CancellationTerm, termsOf } from '../booking/model/cancellation-policy.js';
import { type QuotedLine, taxOfLine } from './quoted-line.js';

/** The cancellation policy of a quoted line, captured for a booking at an instant. */
export const cancellationOf = (line: QuotedLine, bookedAt: Date): CancellationTerm[] =>
  termsOf({
    kind: line.kind,
    grossMinor: BigInt(line.grossMinor),
    taxMinor: taxOfLine(line),
    startsAt: line.startsAt === null ? null : new Date(line.startsAt),
    bookedAt,
    cabinClass: line.cabinClass,
    dayMinor: BigInt(line.dayMinor),
    reservationMinuteMinor: BigInt(line.reservationMinuteMinor),
  });
