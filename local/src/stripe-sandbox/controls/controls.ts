import { z } from 'zod';

const AllControls = z.strictObject({
  /** Milliseconds that a call waits before it has any effect. */
  delayRequestMs: z.int().min(0).max(120_000),
  /** Milliseconds that an answer waits after the effect, so that webhooks overtake it. */
  delayAnswerMs: z.int().min(0).max(120_000),
  /** Number of next calls whose effect happens and whose connection breaks before the answer. */
  loseAnswers: z.int().min(0),
  /** Number of next calls that end with HTTP 500 and no effect. */
  failRequests: z.int().min(0),
  /** Restricts the four above to calls whose `METHOD path` contains this text; empty means all. */
  matching: z.string(),
  /** Whether every webhook is sent twice. */
  doubleWebhooks: z.boolean(),
  /** Whether webhooks of the same moment arrive in the opposite order. */
  shuffleWebhooks: z.boolean(),
  /** Whether webhooks wait until they are released. */
  holdWebhooks: z.boolean(),
  /** Number of next deliveries that never reach the endpoint and are tried again later. */
  failDeliveries: z.int().min(0),
});

/** What can be made to go wrong, and how; each starts harmless, and a change names only what it changes. */
export const ControlsInput = AllControls.partial();

/** The current faults. */
export type Controls = z.infer<typeof AllControls>;

/** No faults at all. */
export const HARMLESS: Readonly<Controls> = {
  delayRequestMs: 0,
  delayAnswerMs: 0,
  loseAnswers: 0,
  failRequests: 0,
  matching: '',
  doubleWebhooks: false,
  shuffleWebhooks: false,
  holdWebhooks: false,
  failDeliveries: 0,
};

/** Counts one fault of a kind down; answers whether it strikes now. */
export function strikes(controls: Controls, kind: 'loseAnswers' | 'failRequests' | 'failDeliveries'): boolean {
  if (controls[kind] === 0) return false;
  controls[kind] -= 1;
  return true;
}
