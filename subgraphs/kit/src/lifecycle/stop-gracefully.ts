import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

/** Runs `stop` once on SIGTERM, SIGINT or a fatal error, within `delayMs`; then the process ends. */
export function stopGracefully(stop: () => Promise<void>, logger: Logger, delayMs = 9_000): void {
  closeWithGrace({ delay: delayMs, logger: false }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'stopping after a fatal error');
    else logger.info({ signal }, 'stopping');
    await stop();
  });
}
