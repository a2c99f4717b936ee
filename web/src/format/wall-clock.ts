/** A wall clock as an input field holds it, `2026-12-01T10:00`, without zone. */
export type WallClock = string;

/** Ten in the morning, so many days from today on this machine's calendar. */
export function morningIn(days: number, now = new Date()): WallClock {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T10:00`;
}

/** As the graph's `LocalDateTime` wants it: with seconds. */
export function toLocalDateTime(clock: WallClock): string {
  return clock.length === 16 ? `${clock}:00` : clock;
}

/** Whether a text is a wall clock at all; addresses are typed and shared by people. */
export function isWallClock(text: string | null): text is WallClock {
  return text !== null && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text) && !Number.isNaN(Date.parse(text));
}

const two = (value: number): string => String(value).padStart(2, '0');
