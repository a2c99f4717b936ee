import { Arg, Args, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql';
import { type Connection, ConnectionArgs, connectionOf, toConnection } from '../../graphql/connection.js';
import type { SubgraphContext } from '../../graphql/context.js';
import { Authenticated, ConnectionSize, Key, RequiresScopes } from '../../graphql/directives.js';
import { expose } from '../../graphql/expose.js';
import { Money } from '../../graphql/money.type.js';
import { payloadUnion } from '../../graphql/payload-union.js';
import { batchedReference } from '../../graphql/reference.js';
import { LocalDateTimeScalar } from '../../graphql/scalars.js';
import type { Subgraph } from '../../graphql/subgraph.js';
import { UserError } from '../../graphql/user-error.js';
import { ZonedTime } from '../../graphql/zoned-time.type.js';

@Key('id')
@ObjectType({ description: 'Something to try the kit with.' })
class Thing {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  @Field(() => Money, { description: 'What it costs.' })
  get price(): Money {
    return new Money(9_007_199_254_740_993n, 'EUR');
  }
}

const { Connection: ThingConnection } = connectionOf(Thing, 'Thing');

@ObjectType({ description: 'The thing was renamed.' })
class RenameThingSuccess {
  @Field(() => Thing, { description: 'The thing with its new name.' })
  readonly thing: Thing;

  constructor(thing: Thing) {
    this.thing = thing;
  }
}

@ObjectType({ implements: UserError, description: 'Another thing has this name.' })
class NameTaken extends UserError {
  @Field(() => String, { description: 'The name that is taken.' })
  readonly takenName: string;

  constructor(takenName: string) {
    super('Another thing has this name. Choose a different one.');
    this.takenName = takenName;
  }
}

const RenameThingPayload = payloadUnion(
  'RenameThingPayload',
  'What became of a renaming.',
  RenameThingSuccess,
  NameTaken,
);

/** How often the reference resolver was called: once per step, whatever the number of representations. */
export const referenceCalls: number[] = [];

@Resolver()
class ThingResolver {
  @ConnectionSize()
  @Query(() => ThingConnection, { description: 'All things.' })
  things(@Args(() => ConnectionArgs) args: ConnectionArgs): Connection<Thing> {
    return toConnection(['a', 'b', 'c'], args, { cursor: (id) => [id], node: (id) => new Thing(id) });
  }

  @Authenticated()
  @Query(() => String, { nullable: true, description: 'Who asks.' })
  whoAmI(@Ctx() { viewer }: SubgraphContext): string | undefined {
    return viewer?.subject;
  }

  @RequiresScopes('ledger:read')
  @Query(() => String, { nullable: true, description: 'For bookkeepers.' })
  secret(): string {
    return 'balance';
  }

  @Query(() => String, { nullable: true, description: 'Fails with a fault of ours.' })
  broken(): string {
    throw new Error('relation "secret_table" does not exist');
  }

  @Query(() => ZonedTime, { description: 'A wall-clock time in Kolkata as an instant.' })
  time(@Arg('at', () => LocalDateTimeScalar, { description: 'UTC wall clock.' }) at: string): ZonedTime {
    return new ZonedTime(new Date(`${at}Z`), 'Asia/Kolkata');
  }

  @Mutation(() => RenameThingPayload, { description: 'Renames a thing.' })
  renameThing(
    @Arg('name', () => String, { description: 'The new name.' }) name: string,
  ): Promise<typeof RenameThingPayload> {
    return rename(name)
      .then((thing) => new RenameThingSuccess(thing))
      .catch(expose(NameTaken));
  }

  @Authenticated()
  @Subscription(() => Thing, {
    description: 'Three things, then it waits until the caller leaves.',
    subscribe: ({ context }: { context: SubgraphContext }) => threeThings(context.signal),
  })
  thingSeen(@Root() thing: Thing): Thing {
    return thing;
  }
}

async function rename(name: string): Promise<Thing> {
  if (name === 'taken') throw new NameTaken(name);
  return new Thing('a');
}

async function* threeThings(signal: AbortSignal): AsyncGenerator<Thing> {
  for (const id of ['a', 'b', 'c']) yield new Thing(id);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

/** A subgraph without tables, for the tests of the kit. */
export const sampleSubgraph: Subgraph = {
  name: 'sample',
  resolvers: [ThingResolver],
  references: {
    Thing: batchedReference(async (representations: readonly { id: string }[]) => {
      referenceCalls.push(representations.length);
      return representations.map(({ id }) => (id === 'gone' ? null : new Thing(id)));
    }),
  },
  entities: [],
  migrations: [],
  consumers: [],
  jobs: [],
};
