import type { Role } from '@fleetgraph/schema/roles';
import { ArrayType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What a person may change about how the system talks to them. */
export interface ProfileValues {
  readonly displayName: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly phone: string | null;
  readonly currency: string;
}

/** A person with an account. */
@Entity({ tableName: 'person' })
export class User implements ProfileValues {
  [OptionalProps]?:
    | 'passwordHash'
    | 'organisationId'
    | 'emailVerifiedAt'
    | 'suspendedAt'
    | 'suspensionReason'
    | 'phone'
    | 'version'
    | 'createdAt'
    | 'profile';

  @PrimaryKey({ type: 'uuid', defaultRaw: 'uuidv7()' })
  readonly id!: string; // set by the database

  @Property({ type: 'text' })
  readonly email!: string;

  @Property({ type: 'text', nullable: true, lazy: true })
  passwordHash: string | null = null;

  @Property({ type: 'text' })
  displayName!: string;

  @Property({ type: ArrayType, columnType: 'text[]' })
  roles!: Role[];

  @Property({ type: 'uuid', nullable: true })
  organisationId: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  emailVerifiedAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  suspendedAt: Date | null = null;

  @Property({ type: 'text', nullable: true })
  suspensionReason: string | null = null;

  @Property({ type: 'text' })
  locale!: string;

  @Property({ type: 'text' })
  timeZone!: string;

  @Property({ type: 'text', nullable: true })
  phone: string | null = null;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  /** The profile as it is, to be kept before a change. */
  get profile(): ProfileValues {
    const { displayName, locale, timeZone, phone, currency } = this;
    return { displayName, locale, timeZone, phone, currency };
  }

  /** Takes over the given values; true when anything is different now. */
  editProfile(changes: Partial<ProfileValues>): boolean {
    const before = JSON.stringify(this.profile);
    Object.assign(this, changes);
    if (JSON.stringify(this.profile) === before) return false;
    this.version += 1;
    return true;
  }

  /** Keeps the person out, with the reason for staff. */
  suspend(reason: string, at: Date): void {
    this.suspendedAt = at;
    this.suspensionReason = reason;
    this.version += 1;
  }

  /** Lets the person in again. */
  reinstate(): void {
    this.suspendedAt = null;
    this.suspensionReason = null;
    this.version += 1;
  }

  /** Replaces the roles; a partner's people need their organisation. */
  assignRoles(roles: readonly Role[], organisationId: string | null): void {
    this.roles = [...roles];
    this.organisationId = organisationId;
    this.version += 1;
  }
}
