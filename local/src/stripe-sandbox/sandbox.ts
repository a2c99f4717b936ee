import type { Logger } from 'pino';
import type { Controls } from './controls/controls.js';
import type { SandboxStore } from './store/sandbox-store.js';

/** What every part of the sandbox works with. */
export interface Sandbox {
  store: SandboxStore;
  controls: Controls;
  logger: Logger;
  secretKey: string;
  publishableKey: string;
  /** Origin under which a customer's browser reaches the pages; known once everything runs. */
  publicUrl: string;
  /** Where events go, and the secret that signs them. */
  webhook: { url: string; secret: string } | undefined;
  /** Tells the deliverer that there may be something to send. */
  wakeDeliverer: () => void;
}

/** The request on whose behalf something happens. */
export interface Origin {
  requestId: string | null;
  idempotencyKey: string | null;
}

/** Of things that happen by themselves. */
export const NOBODY: Origin = { requestId: null, idempotencyKey: null };
