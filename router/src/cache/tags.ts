/** Name by which entities with this value in a key are invalidated: `User id "1"`. */
export const keyTag = (type: string, field: string, value: unknown): string =>
  `${type} ${field} ${JSON.stringify(value)}`;
