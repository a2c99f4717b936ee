import { type Connection, connectionOf, PageInfo } from '@fleetgraph/kit/graphql/connection';
import { Key } from '@fleetgraph/kit/graphql/directives';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { plainBody, writeMessage } from '../template/write-message.js';
import type { NotificationRow } from './notification.row.js';

/** Ways to a person. */
export enum ChannelType {
  EMAIL = 'EMAIL',
  SMS = 'SMS',
  PUSH = 'PUSH',
  IN_APP = 'IN_APP',
}
registerEnumType(ChannelType, {
  name: 'Channel',
  description: 'A way to a person.',
  valuesConfig: {
    EMAIL: { description: 'Mail to the confirmed address.' },
    SMS: { description: 'Text message to a phone.' },
    PUSH: { description: 'Push message to a device.' },
    IN_APP: { description: 'The list in the app.' },
  },
});

/** Where a message is. */
export enum NotificationState {
  PLANNED = 'PLANNED',
  HELD_QUIET = 'HELD_QUIET',
  QUEUED = 'QUEUED',
  SENT = 'SENT',
  DELIVERED = 'DELIVERED',
  READ = 'READ',
  MERGED = 'MERGED',
  SKIPPED = 'SKIPPED',
  BOUNCED = 'BOUNCED',
  FAILED = 'FAILED',
  OBSOLETE = 'OBSOLETE',
}
registerEnumType(NotificationState, {
  name: 'NotificationState',
  description: 'How far a message got.',
  valuesConfig: {
    PLANNED: { description: 'To be sent later.' },
    HELD_QUIET: { description: 'Waits for the end of quiet hours.' },
    QUEUED: { description: 'To be sent now.' },
    SENT: { description: 'Handed over to the mail server.' },
    DELIVERED: { description: 'Arrived.' },
    READ: { description: 'Seen by the person.' },
    MERGED: { description: 'Part of a digest.' },
    SKIPPED: { description: 'Not sent, with a reason.' },
    BOUNCED: { description: 'Came back.' },
    FAILED: { description: 'Could not be handed over; it is tried again.' },
    OBSOLETE: { description: 'No longer true when it was its turn.' },
  },
});

/** A booking, answered by bookings; messages are added to it here. */
@Key('id')
@ObjectType('Booking', { description: 'A booking; its facts come from bookings.' })
export class BookingReference {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;
}

/** A person, answered by users; notifications are added here. */
@Key('id')
@ObjectType('User', { description: 'A person or client; the facts come from users.' })
export class UserReference {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;
}

/** One message to one person on one channel. */
@Key('id')
@ObjectType('Notification', { description: 'One message to one person on one channel.' })
export class NotificationType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;

  @Field(() => String, { description: "One line, in the reader's language." })
  readonly title!: string;

  @Field(() => String, { description: "Plain text, in the reader's language." })
  readonly body!: string;

  @Field(() => ChannelType, { description: 'The way it went.' })
  readonly channel!: ChannelType;

  @Field(() => NotificationState, { description: 'How far it got.' })
  readonly state!: NotificationState;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was skipped, failed or became obsolete; null otherwise.',
  })
  readonly reason!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was planned.' })
  readonly createdAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the person saw it; null: not yet, or not known for this channel.',
  })
  readonly readAt!: Date | null;

  @Field(() => BookingReference, { nullable: true, description: 'The booking it is about; null: none.' })
  readonly booking!: BookingReference | null;
}

const { Edge } = connectionOf(NotificationType, 'Notification');

/** A page of messages with the number of unread ones. */
@ObjectType({ description: 'A page of messages, newest first.' })
export class NotificationConnection implements Connection<NotificationType> {
  @Field(() => [Edge], { description: 'The rows of this page, in order.' })
  readonly edges!: readonly { cursor: string; node: NotificationType }[];

  @Field(() => PageInfo, { description: 'Whether there is more.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many messages in the app have not been read, on all pages.' })
  readonly unreadCount!: number;
}

/** Writes a stored message for its reader; secret links are never part of it. */
export function toNotification(row: NotificationRow): NotificationType {
  const message = writeMessage(row, row.locale);
  return {
    id: row.id,
    title: message.title,
    body: plainBody(message),
    channel: ChannelType[row.channel],
    state: NotificationState[row.state],
    reason: row.reason,
    createdAt: row.created_at,
    readAt: row.read_at,
    booking: row.booking_id === null ? null : { id: row.booking_id },
  };
}
