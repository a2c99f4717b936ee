/** Milliseconds as `m:ss`, never below zero; the last started second still counts. */
export function formatRemaining(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * How far the server's clock is ahead of ours, from the `Date` header of an answer.
 * The header has whole seconds: half of one is added, and half of the way there and back is taken off.
 */
export function clockLead(dateHeader: string | null, sentAt: number, receivedAt: number): number | undefined {
  const server = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  return Number.isNaN(server) ? undefined : server + 500 - (sentAt + receivedAt) / 2;
}
