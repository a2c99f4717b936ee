import { FieldFault, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';

/** Refuses an input with everything that is wrong with it; `false` stands for a check that passed. */
export function refuseFaults(faults: readonly (FieldFault | false)[]): void {
  const found = faults.filter((fault) => fault !== false);
  if (found.length > 0) throw new InputInvalid(found);
}

/** A fault of a field unless it is right. */
export const faultUnless = (isRight: boolean, path: string, message: string): FieldFault | false =>
  !isRight && new FieldFault(path, message);

/** A fault of a field when a check found one. */
export const faultOf = (path: string, message: string | undefined): FieldFault | false =>
  message !== undefined && new FieldFault(path, message);
