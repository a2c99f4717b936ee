import type { CallContext } from './call-headers.js';

/** A bounded time for one call; ends early when the whole request is over or its caller has left. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** True when time ran out, and not the caller left. */
  isOver(): boolean;
  remainingMs(): number;
  stop(): void;
}

/** Starts the time of one call. */
export function startDeadline(timeoutMs: number, { deadlineAt, signal }: CallContext): Deadline {
  const endsAt = Math.min(performance.now() + timeoutMs, deadlineAt);
  const remainingMs = () => Math.max(0, Math.ceil(endsAt - performance.now()));
  const controller = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, remainingMs());
  const leave = () => controller.abort();
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });

  return {
    signal: controller.signal,
    isOver: () => isOver,
    remainingMs,
    stop() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    },
  };
}
