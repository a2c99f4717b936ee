import type { Authenticate, Caller } from '../gate/authenticate.js';
import { RequestRefused } from '../gate/request-refused.js';

/** Who opened a connection that stays open. */
export class StandingCaller {
  #caller: Caller;

  constructor(
    caller: Caller,
    readonly address: string,
    readonly authenticate: Authenticate,
  ) {
    this.#caller = caller;
  }

  get expiresAt(): Date | undefined {
    return this.#caller.expiresAt;
  }

  /** Looks at the token again when other keys count; tells when it does not any more, not when nobody can know now. */
  recheck(onRefused: () => void): void {
    const { authorization } = this.#caller;
    if (authorization === undefined || this.#caller.isCurrent()) return;
    this.#verify(authorization).catch((cause: unknown) => {
      if (cause instanceof RequestRefused && cause.code === 'UNAUTHENTICATED') onRefused();
    });
  }

  async #verify(authorization: string): Promise<void> {
    this.#caller = await this.authenticate(authorization, this.address);
  }
}
