import pg from 'pg';

const TAKE = `
  insert into bench.allocation (line_id, unit_id, period)
  select a.line_id, free.id, a.period
  from public.booking_line l
    join public.allocation a on a.line_id = l.id
    join public.unit taken on taken.id = a.unit_id
    cross join lateral (select u.id from public.unit u
      where u.bookable_id = taken.bookable_id and u.in_service and not exists (select from bench.allocation b
        where b.unit_id = u.id and b.released_at is null and b.period && a.period)
      order by random() limit 1) free
  where l.booking_id = $1 on conflict do nothing`;

/** The same takings by plain SQL in tables with the same constraints: a free unit is looked for, then everything written. */
export class PlainSql {
  private constructor(private readonly pool: pg.Pool) {}

  static async open(connectionString: string, clients: number): Promise<PlainSql> {
    const pool = new pg.Pool({ connectionString, max: clients });
    await pool.query('create schema bench');
    for (const table of ['booking', 'booking_line', 'allocation']) {
      await pool.query(`create table bench.${table} (like public.${table} including all)`);
    }
    return new PlainSql(pool);
  }

  async clear(): Promise<void> {
    await this.pool.query('truncate bench.booking, bench.booking_line, bench.allocation');
  }

  /** Takes what a booking took, in one transaction: any free unit of the class; whoever finds none gets nothing. */
  async take(bookingId: string): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const taken = await client.query({ name: 'take', text: TAKE, values: [bookingId] });
      if (taken.rowCount === 0) {
        await client.query('rollback');
        return;
      }
      for (const [table, key] of [
        ['booking', 'id'],
        ['booking_line', 'booking_id'],
      ]) {
        const text = `insert into bench.${table} select * from public.${table} where ${key} = $1 on conflict do nothing`;
        await client.query(text, [bookingId]);
      }
      await client.query('commit');
    } finally {
      client.release();
    }
  }

  async close(): Promise<void> {
    await this.pool.query('drop schema bench cascade');
    await this.pool.end();
  }
}
