import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isRepeatable } from './driver/database-errors.js';

const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 10;

/**
 * One transaction with an identity map of its own; repeated from the start, at most five times, when it lost against
 * another (deadlock, serialization failure). Inside a transaction it joins that one.
 */
export async function transact<T>(em: EntityManager, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  if (em.isInTransaction()) return work(em);
  for (let attempt = 1; ; attempt++) {
    try {
      return await em.fork().transactional((tx) => work(tx));
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isRepeatable(error)) throw error;
      // Full jitter: rivals that met once do not meet again at the same moment.
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}
