import type { GraphQLFieldResolver } from 'graphql';
import { asOneProgram } from './as-one-program.js';
import { facts } from './chains.js';

/** All arguments of the graph. */
interface Arguments {
  readonly id: string;
  readonly unit: string;
  readonly express: boolean | null;
  readonly note: string | null;
}

const parcel = (id: string) => ({ __typename: 'Parcel', id });

const ROOTS: Readonly<Record<string, (args: Arguments) => unknown>> = {
  weighed: () => ['1', '2'].map(parcel),
  shipped: () => [parcel('1'), null, parcel('2')],
  sent: () => [parcel('1'), { __typename: 'Letter', id: '9', digest: 'a letter' }],
  boxes: () => facts.boxes,
  taxed: () => facts.boxes[0],
  lightest: () => parcel('1'),
  ship: ({ id }) => parcel(id),
};

const seal = (id: string) => facts.seal(facts.owner(id).name);
const report = (id: string, note: string | null) => facts.report(facts.owner(id).name, facts.weight(id, 'KG'), note);
const price = (id: string, express: boolean | null) => facts.price(facts.weight(id, 'G'), express);

const PARCEL: Readonly<Record<string, (id: string, args: Arguments) => unknown>> = {
  weight: (id, { unit }) => facts.weight(id, unit),
  owner: (id) => facts.owner(id),
  label: (id) => facts.label(id),
  price: (id, { express }) => price(id, express),
  digest: (id) => facts.owner(id).name,
  report: (id, { note }) => report(id, note),
  stamp: (id) => facts.stamp(seal(id)),
  fee: () => facts.fee(facts.rate),
  tax: (id) => facts.duty(price(id, true)),
  duty: (id) => facts.duty(price(id, false)),
  seal,
  audit: (id) => facts.audit(report(id, 'tax').text),
  rate: () => facts.rate,
  bill: () => facts.bill(facts.fee(facts.rate)),
  proof: (id) => facts.proof(facts.stamp(seal(id))),
};

const resolve: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, { parentType, fieldName }) => {
  if (parentType.name === 'Query' || parentType.name === 'Mutation') return ROOTS[fieldName]?.(args as Arguments);
  const object = source as Readonly<Record<string, unknown>>;
  const resolver = parentType.name === 'Parcel' ? PARCEL[fieldName] : undefined;
  return resolver === undefined ? object[fieldName] : resolver(String(object.id), args as Arguments);
};

/** The same graph as one program, in which a field works out by itself what it requires. */
export const answerChains = asOneProgram(resolve);
