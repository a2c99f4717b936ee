import 'reflect-metadata';
import { Field, InterfaceType } from 'type-graphql';

/**
 * A refusal that the caller can act on: a member of a payload union, told with data, never an outage.
 * Thrown inside, sent by `expose` outside.
 */
@InterfaceType({
  description:
    'A refusal with its reason. Select it on every payload, so that refusals added later are understood, too.',
  resolveType: (refusal: UserError) => typenameOf(refusal),
})
export abstract class UserError extends Error {
  @Field(() => String, { description: 'Stable, in capitals: what a program matches on.' })
  readonly code: string;

  @Field(() => String, { description: 'One sentence for a person: what is wrong and what to do.' })
  override message!: string; // set by Error

  constructor(message: string, code?: string) {
    super(message);
    this.name = this.constructor.name;
    this.code = code ?? screamingSnake(this.constructor.name);
    Object.defineProperty(this, 'name', { enumerable: false });
  }
}

/** A refusal as data: what is stored with an idempotency key and what GraphQL executes. */
export type PlainRefusal = { readonly __typename: string; readonly code: string; readonly message: string } & Readonly<
  Record<string, unknown>
>;

/** A copy without stack: graphql-js would throw an `Error` instance. */
export function plainRefusal(refusal: UserError): PlainRefusal {
  return { ...refusal, __typename: typenameOf(refusal), code: refusal.code, message: refusal.message };
}

/** A refusal that was stored as data, thrown again: equal to the first in everything that the caller sees. */
export function reviveRefusal(plain: PlainRefusal): UserError {
  const refusal: UserError = Object.create(UserError.prototype);
  return Object.assign(refusal, plain);
}

/** Name of the refusal's type in the graph: its class's name. */
export function typenameOf(refusal: UserError): string {
  return '__typename' in refusal ? String(refusal.__typename) : refusal.constructor.name;
}

const screamingSnake = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
