import type { Role } from '@fleetgraph/schema/roles';
import type { Scope } from '@fleetgraph/schema/scopes';

/** Who asks, as the verified access token says. */
export interface Viewer {
  /** Id of the user, or of the client itself when it acts for itself. */
  readonly subject: string;
  readonly kind: 'user' | 'client';
  readonly clientId: string;
  readonly roles: readonly Role[];
  readonly scopes: ReadonlySet<Scope>;
  /** The partner whose rows this viewer may see; only for people and clients of partners. */
  readonly organisationId?: string;
  readonly tokenExpiresAt: Date;
}

/** True when the viewer carries the scope. */
export const hasScope = (viewer: Viewer | undefined, scope: Scope): boolean => viewer?.scopes.has(scope) ?? false;

/** True for the operator's own people with this scope: partners carry scopes too, but see their own rows only. */
export const isStaffWith = (viewer: Viewer | undefined, scope: Scope): boolean =>
  viewer !== undefined && viewer.organisationId === undefined && viewer.scopes.has(scope);
