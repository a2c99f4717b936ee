/** What placeholders are filled with. */
export interface PlaceholderSource {
  /** The present instant. */
  readonly now: Date;
  /** Draws an idempotency key. */
  newKey(): string;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Fills what the variables of an example leave open: `{{in 3 days}}`, `{{in 3 days at 10:00}}`, `{{new key}}`.
 * `{{from …}}` stays: it names the answer of another example, which somebody has to run first.
 */
export function fillPlaceholders(variables: string, { now, newKey }: PlaceholderSource): string {
  return variables.replace(
    /\{\{(?:in (-?\d+) days(?: at (\d\d:\d\d))?|new key)\}\}/g,
    (_all, days?: string, time?: string) => {
      if (days === undefined) return newKey();
      const date = new Date(now.getTime() + Number(days) * DAY_MS).toISOString().slice(0, 10);
      return time === undefined ? date : `${date}T${time}`;
    },
  );
}
