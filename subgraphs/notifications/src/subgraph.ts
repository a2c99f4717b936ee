import type { Subgraph } from '@fleetgraph/kit/graphql/subgraph';
import { CreateNotifications } from './migrations/create-notifications.migration.js';
import { BookingFields } from './notification/list-notifications/booking.fields.js';
import { UserFields } from './notification/list-notifications/user.fields.js';
import { MarkNotificationReadMutation } from './notification/mark-read/mark-notification-read.mutation.js';
import { notificationReference, passThrough } from './notification/notification.reference.js';
import { UserReference } from './notification/notification.type.js';
import { onBookingChanged } from './notification/plan-messages/on-booking-changed.js';
import { onMoneyMoved } from './notification/plan-messages/on-money-moved.js';
import { onUserChanged } from './notification/plan-messages/on-user-changed.js';
import { sendEmailJob } from './notification/send-email/send-email.job.js';
import { NotificationAddedSubscription } from './notification/watch-notifications/notification-added.subscription.js';

/** Messages: who is told what, on which channel, and what became of it. */
export const notifications: Subgraph = {
  name: 'notifications',
  resolvers: [UserFields, BookingFields, MarkNotificationReadMutation, NotificationAddedSubscription],
  types: [UserReference],
  references: { Notification: notificationReference, User: passThrough, Booking: passThrough },
  entities: [],
  migrations: [CreateNotifications],
  consumers: [onUserChanged, onBookingChanged, onMoneyMoved],
  jobs: [sendEmailJob],
};
