import { fromBinary } from '@bufbuild/protobuf';
import { EVENTS } from '@fleetgraph/schema/topics';

/** One text inside an event. */
export interface EventText {
  /** Message and field: `BookedLine.title`. */
  readonly field: string;
  readonly text: string;
}

/** Every text of a stored event with the field that holds it; undefined for a type that the schema does not know. */
export function textsOfEvent({ type, data }: { type: string; data: Uint8Array }): EventText[] | undefined {
  const schema = EVENTS.get(type);
  return schema && textsIn(fromBinary(schema, data), '');
}

function textsIn(value: unknown, field: string): EventText[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, field));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const { $typeName, ...fields } = value as Record<string, unknown>;
  const message = typeof $typeName === 'string' ? $typeName.slice($typeName.lastIndexOf('.') + 1) : undefined;
  // Maps and the cases of a oneof have no name of their own: they count as the field around them.
  return Object.entries(fields).flatMap(([name, inner]) =>
    textsIn(inner, message === undefined ? field : `${message}.${name}`),
  );
}
