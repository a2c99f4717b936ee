import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readOrCreatePrivateJson } from '../durable/write-private-file.js';
import { DATABASE_NAMES, type DatabaseName } from './database-names.js';

const Passwords = z.object({
  superuser: z.string().min(1),
  roles: z.record(z.enum(DATABASE_NAMES), z.string().min(1)),
});

/** The passwords of the superuser and of each database's role. */
export interface Passwords {
  superuser: string;
  roles: Record<DatabaseName, string>;
}

/** Reads the database passwords of a data folder; on the first start they are drawn at random. */
export function readPasswords(folder: string): Passwords {
  return readOrCreatePrivateJson(join(folder, 'postgres-passwords.json'), Passwords, drawPasswords);
}

function drawPasswords(): Passwords {
  const draw = () => randomBytes(24).toString('hex');
  const [fleet, bookings, payments, users] = [draw(), draw(), draw(), draw()];
  const [notifications, analytics, event_log] = [draw(), draw(), draw()];
  return { superuser: draw(), roles: { fleet, bookings, payments, users, notifications, analytics, event_log } };
}
