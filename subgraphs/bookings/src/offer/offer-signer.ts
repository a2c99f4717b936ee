import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { BookableKind } from '../booking/model/line-state.js';
import type { PricedOffer, SignedOffer } from './offer-terms.js';

const MAC_BYTES = 16;
const KEY_BYTES = 32;
const MINUTE_MS = 60_000;

/** Makes offers that need no row: the id is what was offered with a signature, so it can be trusted when it comes back. */
export class OfferSigner {
  readonly #keys: readonly Buffer[];
  readonly #lifetimeMs: number;

  /** The secrets are those that all replicas share; a key of its own is derived, the first signs, all verify. */
  constructor(secrets: readonly string[], offerMinutes: number) {
    this.#keys = secrets.map((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', 'fleetgraph offers v1', KEY_BYTES)),
    );
    this.#lifetimeMs = offerMinutes * MINUTE_MS;
  }

  /** Gives out an offer. */
  sign(offer: PricedOffer): SignedOffer {
    const expiresAt = new Date(Date.now() + this.#lifetimeMs);
    const payload = Buffer.from(JSON.stringify(pack(offer, expiresAt)));
    const [key] = this.#keys;
    if (!key) throw new Error('the configuration has at least one secret');
    return { ...offer, expiresAt, id: Buffer.concat([mac(key, payload), payload]).toString('base64url') };
  }

  /** The offer behind an id, also after its end; undefined when we never made it. */
  read(id: string): SignedOffer | undefined {
    const bytes = Buffer.from(id, 'base64url');
    if (bytes.length <= MAC_BYTES) return undefined;
    const given = bytes.subarray(0, MAC_BYTES);
    const payload = bytes.subarray(MAC_BYTES);
    const isOurs = this.#keys.some((key) => timingSafeEqual(mac(key, payload), given));
    // What carries our signature was made by pack().
    return isOurs ? { ...unpack(JSON.parse(payload.toString()) as Packed), id } : undefined;
  }
}

const mac = (key: Buffer, payload: Buffer) => createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES);

const KINDS = Object.values(BookableKind);

function pack(offer: PricedOffer, expiresAt: Date) {
  return [
    KINDS.indexOf(offer.kind),
    offer.bookableId,
    offer.from?.getTime() ?? null,
    offer.to?.getTime() ?? null,
    offer.timeZone,
    offer.endsTimeZone,
    offer.locationId,
    offer.returnLocationId,
    offer.cabinClass,
    offer.seat,
    offer.totalMinor.toString(),
    offer.currency,
    offer.unitsLeft,
    expiresAt.getTime(),
  ] as const;
}

type Packed = ReturnType<typeof pack>;

function unpack(packed: Packed): Omit<SignedOffer, 'id'> {
  const [kind, bookableId, from, to, timeZone, endsTimeZone, locationId, returnLocationId, ...rest] = packed;
  const [cabinClass, seat, totalMinor, currency, unitsLeft, expiresAt] = rest;
  return {
    kind: KINDS[kind] ?? BookableKind.CAR, // an index that pack() took from the same list
    bookableId,
    from: from === null ? null : new Date(from),
    to: to === null ? null : new Date(to),
    timeZone,
    endsTimeZone,
    locationId,
    returnLocationId,
    cabinClass,
    seat,
    totalMinor: BigInt(totalMinor),
    currency,
    unitsLeft,
    expiresAt: new Date(expiresAt),
  };
}
