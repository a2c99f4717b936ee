import { plainRefusal, typenameOf, UserError } from './user-error.js';

type RefusalClass = abstract new (...args: never[]) => UserError;

/**
 * For `.catch(expose(A, B))` in a resolver: answers the named refusals as members of the payload union,
 * rethrows everything else.
 */
export function expose<Classes extends readonly RefusalClass[]>(...classes: Classes) {
  const names = new Set(classes.map(({ name }) => name));
  return (error: unknown): InstanceType<Classes[number]> => {
    if (!(error instanceof UserError) || !names.has(typenameOf(error))) throw error;
    return plainRefusal(error) as unknown as InstanceType<Classes[number]>; // same fields, no longer an Error instance
  };
}
