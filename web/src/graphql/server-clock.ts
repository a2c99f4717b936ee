import { clockLead } from '../format/remaining.js';

let leadMs = 0;

/** What the server's clock says now, as far as its last answer told. */
export const serverNow = (): number => Date.now() + leadMs;

/** A fetch that reads the server's clock from each answer. */
export const fetchWithClock: typeof fetch = async (input, init) => {
  const sentAt = Date.now();
  const answer = await fetch(input, init);
  leadMs = clockLead(answer.headers.get('date'), sentAt, Date.now()) ?? leadMs;
  return answer;
};
