import { setTimeout as pause } from 'node:timers/promises';
import type { SupergraphSource } from './supergraph-source.js';

/** What is done with what a source has. */
export interface SourceReader {
  readonly intervalMs: number;
  /** Rejects when the text is no supergraph. */
  onText(text: string): Promise<void>;
  /** Told once of each fault, as long as it stays the same. */
  onFault(fault: unknown): void;
}

/** Looks at a source from time to time; answers what stops that. */
export function watchSource(source: SupergraphSource, reader: SourceReader): () => void {
  const stopped = new AbortController();
  void keepLooking(source, reader, stopped.signal);
  return () => stopped.abort();
}

async function keepLooking(
  source: SupergraphSource,
  { intervalMs, onText, onFault }: SourceReader,
  stopped: AbortSignal,
): Promise<void> {
  let told: string | undefined;
  for (;;) {
    await pause(intervalMs, undefined, { ref: false, signal: stopped }).catch(() => {}); // stopped: seen below
    if (stopped.aborted) return;
    try {
      const text = await source.next();
      if (stopped.aborted) return;
      told = undefined;
      if (text !== undefined) await onText(text);
    } catch (fault) {
      const message = fault instanceof Error ? fault.message : String(fault);
      if (message !== told && !stopped.aborted) onFault(fault);
      told = message;
    }
  }
}
