import { IdempotencyConflict, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver, registerEnumType } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound } from '../../editing/supply.errors.js';
import { StockLevelType } from '../product.type.js';
import { recordStockMovement } from './record-stock-movement.js';
import { StockShort } from './stock.errors.js';
import { StockReason, saleable } from './stock-effect.js';

registerEnumType(StockReason, {
  name: 'StockReason',
  description: 'Why stock changed.',
  valuesConfig: {
    ADJUSTMENT: { description: 'It was counted, broke or was found.' },
    RECEIPT: { description: 'New goods came.' },
    ALLOCATION: { description: 'A booking holds it; recorded by the system.' },
    RELEASE: { description: 'A booking let go of it; recorded by the system.' },
    SALE: { description: 'A booking was paid; recorded by the system.' },
    CANCELLATION: { description: 'A paid booking was cancelled; recorded by the system.' },
    RETURN: { description: 'A customer brought it back.' },
  },
});

@InputType({ description: 'Goods that came, went or were counted.' })
class RecordStockMovementInput {
  @Field(() => ID, { description: 'What moved.' })
  variantId!: string;

  @Field(() => ID, { description: 'Where.' })
  locationId!: string;

  @Field(() => StockReason, { description: 'ADJUSTMENT, RECEIPT or RETURN.' })
  reason!: StockReason;

  @Field(() => Int, { description: 'Pieces; negative: fewer on hand.' })
  quantity!: number;

  @Field(() => String, { nullable: true, description: 'Why, in words; null: nothing to add.' })
  note?: string | null;

  @Field(() => String, { description: 'Chosen by the caller, 1 to 128 characters: the same key moves once.' })
  idempotencyKey!: string;
}

const RecordStockMovementSuccess = successOf(
  'RecordStockMovementSuccess',
  'level',
  StockLevelType,
  'The level after it.',
);
const RecordStockMovementPayload = payloadUnion(
  'RecordStockMovementPayload',
  'The level, or why nothing moved.',
  RecordStockMovementSuccess,
  StockShort,
  SupplyNotFound,
  InputInvalid,
  IdempotencyConflict,
);

/** Records a movement of goods. */
@Resolver()
export class RecordStockMovementMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => RecordStockMovementPayload, { description: 'Records that goods came, went or were counted.' })
  recordStockMovement(
    @Arg('input', () => RecordStockMovementInput, { description: 'The movement.' }) input: RecordStockMovementInput,
    @Ctx() context: FleetContext,
  ): Promise<typeof RecordStockMovementPayload> {
    return recordStockMovement(context.em, requireViewer(context), input)
      .then((level) => new RecordStockMovementSuccess({ ...level, saleable: saleable(level) }))
      .catch(expose(StockShort, SupplyNotFound, InputInvalid, IdempotencyConflict));
  }
}
