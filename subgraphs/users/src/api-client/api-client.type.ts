import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, ObjectType } from 'type-graphql';

/** What the graph promises about a partner's program. */
@ObjectType('ApiClient', { description: "A partner's program that asks for tokens by client credentials." })
export class ApiClientType {
  @Field(() => ID, { description: '`client_id` at the token endpoint.' })
  readonly id!: string;

  @Field(() => String, { description: 'What the program is, for people.' })
  readonly name!: string;

  @Field(() => [String], { description: 'Scopes that its tokens may carry.' })
  readonly scopes!: readonly string[];

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  readonly createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last got a token; null when it never did.' })
  readonly lastUsedAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it gets no more tokens; null while it does.',
  })
  readonly disabledAt!: Date | null;

  /** Not in the graph: what `organisation` is resolved from. */
  readonly organisationId!: string | null;
}
