/** Name of the constraint that an error says was violated. */
export function violatedConstraint(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('constraint' in error)) return undefined;
  return typeof error.constraint === 'string' ? error.constraint : undefined;
}

/**
 * For `.catch(onConstraint({ booking_no_overlap: () => new VehicleUnavailable(id) }))`: the violation of a named
 * constraint becomes the refusal it stands for; every other error goes on as it is.
 */
export function onConstraint(refusals: Readonly<Record<string, (cause: unknown) => Error>>) {
  return (error: unknown): never => {
    const refusal = refusals[violatedConstraint(error) ?? ''];
    throw refusal === undefined ? error : refusal(error);
  };
}
