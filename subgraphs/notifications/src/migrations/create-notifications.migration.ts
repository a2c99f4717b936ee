import { Migration } from '@mikro-orm/migrations';

/** Who is told what about which booking. */
export class CreateNotifications extends Migration {
  override name = 'notifications-0001-create-notifications';

  override up(): void {
    this.addSql(`
      create table recipient (
        user_id text not null,
        locale text not null default 'en',
        profile_version integer not null default 0,
        -- Number of the newest notification; drawn while this row is locked, so it grows in the order of commits.
        sequence integer not null default 0,
        constraint recipient_pkey primary key (user_id)
      )`);
    this.addSql(`
      create table booking (
        booking_id text not null,
        locator text not null,
        customer_id text,
        state text not null,
        total jsonb not null,
        lines jsonb not null,
        constraint booking_pkey primary key (booking_id)
      )`);
    this.addSql(`
      create table notification (
        id uuid not null default uuidv7(),
        event_id uuid not null,
        user_id text not null,
        booking_id text,
        template text not null,
        channel text not null,
        params jsonb not null,
        state text not null,
        -- Why it was skipped, failed or became obsolete.
        reason text,
        sequence integer,
        created_at timestamptz not null default now(),
        sent_at timestamptz,
        read_at timestamptz,
        constraint notification_pkey primary key (id),
        -- The last word on "told once": a replayed topic inserts nothing (N-04).
        constraint notification_once unique (event_id, user_id, channel, template),
        constraint notification_channel check (channel in ('EMAIL', 'IN_APP')),
        constraint notification_sequence check ((channel = 'IN_APP') = (sequence is not null))
      )`);
    this.addSql(
      `create unique index notification_user_sequence on notification (user_id, sequence) where channel = 'IN_APP'`,
    );
    this.addSql(`create index notification_booking on notification (booking_id) where booking_id is not null`);
  }

  override down(): void {
    this.addSql('drop table notification, booking, recipient');
  }
}
