import { RequestRefused } from '../../gate/request-refused.js';

/** A request about an event stream that cannot be served; the status is that of the protocol's own server. */
export class StreamRefused extends RequestRefused {
  constructor(
    readonly httpStatus: 403 | 404 | 409,
    message: string,
  ) {
    super(httpStatus === 403 ? 'FORBIDDEN' : 'BAD_REQUEST', message);
  }

  override get status(): number {
    return this.httpStatus;
  }
}
