import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { routerError } from '../router-error.js';
import { OperationRefused } from './operation-refused.js';
import { fragmentsOf, type ParsedOperation } from './parsed-operation.js';

/** Mean lengths of the lists of introspection in one schema, by `__Type.field`. */
type MeanLengths = Readonly<Record<string, number>>;

interface SchemaMeasures {
  readonly lengths: MeanLengths;
  /** Size of the query that tools send. */
  readonly standard: number;
}

const MEASURES = new WeakMap<GraphQLSchema, SchemaMeasures>();

const STANDARD = parse(
  getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, inputValueDeprecation: true }),
);

/** Number of objects that an operation's introspection has in its answer, by the mean lengths of this schema. */
export function introspectionSize({ document, fragments }: Sized, schema: GraphQLSchema): number {
  return sizeOf({ document, fragments }, schema, measuresOf(schema).lengths);
}

/** Refuses an operation that asks for more of the schema than so many queries of the usual tools do. */
export function assertIntrospectionWithin(operation: Sized, schema: GraphQLSchema, max: number): void {
  const { lengths, standard } = measuresOf(schema);
  if (sizeOf(operation, schema, lengths) <= max * standard) return;
  const message = `The operation asks for more of the schema than ${max} standard introspection queries.`;
  throw new OperationRefused([routerError('LIMIT_EXCEEDED', message, { extensions: { limit: 'introspection', max } })]);
}

type Sized = Pick<ParsedOperation, 'document' | 'fragments'>;

function measuresOf(schema: GraphQLSchema): SchemaMeasures {
  const known = MEASURES.get(schema);
  if (known !== undefined) return known;
  const lengths = meanLengths(schema);
  const standard = sizeOf({ document: STANDARD, fragments: fragmentsOf(STANDARD) }, schema, lengths);
  const measures = { lengths, standard };
  MEASURES.set(schema, measures);
  return measures;
}

function sizeOf({ document, fragments }: Sized, schema: GraphQLSchema, lengths: MeanLengths): number {
  const ofSet = ({ selections }: SelectionSetNode, parent: GraphQLNamedType): number =>
    selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + ofField(selection, parent);
      const set =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection.selectionSet
          : fragments.get(selection.name.value)?.selectionSet;
      return sum + (set === undefined ? 0 : ofSet(set, parent));
    }, 0);
  const ofField = ({ name, selectionSet }: FieldNode, parent: GraphQLNamedType): number => {
    const field = isObjectType(parent) ? parent.getFields()[name.value] : undefined;
    if (field === undefined || selectionSet === undefined) return 0;
    const length = isListType(getNullableType(field.type)) ? (lengths[`${parent.name}.${name.value}`] ?? 1) : 1;
    return length * (1 + ofSet(selectionSet, getNamedType(field.type)));
  };

  let size = 0;
  visit(document, {
    Field({ name, selectionSet }) {
      const type = name.value === '__schema' ? '__Schema' : name.value === '__type' ? '__Type' : undefined;
      const root = type === undefined ? undefined : schema.getType(type);
      if (root === undefined || selectionSet === undefined) return undefined;
      size += 1 + ofSet(selectionSet, root);
      return false;
    },
  });
  return size;
}

function meanLengths(schema: GraphQLSchema): MeanLengths {
  const types = Object.values(schema.getTypeMap());
  const mean = (total: number, count: number) => Math.max(1, total / Math.max(1, count));
  const perType = (lengthOf: (type: GraphQLNamedType) => number) =>
    mean(
      types.reduce((sum, type) => sum + lengthOf(type), 0),
      types.length,
    );
  const fieldsOf = (type: GraphQLNamedType) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const fields = types.flatMap(fieldsOf);
  return {
    '__Schema.types': types.length,
    '__Schema.directives': schema.getDirectives().length,
    '__Type.fields': perType((type) => fieldsOf(type).length),
    '__Type.interfaces': perType((type) => ('getInterfaces' in type ? type.getInterfaces().length : 0)),
    '__Type.enumValues': perType((type) => ('getValues' in type ? type.getValues().length : 0)),
    '__Type.inputFields': perType((type) =>
      'getFields' in type && fieldsOf(type).length === 0 ? Object.keys(type.getFields()).length : 0,
    ),
    '__Type.possibleTypes': perType((type) =>
      isInterfaceType(type) ? schema.getPossibleTypes(type).length : 'getTypes' in type ? type.getTypes().length : 0,
    ),
    '__Field.args': mean(
      fields.reduce((sum, { args }) => sum + args.length, 0),
      fields.length,
    ),
    '__Directive.args': 2,
  };
}
