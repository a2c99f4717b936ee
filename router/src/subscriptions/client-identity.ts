import type { Caller } from '../gate/authenticate.js';

/** Who a client is, whatever token it has; undefined for somebody without one. */
export const identityOf = ({ authorization, subject, clientId }: Caller): string | undefined =>
  authorization && (subject ?? clientId ?? authorization);
