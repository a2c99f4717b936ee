import { type GraphQLCompositeType, getNamedType, isCompositeType } from 'graphql';
import type { Shape, ShapeField } from '../shaper/shape.js';
import type { PlanRun } from './execute-plan.js';
import { getOwn, isJson, type Json } from './own-properties.js';
import type { ResponsePath } from './places.js';

/**
 * Whether the answer has a path of the data. A plan asks all objects of a place for what is asked of those of one type: the
 * others have been asked for something that nobody wants to know of them. True where the data ends before the path does.
 */
export function isAnswered(
  { shape, rootType, data }: Pick<PlanRun, 'shape' | 'rootType' | 'data'>,
  path: ResponsePath,
) {
  let at: ShapeOnType | undefined = { shape, type: rootType };
  let value: unknown = data;
  for (const step of path) {
    if (typeof step === 'number') {
      value = Array.isArray(value) ? value[step] : undefined;
      continue;
    }
    if (!isJson(value) || at === undefined) return true;
    const field: ShapeField | undefined = at.shape
      .fieldsOf(runtimeType(value, at))
      .find(({ dataName }) => dataName === step);
    if (field === undefined) return false;
    at = below(field);
    value = getOwn(value, step);
  }
  return true;
}

interface ShapeOnType {
  readonly shape: Shape;
  /** Of objects that do not say their own. */
  readonly type: GraphQLCompositeType;
}

function below({ shape, type }: ShapeField): ShapeOnType | undefined {
  const named = type && getNamedType(type);
  return shape && isCompositeType(named) ? { shape, type: named } : undefined;
}

function runtimeType(object: Json, { shape, type }: ShapeOnType): GraphQLCompositeType {
  const name = getOwn(object, '__typename');
  const given = typeof name === 'string' ? shape.context.schema.getType(name) : undefined;
  return isCompositeType(given) ? given : type;
}
