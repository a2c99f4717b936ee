import { setPriority } from 'node:os';
import { Crowd } from './crowd.js';

/** What the parent wants of the crowd; each is answered with a report when it is done. */
export type CrowdCommand =
  | { readonly open: number; readonly port: number }
  /** So many a second go, and as many come; 0: nobody. */
  | { readonly churn: number }
  /** Those who do not read look up. */
  | { readonly wake: true }
  | { readonly leave: true }
  | { readonly count: true };

/** The sockets of the benchmark, in a process of their own, which gives way to whoever shares its processor. */
setPriority(19);
const crowd = new Crowd();

process.on('message', async (command: CrowdCommand) => {
  if ('open' in command) await crowd.open(command.open, command.port);
  else if ('churn' in command) crowd.churn(command.churn);
  else if ('wake' in command) await crowd.wake();
  else if ('leave' in command) await crowd.leave();
  process.send?.(crowd.report());
});
process.on('disconnect', () => process.exit(0));
