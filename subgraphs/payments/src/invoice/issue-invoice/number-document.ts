import { sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { InvoiceKind } from '../invoice.entity.js';

/** The legal entity that sells everything today; one row of `legal_entity`. */
export const ISSUER = 'FG';

/** Place of a document among all of its legal entity, kind and year. */
export interface DocumentNumber {
  readonly legalEntityCode: string;
  readonly year: number;
  readonly ordinal: number;
  readonly number: string;
  readonly issuedAt: Date;
  readonly issuedOn: string;
}

const SERIES: Readonly<Record<InvoiceKind, string>> = { INVOICE: 'INV', CREDIT_NOTE: 'CRN' };

/**
 * Takes the next number. The counter's row stays locked until the transaction ends and rolls back with it,
 * so numbers have neither gaps nor doubles; whoever issues at the same moment waits.
 */
export async function numberDocument(
  tx: EntityManager,
  kind: InvoiceKind,
  legalEntityCode = ISSUER,
): Promise<DocumentNumber> {
  const row = await sqlOne<{ year: number; last_number: number; issued_at: Date; issued_on: string }>(
    tx,
    `with issue as (
       select code, now() as issued_at, (now() at time zone time_zone)::date as issued_on from legal_entity where code = $1),
     counter as (
       insert into invoice_counter as c (legal_entity_code, kind, year, last_number)
       select code, $2, extract(year from issued_on), 1 from issue
       on conflict on constraint invoice_counter_pk do update set last_number = c.last_number + 1
       returning year, last_number)
     select year, last_number, issued_at, issued_on from counter, issue`,
    [legalEntityCode, kind],
  );
  if (row === undefined) throw new Error(`There is no legal entity ${legalEntityCode}.`);
  return {
    legalEntityCode,
    year: row.year,
    ordinal: row.last_number,
    number: `${legalEntityCode}-${SERIES[kind]}-${row.year}-${String(row.last_number).padStart(6, '0')}`,
    issuedAt: row.issued_at,
    issuedOn: row.issued_on,
  };
}
