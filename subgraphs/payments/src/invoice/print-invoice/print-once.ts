import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import type { SubgraphRuntime } from '@fleetgraph/kit/graphql/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { paymentsOptions } from '../../config.js';
import { Invoice } from '../invoice.entity.js';
import { findRecipient } from './find-recipient.js';
import { type LegalEntity, printInvoice } from './print-invoice.js';

/**
 * The printed document. Kept from the first print that knows the recipient's name, so that everybody gets the same bytes;
 * while users cannot be asked it names the customer by id and is not kept.
 */
export async function printOnce(runtime: SubgraphRuntime, { id }: Invoice): Promise<Buffer> {
  const em = runtime.em();
  const kept = await readKept(em, id);
  if (kept !== undefined) return kept;
  const invoice = await em.findOneOrFail(Invoice, id, { populate: ['lines', 'taxes', 'corrects'] });
  const issuer = await sqlOne<LegalEntity & { locator: string }>(
    em,
    'select name, address, vat_id, locator from legal_entity, booking where code = $1 and booking.id = $2',
    [invoice.legalEntityCode, invoice.bookingId],
  );
  if (issuer === undefined) throw new Error(`There is no legal entity ${invoice.legalEntityCode}.`);
  const recipient = await findRecipient(paymentsOptions(runtime.options), invoice.customerId, runtime.logger);
  const pdf = await printInvoice({
    invoice,
    issuer,
    locator: issuer.locator,
    recipient: recipient ?? `Customer ${invoice.customerId ?? '–'}`,
  });
  return recipient === undefined ? pdf : keep(em, id, pdf);
}

async function readKept(em: EntityManager, invoiceId: string): Promise<Buffer | undefined> {
  return (await sqlOne<{ pdf: Buffer }>(em, 'select pdf from invoice_document where invoice_id = $1', [invoiceId]))
    ?.pdf;
}

/** Of two that print at once, the first is kept and given to both. */
async function keep(em: EntityManager, invoiceId: string, pdf: Buffer): Promise<Buffer> {
  await sqlRun(em, 'insert into invoice_document (invoice_id, pdf) values ($1, $2) on conflict do nothing', [
    invoiceId,
    pdf,
  ]);
  return (await readKept(em, invoiceId)) ?? pdf;
}
