import { type SqlParameter, sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';

/** A circle on the earth. */
export interface Near {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusMeters: number;
}

/** How alike a word must be: 0.45 lets one or two wrong letters of a word pass. */
const WORD_SIMILARITY = '0.45';
const MAX_WORDS = 8;
const METERS_PER_DEGREE = 111_195;

/** Collects the conditions and parameters of one search. */
export class SqlFilter {
  readonly params: SqlParameter[] = [];
  readonly #conditions: string[] = [];

  /** Adds a parameter and answers its place: `$1`. */
  param(value: SqlParameter): string {
    this.params.push(value);
    return `$${this.params.length}`;
  }

  /** Adds a condition; all of them must hold. */
  and(condition: string): void {
    this.#conditions.push(condition);
  }

  get where(): string {
    return this.#conditions.join(' and ') || 'true';
  }

  /**
   * Every word of the text occurs in the column, exactly or with small mistakes (trigrams).
   * Answers an expression that says how well, 0 to 1000.
   */
  matchWords(column: string, text: string | null | undefined): string {
    const words = (text ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, MAX_WORDS);
    const scores = words.map((word) => {
      const exact = `${column} like ${this.param(`%${word.replace(/[\\%_]/g, '\\$&')}%`)}`;
      // Flight numbers, codes and SKUs that are nearly right are wrong.
      if (word.length < 3 || /\d/.test(word)) {
        this.and(exact);
        return '1';
      }
      const given = this.param(word);
      this.and(`(${exact} or ${column} %> ${given})`);
      return `case when ${exact} then 1 else word_similarity(${given}, ${column}) end`;
    });
    return scores.length === 0 ? '0' : `round(1000 * (${scores.join(' + ')}) / ${scores.length})::int`;
  }

  /** Within a circle: by degrees of latitude first, which an index answers, then by great-circle distance. */
  within({ latitude, longitude, radiusMeters }: Near): void {
    const [lat, lon, radius] = [this.param(latitude), this.param(longitude), this.param(radiusMeters)];
    const degrees = this.param(radiusMeters / METERS_PER_DEGREE);
    this.and(`latitude between ${lat}::float8 - ${degrees}::float8 and ${lat}::float8 + ${degrees}::float8`);
    this.and(`2 * 6371000 * asin(least(1, sqrt(power(sin(radians(latitude - ${lat}::float8) / 2), 2) + cos(radians(latitude))
      * cos(radians(${lat}::float8)) * power(sin(radians(longitude - ${lon}::float8) / 2), 2)))) <= ${radius}::float8`);
  }
}

/** Reads with the similarity that searches use, and without changing it for others. */
export function searching<T>(em: EntityManager, read: (tx: EntityManager) => Promise<T>): Promise<T> {
  return transact(em, async (tx) => {
    await sqlRun(tx, "select set_config('pg_trgm.word_similarity_threshold', $1, true)", [WORD_SIMILARITY]);
    return read(tx);
  });
}
