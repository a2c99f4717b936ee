import { Key } from '@fleetgraph/kit/graphql/directives';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { DateScalar, DateTimeScalar, URLScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BookingType } from '../booking/booking.type.js';
import { InvoiceKind } from './invoice.entity.js';

registerEnumType(InvoiceKind, {
  name: 'InvoiceKind',
  description: 'What a document does.',
  valuesConfig: {
    INVOICE: { description: 'Claims money for what was bought.' },
    CREDIT_NOTE: { description: 'Corrects an invoice by what was given back; its amounts are positive.' },
  },
});

/** One line of a document. */
@ObjectType('InvoiceLine', { description: 'One line of a document.' })
export class InvoiceLineType {
  @Field(() => String, { description: 'What was bought.' })
  readonly title!: string;

  @Field(() => Money, { description: 'With tax.' })
  readonly gross!: Money;

  @Field(() => Money, { description: "Its exact share of the document's tax." })
  readonly tax!: Money;
}

/** What a document owes at one rate. */
@ObjectType('InvoiceTax', {
  description: 'What a document owes at one tax rate; computed on the document, not per line.',
})
export class InvoiceTaxType {
  @Field(() => String, { description: 'Category of tax, such as `STANDARD` or `REDUCED`.' })
  readonly category!: string;

  @Field(() => Int, { description: 'Rate in hundredths of a percent: 1900 is 19 %.' })
  readonly rateBps!: number;

  @Field(() => Money, { description: 'What the tax is on.' })
  readonly net!: Money;

  @Field(() => Money, { description: 'The tax.' })
  readonly tax!: Money;
}

/** What the graph promises of an invoice or credit note. */
@Key('id')
@ObjectType('Invoice', { description: 'A numbered document about money; never changed once issued, only credited.' })
export class InvoiceType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;

  @Field(() => InvoiceKind, { description: 'Whether it claims or gives back.' })
  readonly kind!: InvoiceKind;

  @Field(() => String, { description: 'Without gaps per legal entity, kind and year: `FG-INV-2026-000042`.' })
  readonly number!: string;

  @Field(() => BookingType, { description: 'What it is for.' })
  readonly booking!: { id: string };

  @Field(() => InvoiceType, {
    nullable: true,
    description: 'The invoice that a credit note corrects; null on invoices.',
  })
  readonly corrects!: InvoiceType | null;

  @Field(() => DateTimeScalar, { description: 'When it was issued.' })
  readonly issuedAt!: Date;

  @Field(() => DateScalar, { description: 'Day of issue at the seat of the legal entity.' })
  readonly issuedOn!: string;

  @Field(() => Money, { description: 'Total without tax.' })
  readonly net!: Money;

  @Field(() => Money, { description: 'Total tax.' })
  readonly tax!: Money;

  @Field(() => Money, { description: 'Total with tax.' })
  readonly gross!: Money;

  @Field(() => [InvoiceLineType], { description: 'Its lines, in order.' })
  readonly lines!: InvoiceLineType[];

  @Field(() => [InvoiceTaxType], { description: 'Its tax per category and rate.' })
  readonly taxes!: InvoiceTaxType[];

  @Field(() => URLScalar, {
    nullable: true,
    description:
      'The printed document, to be opened within 15 minutes and given to nobody else; ask again for a fresh link.',
  })
  readonly pdfUrl!: string | null;
}
