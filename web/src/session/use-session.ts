import { useSyncExternalStore } from 'react';
import { type SessionState, sessionState, watchSession } from './session.js';

/** Whether somebody is signed in, as it changes. */
export function useSession(): SessionState {
  return useSyncExternalStore(watchSession, sessionState);
}
