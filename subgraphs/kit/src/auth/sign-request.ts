import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** What the router vouches for: nothing of it can be changed on the way. */
export interface SignedRequest {
  readonly method: string;
  /** Path without query string. */
  readonly path: string;
  /** Empty for a WebSocket upgrade. */
  readonly body: string | Buffer;
  /** The caller's own `authorization` header, if any. */
  readonly authorization: string | undefined;
}

/** Header that carries the signature. */
export const SIGNATURE_HEADER = 'x-fleetgraph-signature';

/** How far clocks may differ, in seconds. */
const TOLERANCE_S = 60;

/** Signs a request to a subgraph: HMAC-SHA256 over time, method, path, body digest and identity. */
export function signRequest(secret: string, request: SignedRequest, nowMs: number = Date.now()): string {
  const time = Math.floor(nowMs / 1000);
  return `t=${time},v1=${mac(secret, request, time).toString('hex')}`;
}

/** True when one of the secrets made the signature, for exactly this request, within the tolerance. */
export function isSignatureValid(
  secrets: readonly string[],
  request: SignedRequest,
  header: string | undefined,
  nowMs: number = Date.now(),
): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '');
  const [, timeText, macText] = match ?? [];
  if (timeText === undefined || macText === undefined) return false;
  const time = Number(timeText);
  if (Math.abs(nowMs / 1000 - time) > TOLERANCE_S) return false;
  const given = Buffer.from(macText, 'hex');
  return secrets.some((secret) => timingSafeEqual(mac(secret, request, time), given));
}

function mac(secret: string, { method, path, body, authorization }: SignedRequest, time: number): Buffer {
  const text = [time, method, path, sha256(body), sha256(authorization ?? '')].join('\n');
  return createHmac('sha256', secret).update(text).digest();
}

const sha256 = (data: string | Buffer): string => hash('sha256', data);
