import { BREAK, type DocumentNode, visit } from 'graphql';
import type { Rights } from '../authorization/access.js';
import { routerError } from '../router-error.js';
import { OperationRefused } from './operation-refused.js';

/** Who may ask for the schema. */
export type IntrospectionRule = 'everybody' | 'signedIn' | 'nobody';

/** Whether somebody may ask for the schema, and have names guessed by "Did you mean". */
export const maySeeSchema = (rule: IntrospectionRule, { isAuthenticated }: Rights): boolean =>
  rule === 'everybody' || (rule === 'signedIn' && isAuthenticated);

/** True when a document asks for the schema, in whichever of its operations. */
export function isIntrospection(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    Field({ name: { value } }) {
      if (value !== '__schema' && value !== '__type') return undefined;
      isFound = true;
      return BREAK;
    },
  });
  return isFound;
}

/** What somebody is told who may not ask for the schema. */
export const introspectionRefused = (rule: IntrospectionRule): OperationRefused =>
  new OperationRefused([
    rule === 'signedIn'
      ? routerError('UNAUTHENTICATED', 'Sign in to ask for the schema.')
      : routerError('GRAPHQL_VALIDATION_FAILED', 'The schema is not told: `__schema` and `__type` are off.'),
  ]);
