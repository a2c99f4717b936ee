import type { Scope } from '@fleetgraph/schema/scopes';
import { ArrayType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { ClientKind } from '../account/rights.js';

/** A program that may ask for tokens: an app of ours, a partner's machine, a service. */
@Entity({ tableName: 'api_client' })
export class ApiClient {
  [OptionalProps]?:
    | 'organisationId'
    | 'redirectUris'
    | 'postLogoutRedirectUris'
    | 'createdAt'
    | 'lastUsedAt'
    | 'disabledAt';

  @PrimaryKey({ type: 'text' })
  readonly id!: string;

  @Property({ type: 'text' })
  readonly kind!: ClientKind;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'uuid', nullable: true })
  readonly organisationId: string | null = null;

  @Property({ type: ArrayType, columnType: 'text[]' })
  redirectUris: string[] = [];

  @Property({ type: ArrayType, columnType: 'text[]' })
  postLogoutRedirectUris: string[] = [];

  @Property({ type: ArrayType, columnType: 'text[]' })
  scopes!: Scope[];

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  disabledAt: Date | null = null;
}
