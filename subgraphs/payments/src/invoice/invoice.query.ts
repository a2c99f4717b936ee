import { batchByKey, groupByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { Authenticated } from '@fleetgraph/kit/graphql/directives';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { URLScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { canSee } from '../booking/find-own-booking.js';
import type { PaymentsContext } from '../context.js';
import { documentUrl } from './download-invoice/document-link.js';
import { Invoice, InvoiceLine, InvoiceTax } from './invoice.entity.js';
import { InvoiceLineType, InvoiceTaxType, InvoiceType } from './invoice.type.js';

const byPosition = { orderBy: { position: 'asc' } } as const;
const byRate = { orderBy: { taxCategory: 'asc', taxRateBps: 'asc' } } as const;

const linesOf = batchedLoader(async (ids: readonly string[], { em }: PaymentsContext) => {
  const lines = await em.find(InvoiceLine, { invoice: { $in: [...ids] } }, byPosition);
  return groupByKey(ids, lines, ({ invoice }) => invoice.id);
});

const taxesOf = batchedLoader(async (ids: readonly string[], { em }: PaymentsContext) => {
  const taxes = await em.find(InvoiceTax, { invoice: { $in: [...ids] } }, byRate);
  return groupByKey(ids, taxes, ({ invoice }) => invoice.id);
});

const invoiceById = batchedLoader(async (ids: readonly string[], { em }: PaymentsContext) => {
  const invoices = await em.find(Invoice, { id: { $in: [...ids] } });
  return batchByKey(ids, invoices, ({ id }) => id).map((invoice) => invoice ?? null);
});

/** Reads invoices and credit notes. */
@Resolver(() => InvoiceType)
export class InvoiceQuery {
  @Authenticated()
  @Query(() => InvoiceType, {
    nullable: true,
    description: 'One invoice or credit note; null when there is none, or it is not yours.',
  })
  async invoice(
    @Arg('number', () => String, { description: 'Its number: `FG-INV-2026-000042`.' }) number: string,
    @Ctx() { em, viewer }: PaymentsContext,
  ): Promise<Invoice | null> {
    const invoice = await em.findOne(Invoice, { number });
    return invoice !== null && canSee(invoice, viewer) ? invoice : null;
  }

  @FieldResolver(() => InvoiceType, { nullable: true })
  corrects(@Root() { corrects }: Invoice, @Ctx() context: PaymentsContext): Promise<Invoice | null> | null {
    return corrects && invoiceById(context, corrects.id);
  }

  @FieldResolver(() => [InvoiceLineType])
  async lines(@Root() { id, currency }: Invoice, @Ctx() context: PaymentsContext): Promise<InvoiceLineType[]> {
    return (await linesOf(context, id)).map(({ title, grossMinor, taxMinor }) => ({
      title,
      gross: new Money(grossMinor, currency),
      tax: new Money(taxMinor, currency),
    }));
  }

  @FieldResolver(() => [InvoiceTaxType])
  async taxes(@Root() { id, currency }: Invoice, @Ctx() context: PaymentsContext): Promise<InvoiceTaxType[]> {
    return (await taxesOf(context, id)).map(({ taxCategory, taxRateBps, netMinor, taxMinor }) => ({
      category: taxCategory,
      rateBps: taxRateBps,
      net: new Money(netMinor, currency),
      tax: new Money(taxMinor, currency),
    }));
  }

  @FieldResolver(() => URLScalar, { nullable: true })
  pdfUrl(@Root() { number }: Invoice, @Ctx() { options }: PaymentsContext): string {
    return documentUrl(options, number);
  }
}
