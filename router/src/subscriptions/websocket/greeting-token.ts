/** The token of a greeting: it stands for the header, so its name may be written as that of one. */
export function tokenIn(payload: Readonly<Record<string, unknown>>): string | undefined {
  const [, value] = Object.entries(payload).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return typeof value === 'string' ? value : undefined;
}
