import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs `stop` once on SIGTERM, SIGINT or a fatal error; then the process ends, after `delayMs` at the latest. More
 * signals change nothing: npm passes on the Ctrl-C that the process has already got from the terminal.
 */
export function stopGracefully(stop: () => Promise<void>, logger: Logger, delayMs = 9_000): void {
  const { close } = closeWithGrace({ delay: delayMs, logger: false, skip: [...SIGNALS] }, async ({ err }) => {
    if (err) logger.fatal({ err }, 'stopping after a fatal error');
    else logger.info('stopping');
    await stop();
  });
  let isClosing = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!isClosing) close();
      isClosing = true;
    });
  }
}
