/** For how many seconds a `cache-control` header lets an answer be kept; without one as long as anybody wants. */
export function headerBound(header: string | undefined, isPrivate: boolean): number {
  if (header === undefined) return Number.POSITIVE_INFINITY;
  const directives = new Map(
    header
      .toLowerCase()
      .split(',')
      .map((part) => part.trim().split('=', 2))
      .map(([name = '', value]) => [name, value]),
  );
  if (directives.has('no-store') || directives.has('no-cache')) return 0;
  if (directives.has('private') && !isPrivate) return 0;
  const age = directives.get('s-maxage') ?? directives.get('max-age');
  const seconds = Number(age?.replaceAll('"', '') ?? Number.POSITIVE_INFINITY);
  return Number.isNaN(seconds) ? 0 : seconds;
}
