import { Field, Int, ObjectType } from 'type-graphql';
import { Shareable } from './directives.js';
import { UserError } from './user-error.js';

/** The key was used before with another input. */
@Shareable()
@ObjectType({
  implements: UserError,
  description: 'The idempotency key was used before with another input: use a new key.',
})
export class IdempotencyConflict extends UserError {
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds after which the same request may be sent again; null: never with this key.',
  })
  readonly retryAfterSeconds: number | null;

  constructor(retryAfterSeconds: number | null = null) {
    super(
      retryAfterSeconds === null
        ? 'This idempotency key was already used for a different request. Use a new key.'
        : 'A request with this idempotency key is still running. Ask again shortly.',
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The thing is in a state from which this cannot be done. */
@Shareable()
@ObjectType({ implements: UserError, description: 'The present state does not allow this change.' })
export class IllegalTransition extends UserError {
  @Field(() => String, { description: 'The present state.' })
  readonly from: string;

  @Field(() => String, { description: 'The state that was asked for.' })
  readonly to: string;

  @Field(() => [String], { description: 'States, or events, that are possible now.' })
  readonly allowed: readonly string[];

  constructor(from: string, to: string, allowed: readonly string[]) {
    super(`From ${from} there is no way to ${to}; possible: ${allowed.join(', ') || 'nothing, it is final'}.`);
    this.from = from;
    this.to = to;
    this.allowed = allowed;
  }
}

/** One field of an input that cannot be accepted. */
@Shareable()
@ObjectType({ description: 'One part of an input that cannot be accepted, and why.' })
export class FieldFault {
  @Field(() => String, { description: 'Path inside the input: `lines.0.quantity`.' })
  readonly path: string;

  @Field(() => String, { description: 'What is wrong and what would be right.' })
  readonly message: string;

  constructor(path: string, message: string) {
    this.path = path;
    this.message = message;
  }
}

/** The input fits the schema but not the rules. */
@Shareable()
@ObjectType({ implements: UserError, description: 'The input breaks a rule; every fault is listed.' })
export class InputInvalid extends UserError {
  @Field(() => [FieldFault], { description: 'All faults, not only the first.' })
  readonly fields: readonly FieldFault[];

  constructor(fields: readonly FieldFault[]) {
    super(fields.map(({ path, message }) => `${path}: ${message}`).join(' '));
    this.fields = fields;
  }
}
