import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ObjectType } from 'type-graphql';

/** The plate belongs to another car. */
@ObjectType({ implements: UserError, description: 'Another car has this plate in this country.' })
export class PlateTaken extends UserError {
  @Field(() => String, { description: 'The plate that was given.' })
  readonly plate: string;

  constructor(plate: string) {
    super(`Another car has the plate "${plate}" in this country.`);
    this.plate = plate;
  }
}

/** The VIN cannot be one. */
@ObjectType({
  implements: UserError,
  description: 'The vehicle identification number breaks ISO 3779, or another car has it.',
})
export class VinInvalid extends UserError {
  @Field(() => String, { description: 'The number that was given.' })
  readonly vin: string;

  constructor(vin: string, reason: string) {
    super(reason);
    this.vin = vin;
  }
}
