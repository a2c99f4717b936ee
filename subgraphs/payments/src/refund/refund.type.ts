import { Key } from '@fleetgraph/kit/graphql/directives';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RefundState } from './refund-state.js';

registerEnumType(RefundState, {
  name: 'RefundState',
  description: 'Where a refund stands.',
  valuesConfig: {
    REQUESTED: { description: 'Promised; the provider is being asked.' },
    PENDING: { description: 'The provider has accepted it; the bank has not paid yet.' },
    SUCCEEDED: { description: 'Paid back.' },
    FAILED: { description: 'The bank refused; it is tried again.' },
    REVERSED: { description: 'Paid, then sent back by the bank: another way is needed.' },
  },
});

/** What the graph promises of a refund. */
@Key('id')
@ObjectType('Refund', { description: 'Money on its way back to the customer.' })
export class RefundType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;

  @Field(() => RefundState, { description: 'Where it stands.' })
  readonly state!: RefundState;

  @Field(() => Money, { description: 'How much.' })
  readonly amount!: Money;

  @Field(() => String, { description: 'Why: `CANCELLED`, `EXPIRED`, or what staff wrote.' })
  readonly reason!: string;

  @Field(() => Int, { description: 'How often the provider was asked for it, 1 for the first time.' })
  readonly attempt!: number;

  @Field(() => DateTimeScalar, { description: 'When it was promised.' })
  readonly createdAt!: Date;
}
