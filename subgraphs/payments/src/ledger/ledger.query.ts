import { groupByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { type Connection, ConnectionArgs, toConnection } from '@fleetgraph/kit/graphql/connection';
import { ConnectionSize, ListSize, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { DateScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { PaymentsContext } from '../context.js';
import {
  AccountBalanceType,
  LedgerEntryConnection,
  LedgerEntryType,
  LedgerFilter,
  PostingType,
} from './ledger.type.js';
import { type LedgerEntry, readBalances, readEntries, readPostings, toEntry } from './read-ledger.js';

const postingsOf = batchedLoader(async (ids: readonly string[], { em }: PaymentsContext) =>
  groupByKey(ids, await readPostings(em, ids), ({ entry_id }) => entry_id),
);

/** Reads the books. */
@Resolver(() => LedgerEntryType)
export class LedgerQuery {
  @RequiresScopes('ledger:read')
  @ConnectionSize()
  @Query(() => LedgerEntryConnection, { description: 'Entries of the ledger, newest first.' })
  async ledger(
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('filter', () => LedgerFilter, { nullable: true, description: 'Which entries; null: all.' })
    filter: LedgerFilter | null,
    @Ctx() { em }: PaymentsContext,
  ): Promise<Connection<LedgerEntry>> {
    const rows = await readEntries(em, { ...page, filter });
    return toConnection(rows, page, { cursor: ({ sequence }) => [String(sequence)], node: toEntry });
  }

  @RequiresScopes('ledger:read')
  @ListSize({ assumedSize: 50 })
  @Query(() => [AccountBalanceType], {
    description: 'What is in each account, per currency; all of them together sum to zero.',
  })
  balances(
    @Arg('on', () => DateScalar, { nullable: true, description: 'Counting entries up to this day; null: all.' })
    on: string | null,
    @Ctx() { em }: PaymentsContext,
  ): Promise<AccountBalanceType[]> {
    return readBalances(em, on);
  }

  @FieldResolver(() => [PostingType])
  async postings(@Root() { id }: LedgerEntry, @Ctx() context: PaymentsContext): Promise<PostingType[]> {
    return (await postingsOf(context, id)).map(({ account, amount_minor: amount, currency }) => ({
      account,
      debit: amount > 0n ? new Money(amount, currency) : null,
      credit: amount < 0n ? new Money(-amount, currency) : null,
    }));
  }
}
