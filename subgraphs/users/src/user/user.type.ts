import { Inaccessible, Key } from '@fleetgraph/kit/graphql/directives';
import {
  CurrencyCodeScalar,
  DateTimeScalar,
  EmailAddressScalar,
  LocaleScalar,
  PhoneNumberScalar,
  TimeZoneScalar,
} from '@fleetgraph/kit/graphql/scalars';
import type { Role } from '@fleetgraph/schema/roles';
import { Field, ID, ObjectType } from 'type-graphql';
import { RoleEnum } from './role.enum.js';

/** How the system talks to a person. */
@ObjectType('Profile', { description: 'How the system talks to a person.' })
export class ProfileType {
  @Field(() => LocaleScalar, { description: 'Language of pages, messages and documents.' })
  readonly locale!: string;

  @Field(() => TimeZoneScalar, { description: 'Zone in which times without a place are shown.' })
  readonly timeZone!: string;

  @Field(() => PhoneNumberScalar, { nullable: true, description: 'Null when the person gave none.' })
  readonly phone!: string | null;

  @Field(() => CurrencyCodeScalar, { description: 'Currency in which prices are shown first.' })
  readonly currency!: string;
}

/** What a message to a person needs. */
@Inaccessible()
@ObjectType('Contact', { description: 'What a message to a person needs; for services only.' })
export class ContactType {
  @Field(() => EmailAddressScalar, { description: 'Address for messages.' })
  readonly email!: string;

  @Field(() => Boolean, { description: 'Whether the person proved that the address is theirs.' })
  readonly isEmailVerified!: boolean;

  @Field(() => LocaleScalar, { description: 'Language of messages.' })
  readonly locale!: string;

  @Field(() => TimeZoneScalar, { description: 'Zone of the times in messages.' })
  readonly timeZone!: string;

  @Field(() => String, { description: 'How to address the person.' })
  readonly displayName!: string;
}

/** What the graph promises about a person or client. */
@Key('id')
@ObjectType('User', {
  description:
    'A person with an account, or a client that acts for itself. Fields about somebody else are null unless you may read people.',
})
export class UserType {
  @Field(() => ID, { description: 'Opaque; equal to `sub` of the access token.' })
  readonly id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name as the person wants to be addressed; null when it is not yours to see.',
  })
  readonly displayName!: string | null;

  @Field(() => EmailAddressScalar, {
    nullable: true,
    description: 'Sign-in address; null when it is not yours to see, and for clients.',
  })
  readonly email!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the address was confirmed: before that nobody can pay. Null when it is not yours to see.',
  })
  readonly isEmailVerified!: boolean | null;

  @Field(() => [RoleEnum], {
    nullable: true,
    description: 'What the person is here to do; null when it is not yours to see.',
  })
  readonly roles!: readonly Role[] | null;

  @Field(() => ProfileType, {
    nullable: true,
    description: 'Language, zone and currency; null when it is not yours to see, and for clients.',
  })
  readonly profile!: ProfileType | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the account was made; null when it is not yours to see.',
  })
  readonly createdAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when the person is kept out; null for everybody else, and when it is not yours to see.',
  })
  readonly suspendedAt!: Date | null;

  /** Not in the graph: what `organisation` is resolved from. */
  readonly organisationId!: string | null;
}
