import { unschedule } from '@fleetgraph/kit/jobs/schedule';
import type { BookingsContext } from '../../context.js';
import { completeLine } from '../complete-lines/complete-line.js';
import { lineTimer } from '../complete-lines/line-timer.job.js';
import { BookableKind } from '../model/line-state.js';
import type { HandOverInput } from './hand-over.input.js';
import { stepOnLine } from './step-on-line.js';

/** Takes a car back, early, in time or late: it is free again after its turnaround. */
export const checkInCar = (context: BookingsContext, input: HandOverInput): Promise<string> =>
  stepOnLine(context, input, {
    operation: 'checkInCar',
    kind: BookableKind.CAR,
    work: async (tx, locked, line) => {
      await completeLine(tx, locked, line);
      await unschedule(tx, lineTimer, line.id);
    },
  });
