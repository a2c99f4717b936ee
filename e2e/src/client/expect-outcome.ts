interface Outcome {
  readonly __typename?: string;
  readonly message?: string;
}

/** Takes one member out of a payload's union; any other outcome is an error that tells what it was. */
export function expectOutcome<Payload extends Outcome, Name extends NonNullable<Payload['__typename']>>(
  payload: Payload,
  name: Name,
): Extract<Payload, { __typename?: Name }> {
  if (payload.__typename !== name) {
    throw new Error(`Expected ${name}, got ${payload.__typename}: ${payload.message ?? ''}`);
  }
  return payload as Extract<Payload, { __typename?: Name }>; // the line above has compared it
}
