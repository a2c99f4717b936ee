import { Field, ID, InputType, Int } from 'type-graphql';

/** What every edit names. */
@InputType()
export abstract class EditInput {
  @Field(() => ID, { description: 'What is edited.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was read: somebody else may have edited it since.' })
  expectedVersion!: number;
}
