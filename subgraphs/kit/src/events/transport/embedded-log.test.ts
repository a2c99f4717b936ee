import { pino } from 'pino';
import { startEmbeddedServer } from '../../testing/embedded-server.js';
import { openEmbeddedLog } from './embedded-log.js';
import { describeTransport } from './transport-contract.js';

describeTransport('The embedded log', async () => {
  // A server of its own, because it is stopped and started.
  const server = await startEmbeddedServer();
  return {
    open: () => openEmbeddedLog({ url: server.adminUrl, logger: pino({ level: 'silent' }) }),
    outage: { begin: () => server.pause(), end: () => server.resume() },
    stop: () => server.stop(),
  };
});
