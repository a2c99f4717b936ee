import { describe, expect, it } from '@jest/globals';
import { OperationRefused } from '../operation/operation-refused.js';
import { routerError } from '../router-error.js';
import { RequestRefused } from './request-refused.js';
import { refusalAnswer } from './write-answer.js';

/** How often somebody who reads logs was told, and what the client reads. */
function refuse(cause: unknown) {
  const told: unknown[] = [];
  const { errors } = refusalAnswer('trace-1', cause, (fault) => told.push(fault));
  return { told: told.length, extensions: errors?.[0]?.extensions, message: errors?.[0]?.message };
}

describe('the answer to what was refused', () => {
  it('names the request when the router itself is at fault, and nothing of its inside', () => {
    expect(refuse(new TypeError('secret of the inside'))).toEqual({
      told: 1,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'trace-1' },
      message: 'An internal error occurred.',
    });
  });

  it('names the request when an operation cannot be planned, though the error is remembered for all', () => {
    const originalError = new Error('secret of the planner');
    const shared = new OperationRefused([routerError('PLAN_FAILED', 'It cannot be planned.', { originalError })]);
    const { told, extensions } = refuse(shared);
    expect({ told, extensions }).toEqual({ told: 1, extensions: { code: 'PLAN_FAILED', requestId: 'trace-1' } });
    expect(shared.errors[0]?.extensions).toEqual({ code: 'PLAN_FAILED' });
  });

  it("does not name it when it is the caller's doing", () => {
    const { told, extensions } = refuse(new RequestRefused('RATE_LIMITED', 'Wait.', {}, undefined, { retryAfter: 3 }));
    expect({ told, extensions }).toEqual({ told: 0, extensions: { code: 'RATE_LIMITED', retryAfter: 3 } });
    expect(refuse(new OperationRefused([routerError('LIMIT_EXCEEDED', 'Too deep.')])).told).toBe(0);
  });
});
