/** Bounds of the wait before a retry, in ms. */
export interface BackoffSettings {
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

/** Wait before the retry with this number, from 0: anything up to a bound that doubles ("full jitter"). */
export function backoffMs({ backoffMs: first, maxBackoffMs: longest }: BackoffSettings, retry: number): number {
  return Math.random() * Math.min(longest, first * 2 ** retry);
}

/** A `Retry-After` header in ms: whole seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfterMs(header: string | undefined, nowMs: number = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
