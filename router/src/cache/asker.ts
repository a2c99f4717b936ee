import { createHash } from 'node:crypto';
import type { CallContext } from '../subgraph-client/call-headers.js';
import type { CachePolicy } from './cache-policy.js';

/** Who asks, as far as it matters to what is kept. */
export class Asker {
  #stamp: string | undefined;

  constructor(readonly call: CallContext) {}

  /** Only who has shown a token can have something of their own. */
  get isKnown(): boolean {
    return this.call.authorization !== undefined;
  }

  /** Tells when they have last changed something; strangers are told apart by where they are. */
  get stamp(): string {
    const { authorization, address } = this.call;
    this.#stamp ??= `caller:${digest(authorization === undefined ? `at ${address}` : subjectOf(authorization))}`;
    return this.#stamp;
  }

  /** Equal for equal questions of those who may share an answer: always with equal headers that subgraphs see. */
  keyOf({ isPrivate }: CachePolicy, parts: readonly unknown[]): string {
    const { authorization, propagated } = this.call;
    return digest(JSON.stringify([...parts, propagated, isPrivate ? authorization : null]));
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The subject of a token that was verified before, whichever of their tokens it is; without one the token itself. */
function subjectOf(authorization: string): string {
  try {
    const [, payload = ''] = authorization.split('.');
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof sub === 'string' ? `sub ${sub}` : authorization;
  } catch {
    return authorization;
  }
}
