import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { showBike } from '../../vehicle/bike/show-bike.js';
import { BookableType } from '../bookable.type.js';
import { BookableKind } from '../bookable-kind.js';
import { retireBookable } from './retire-bookable.js';

@InputType({ description: 'What is no longer offered.' })
class RetireBookableInput extends EditInput {}

const RetireBookableSuccess = successOf('RetireBookableSuccess', 'bookable', BookableType, 'It, no longer offered.');
const RetireBookablePayload = payloadUnion(
  'RetireBookablePayload',
  'What was retired, or why it was not.',
  RetireBookableSuccess,
  SupplyNotFound,
  SupplyVersionStale,
);

/** Takes something off sale. */
@Resolver()
export class RetireBookableMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => RetireBookablePayload, {
    description: 'Takes something bookable off sale for good; its history stays.',
  })
  retireBookable(
    @Arg('input', () => RetireBookableInput, { description: 'Which one.' }) input: RetireBookableInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof RetireBookablePayload> {
    return retireBookable(em, input)
      .then(
        (bookable) => new RetireBookableSuccess(bookable.kind === BookableKind.BIKE ? showBike(bookable) : bookable),
      )
      .catch(expose(SupplyNotFound, SupplyVersionStale));
  }
}
