import { Field, Int, ObjectType } from 'type-graphql';

/** A row that was not imported. */
@ObjectType({ description: 'A row that was not imported, and why.' })
export class RowFault {
  @Field(() => Int, { description: 'Line or number of the row, as the input gave it.' })
  line!: number;

  @Field(() => String, { description: 'What is wrong with it.' })
  message!: string;
}

/** What an import did. */
@ObjectType({ description: 'What an import did; rows with faults are left out, the others are in.' })
export class ImportReport {
  @Field(() => Int, { description: 'Rows that were new.' })
  added: number = 0;

  @Field(() => Int, { description: 'Rows that differed from what was known.' })
  changed: number = 0;

  @Field(() => Int, { description: 'Rows that were known already.' })
  unchanged: number = 0;

  @Field(() => [RowFault], { description: 'Rows that were left out.' })
  faults: RowFault[] = [];
}

/** Most rows of one call. */
export const MAX_ROWS = 500;
