import { textsOfEvent } from '@fleetgraph/kit/events/texts-of-event';
import type { DatabaseName } from '@fleetgraph/local/postgres/database-names';
import type { Look, Row } from './look.js';

/** Fields that name places and goods: a person may well be called like one. A new field is looked at until it is listed here. */
const NAMES_OF_THINGS = new Set([
  'LocationChanged.name',
  'BookableChanged.title',
  'BookedLine.title',
  'ExtraPrice.title',
  'FlightDetails.number',
  'FlightDetails.carrier',
  'FlightDetails.aircraft',
  'ProductVariantDetails.sku',
]);

/** Words in one case are codes and kinds: `CANCELLED`, `booking-confirmed`. */
const CODE = /^(?:[\p{Lu}\d_:-]+|[\p{Ll}\d_:-]+)$/u;

/** A stored event that has one of the wanted texts somewhere in its bytes. */
interface Candidate extends Row {
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly secret: string;
}

/** Events that carry a person's mail address anywhere, or a person's name as the whole of a field that is not about things. */
export async function peopleInEvents(look: Look, databases: readonly DatabaseName[]): Promise<Row[]> {
  const people = await look.sql('users', 'select email, display_name from person');
  const addresses = people.map(({ email }) => String(email));
  const names = people.map(({ display_name: name }) => String(name).trim()).filter((name) => !CODE.test(name));
  const found = await Promise.all(
    databases.map(async (database) => [
      ...(await eventsWith(look, database, addresses)),
      ...(await eventsWith(look, database, names)).filter(isNamedWhole),
    ]),
  );
  return found.flat().map(({ id, type }) => ({ id, type }));
}

async function eventsWith(look: Look, database: DatabaseName, secrets: readonly string[]): Promise<Candidate[]> {
  return look.sql<Candidate>(
    database,
    `select id::text, type, data, secret from outbox, unnest($1::text[]) secret
      where secret <> '' and position(convert_to(secret, 'UTF8') in data) > 0`,
    [secrets],
  );
}

/** True for an unknown type, too: nobody knows what its fields are. */
function isNamedWhole(event: Candidate): boolean {
  const texts = textsOfEvent(event);
  return texts?.some(({ field, text }) => text.trim() === event.secret && !NAMES_OF_THINGS.has(field)) ?? true;
}
