import { connectionOf } from '@fleetgraph/kit/graphql/connection';
import { Key } from '@fleetgraph/kit/graphql/directives';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { DateScalar, DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { BookingType } from '../booking/booking.type.js';

/** One side of an entry. */
@ObjectType('Posting', { description: 'One side of a ledger entry: debit or credit of one account.' })
export class PostingType {
  @Field(() => String, { description: 'Account: `gateway_clearing`, `customer_advances`, `revenue:car` …' })
  readonly account!: string;

  @Field(() => Money, { nullable: true, description: 'Amount when it is a debit; null: it is a credit.' })
  readonly debit!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Amount when it is a credit; null: it is a debit.' })
  readonly credit!: Money | null;
}

/** What the graph promises of a ledger entry. */
@Key('id')
@ObjectType('LedgerEntry', {
  description: 'One business event in the books: debits and credits are equal per currency; never changed.',
})
export class LedgerEntryType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;

  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  readonly at!: Date;

  @Field(() => DateScalar, { description: 'Day from which balances count it.' })
  readonly effectiveOn!: string;

  @Field(() => String, { description: 'Business event: `payment_captured`, `line_delivered`, `refund_requested` …' })
  readonly event!: string;

  @Field(() => BookingType, { nullable: true, description: 'The booking it belongs to; null: none, such as a payout.' })
  readonly booking!: { id: string } | null;

  @Field(() => [PostingType], { description: 'Debits and credits.' })
  readonly postings!: PostingType[];
}

/** What is in an account. */
@ObjectType('AccountBalance', { description: 'Sum of all postings of one account in one currency.' })
export class AccountBalanceType {
  @Field(() => String, { description: 'Account.' })
  readonly account!: string;

  @Field(() => Money, {
    description: 'Debits minus credits: positive for what is owned or spent, negative for what is owed or earned.',
  })
  readonly balance!: Money;
}

/** Which entries. */
@InputType({ description: 'Which entries; all conditions must hold.' })
export class LedgerFilter {
  @Field(() => String, { nullable: true, description: 'With a posting of this account.' })
  readonly account?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this booking.' })
  readonly bookingId?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Effective on this day or later.' })
  readonly from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Effective on this day or earlier.' })
  readonly to?: string | null;
}

/** Pages of the ledger. */
export const { Connection: LedgerEntryConnection } = connectionOf(LedgerEntryType, 'LedgerEntry');
