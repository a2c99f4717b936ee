import type { FastifyInstance } from 'fastify';
import type { Sandbox } from '../sandbox.js';
import { ControlsInput, HARMLESS } from './controls.js';

/** Offers the faults as JSON: `GET` shows, `PATCH` changes some, `DELETE` ends all of them. */
export function registerControls(app: FastifyInstance, sandbox: Sandbox): void {
  const change = (controls: Partial<Sandbox['controls']>) => {
    Object.assign(sandbox.controls, controls);
    sandbox.wakeDeliverer();
    return sandbox.controls;
  };
  app.get('/sandbox/controls', () => sandbox.controls);
  app.patch('/sandbox/controls', (request, reply) => {
    const input = ControlsInput.safeParse(request.body);
    if (!input.success) return reply.code(400).send({ faults: input.error.issues });
    // The shape has optional properties only, and JSON has no undefined.
    return change(input.data as Partial<Sandbox['controls']>);
  });
  app.delete('/sandbox/controls', () => change(HARMLESS));
  app.post('/sandbox/controls/release', () => change({ holdWebhooks: false }));
}
