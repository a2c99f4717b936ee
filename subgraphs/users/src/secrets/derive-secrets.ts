import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a derived key is for: one purpose never opens what another one made. */
export type Purpose =
  | 'cookie'
  | 'form'
  | 'signing-key'
  | 'client-secret'
  | 'throttle'
  | 'verify-email'
  | 'reset-password';

/** Everything that is sealed or signed by this subgraph's configured secrets. */
export interface Secrets {
  /** One key of a configured secret each, the signing one first. */
  keys(purpose: Purpose): readonly string[];
  /** HMAC-SHA256 by the first secret, base64url. */
  mac(purpose: Purpose, text: string): string;
  /** True when any configured secret made the MAC; in constant time. */
  isMac(purpose: Purpose, text: string, mac: string): boolean;
  /** AES-256-GCM by the first secret. */
  seal(purpose: Purpose, text: string): string;
  /** Opens what any configured secret sealed; throws for anything else. */
  open(purpose: Purpose, sealed: string): string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Derives one key a purpose from each configured secret; several secrets allow a rotation without outage. */
export function deriveSecrets(configured: readonly string[]): Secrets {
  const derive = (purpose: Purpose): readonly Buffer[] =>
    configured.map((secret) => Buffer.from(hkdfSync('sha256', secret, 'fleetgraph-users', purpose, 32)));
  const first = (purpose: Purpose): Buffer => {
    const [key] = derive(purpose);
    if (key === undefined) throw new Error('No secret is configured for users.');
    return key;
  };

  return {
    keys: (purpose) => derive(purpose).map((key) => key.toString('base64url')),
    mac: (purpose, text) => macOf(first(purpose), text).toString('base64url'),
    isMac(purpose, text, mac) {
      const given = Buffer.from(mac, 'base64url');
      return derive(purpose).some((key) => {
        const expected = macOf(key, text);
        return expected.length === given.length && timingSafeEqual(expected, given);
      });
    },
    seal: (purpose, text) => seal(first(purpose), text),
    open: (purpose, sealed) => open(derive(purpose), sealed),
  };
}

const macOf = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

function open(keys: readonly Buffer[], sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  for (const key of keys) {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const body = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([body, decipher.final()]).toString('utf8');
    } catch {
      // Sealed by another of the secrets: a wrong tag is the only way GCM can tell.
    }
  }
  throw new Error('Sealed by a secret that is no longer configured for users.');
}
