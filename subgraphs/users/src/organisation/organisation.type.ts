import { Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, ObjectType } from 'type-graphql';

/** What the graph promises about a partner company. */
@Key('id')
@ObjectType('Organisation', { description: 'A partner company: its people and API clients see its rows only.' })
export class OrganisationType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;

  @Field(() => String, { description: 'Name of the company.' })
  readonly name!: string;
}
