import type { DescMessage } from '@bufbuild/protobuf';
import { file_bookings } from '../events/bookings_pb.js';
import { file_fleet } from '../events/fleet_pb.js';
import { file_notifications } from '../events/notifications_pb.js';
import { file_payments } from '../events/payments_pb.js';
import { file_users } from '../events/users_pb.js';

/** Topic of each event: `<subgraph>.<aggregate>.v<n>`; order holds per key inside a topic. */
const TOPIC_OF_EVENT: Readonly<Record<string, string>> = {
  'fleetgraph.fleet.v1.LocationChanged': 'fleet.location.v1',
  'fleetgraph.fleet.v1.BookableChanged': 'fleet.bookable.v1',
  'fleetgraph.fleet.v1.UnitChanged': 'fleet.unit.v1',
  'fleetgraph.fleet.v1.VehicleStateChanged': 'fleet.vehicle.v1',
  'fleetgraph.fleet.v1.CustomerVehicleChanged': 'fleet.vehicle.v1',
  'fleetgraph.fleet.v1.StockMoved': 'fleet.stock.v1',
  'fleetgraph.bookings.v1.BookingHeld': 'bookings.booking.v1',
  'fleetgraph.bookings.v1.HoldExpiring': 'bookings.booking.v1',
  'fleetgraph.bookings.v1.BookingConfirmed': 'bookings.booking.v1',
  'fleetgraph.bookings.v1.ConfirmationRefused': 'bookings.booking.v1',
  'fleetgraph.bookings.v1.BookingReleased': 'bookings.booking.v1',
  'fleetgraph.bookings.v1.BookingExpired': 'bookings.booking.v1',
  'fleetgraph.bookings.v1.BookingCancelled': 'bookings.booking.v1',
  'fleetgraph.bookings.v1.LineStateChanged': 'bookings.booking.v1',
  'fleetgraph.bookings.v1.HoldRefused': 'bookings.demand.v1',
  'fleetgraph.bookings.v1.OffersSearched': 'bookings.demand.v1',
  'fleetgraph.payments.v1.PaymentStarted': 'payments.payment.v1',
  'fleetgraph.payments.v1.PaymentAuthorised': 'payments.payment.v1',
  'fleetgraph.payments.v1.PaymentFailed': 'payments.payment.v1',
  'fleetgraph.payments.v1.PaymentCaptured': 'payments.payment.v1',
  'fleetgraph.payments.v1.PaymentVoided': 'payments.payment.v1',
  'fleetgraph.payments.v1.RefundRequested': 'payments.payment.v1',
  'fleetgraph.payments.v1.RefundSucceeded': 'payments.payment.v1',
  'fleetgraph.payments.v1.RefundFailed': 'payments.payment.v1',
  'fleetgraph.payments.v1.InvoiceIssued': 'payments.invoice.v1',
  'fleetgraph.payments.v1.CreditNoteIssued': 'payments.invoice.v1',
  'fleetgraph.payments.v1.LedgerEntryPosted': 'payments.ledger.v1',
  'fleetgraph.users.v1.UserRegistered': 'users.user.v1',
  'fleetgraph.users.v1.EmailVerificationRequested': 'users.user.v1',
  'fleetgraph.users.v1.EmailVerified': 'users.user.v1',
  'fleetgraph.users.v1.PasswordResetRequested': 'users.user.v1',
  'fleetgraph.users.v1.PasswordChanged': 'users.user.v1',
  'fleetgraph.users.v1.ProfileChanged': 'users.user.v1',
  'fleetgraph.users.v1.UserSuspended': 'users.user.v1',
  'fleetgraph.notifications.v1.NotificationSettled': 'notifications.notification.v1',
};

/** Every event of the system by its full Protobuf name. */
export const EVENTS: ReadonlyMap<string, DescMessage> = new Map(
  [file_fleet, file_bookings, file_payments, file_users, file_notifications]
    .flatMap((file) => file.messages)
    .filter((message) => message.typeName in TOPIC_OF_EVENT)
    .map((message) => [message.typeName, message]),
);

/** Every topic of the system, without the dead-letter topics. */
export const TOPICS: readonly string[] = [...new Set(Object.values(TOPIC_OF_EVENT))];

/** Topic that carries an event. Throws for a message that is only a part of events. */
export function topicOf(event: DescMessage): string {
  const topic = TOPIC_OF_EVENT[event.typeName];
  if (topic === undefined) throw new Error(`${event.typeName} is not an event: add it to schema/src/topics.ts`);
  return topic;
}

/** Where messages go that a consumer cannot handle. */
export const deadLetterTopic = (topic: string): string => `${topic}.dlt`;
