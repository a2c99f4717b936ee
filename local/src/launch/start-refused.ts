/** A start that cannot go on for a reason the person at the keyboard can mend; the message is that one sentence. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
