import { randomUUID } from 'node:crypto';
import { Collection, OptionalProps, PrimaryKeyProp, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Amount } from '../booking/booking.entity.js';

/** What a document claims or gives back. */
export enum InvoiceKind {
  INVOICE = 'INVOICE',
  CREDIT_NOTE = 'CREDIT_NOTE',
}

/** One line of a document. */
@Entity()
export class InvoiceLine {
  [PrimaryKeyProp]?: ['invoice', 'position'];

  @ManyToOne({ entity: () => Invoice, primary: true })
  readonly invoice!: Rel<Invoice>;

  @PrimaryKey({ type: 'integer' })
  readonly position!: number;

  @Property({ type: 'text' })
  readonly lineId!: string;

  @Property({ type: 'text' })
  readonly title!: string;

  @Property({ type: 'bigint' })
  readonly grossMinor!: bigint;

  @Property({ type: 'bigint' })
  readonly taxMinor!: bigint;

  @Property({ type: 'text' })
  readonly taxCategory!: string;

  @Property({ type: 'integer' })
  readonly taxRateBps!: number;
}

/** What a document owes at one tax rate. */
@Entity()
export class InvoiceTax {
  [PrimaryKeyProp]?: ['invoice', 'taxCategory', 'taxRateBps'];

  @ManyToOne({ entity: () => Invoice, primary: true })
  readonly invoice!: Rel<Invoice>;

  @PrimaryKey({ type: 'text' })
  readonly taxCategory!: string;

  @PrimaryKey({ type: 'integer' })
  readonly taxRateBps!: number;

  @Property({ type: 'bigint' })
  readonly netMinor!: bigint;

  @Property({ type: 'bigint' })
  readonly taxMinor!: bigint;
}

/** A numbered document about money; never changed once issued. Amounts are positive on credit notes, too. */
@Entity()
export class Invoice {
  [OptionalProps]?: 'id' | 'net' | 'tax' | 'gross' | 'booking' | 'refundId' | 'corrects';

  @PrimaryKey({ type: 'uuid' })
  readonly id: string = randomUUID();

  @Property({ type: 'text' })
  readonly kind!: InvoiceKind;

  @Property({ type: 'text' })
  readonly number!: string;

  @Property({ type: 'text' })
  readonly legalEntityCode!: string;

  @Property({ type: 'integer' })
  readonly year!: number;

  @Property({ type: 'integer' })
  readonly ordinal!: number;

  @Property({ type: 'text' })
  readonly bookingId!: string;

  @Property({ type: 'uuid' })
  readonly paymentId!: string;

  @Property({ type: 'uuid', nullable: true })
  readonly refundId: string | null = null;

  /** The invoice that a credit note corrects. */
  @ManyToOne({ entity: () => Invoice, nullable: true })
  readonly corrects: Rel<Invoice> | null = null;

  @Property({ type: 'text', nullable: true })
  readonly customerId!: string | null;

  @Property({ type: 'text', nullable: true })
  readonly organisationId!: string | null;

  @Property({ type: 'timestamptz' })
  readonly issuedAt!: Date;

  /** Day of issue at the legal entity, `YYYY-MM-DD`. */
  @Property({ type: 'date' })
  readonly issuedOn!: string;

  @Property({ type: 'text' })
  readonly currency!: string;

  @Property({ type: 'bigint' })
  readonly netMinor!: bigint;

  @Property({ type: 'bigint' })
  readonly taxMinor!: bigint;

  @Property({ type: 'bigint' })
  readonly grossMinor!: bigint;

  @OneToMany({ entity: () => InvoiceLine, mappedBy: 'invoice', orderBy: { position: 'asc' } })
  readonly lines = new Collection<InvoiceLine>(this);

  @OneToMany({ entity: () => InvoiceTax, mappedBy: 'invoice', orderBy: { taxCategory: 'asc', taxRateBps: 'asc' } })
  readonly taxes = new Collection<InvoiceTax>(this);

  get net(): Amount {
    return { amountMinor: this.netMinor, currency: this.currency };
  }

  get tax(): Amount {
    return { amountMinor: this.taxMinor, currency: this.currency };
  }

  get gross(): Amount {
    return { amountMinor: this.grossMinor, currency: this.currency };
  }

  get booking(): { id: string } {
    return { id: this.bookingId };
  }
}
