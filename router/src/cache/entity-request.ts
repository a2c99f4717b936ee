import type { GraphQLSchema } from 'graphql';
import { getOwn, isJson, type Json, setOwn } from '../plan-executor/own-properties.js';
import {
  type SubgraphAnswer,
  type SubgraphError,
  SubgraphFailure,
  type SubgraphRequest,
} from '../subgraph-client/subgraph-answer.js';
import type { EntityList } from './cache-unit.js';
import { keysOf } from './entity-keys.js';
import { keyTag, otherKeyTag } from './tags.js';

/** An entity that is asked for. */
export interface WantedEntity {
  readonly list: EntityList;
  readonly representation: unknown;
  /** What tells it from all others. */
  readonly keyParts: readonly unknown[];
  /** Names by which it alone is invalidated. */
  readonly tags: readonly string[];
  /** JSON, as soon as it is known. */
  text: string | undefined;
}

/** A request for entities, of which some may be known. */
export class EntityRequest {
  readonly entities: readonly WantedEntity[];
  readonly #variables: Json;
  /** Places of a list's entities among all. */
  readonly #places: ReadonlyMap<EntityList, readonly number[]>;
  /** Those that are asked for, by list, in the order in which they are. */
  readonly #missing = new Map<EntityList, readonly number[]>();

  constructor(
    readonly lists: readonly EntityList[],
    variables: string,
    schema: GraphQLSchema,
  ) {
    this.#variables = JSON.parse(variables); // written by the executor: an object
    this.entities = lists.flatMap((list) => {
      const given = getOwn(this.#variables, list.list);
      const further = list.variables.flatMap((name) =>
        Object.hasOwn(this.#variables, name) ? [[name, this.#variables[name]]] : [],
      );
      return (Array.isArray(given) ? given : []).map((representation: unknown) => ({
        list,
        representation,
        keyParts: [list.text, further, representation],
        tags: tagsOf(representation, schema),
        text: undefined,
      }));
    });
    const placesOf = (list: EntityList) => this.entities.flatMap((entity, at) => (entity.list === list ? [at] : []));
    this.#places = new Map(lists.map((list) => [list, placesOf(list)]));
  }

  get isComplete(): boolean {
    return this.entities.every(({ text }) => text !== undefined);
  }

  /** The variables of a request for what is not known. */
  variablesOfMissing(): string {
    const variables: Json = { ...this.#variables };
    for (const list of this.lists) {
      const places = this.#placesOf(list).filter((at) => this.entities[at]?.text === undefined);
      this.#missing.set(list, places);
      setOwn(
        variables,
        list.list,
        places.map((at) => this.entities[at]?.representation),
      );
    }
    return JSON.stringify(variables);
  }

  /** Takes what was missing; answers where it belongs. */
  take(request: SubgraphRequest, { data, errors }: SubgraphAnswer): ReadonlySet<number> {
    const taken = new Set<number>();
    if (data === undefined) return taken;
    for (const [list, places] of this.#missing) {
      const found = getOwn(data, list.answer) ?? null;
      if (found === null && errors.length > 0) continue; // they say why
      if (!Array.isArray(found) || found.length !== places.length) {
        const details = { wasSent: true, cause: 'length of _entities' };
        throw new SubgraphFailure(request.subgraph, 'SUBGRAPH_INVALID_RESPONSE', details);
      }
      for (const [index, at] of places.entries()) {
        const entity = this.entities[at];
        if (entity === undefined) continue;
        entity.text = JSON.stringify(found[index]);
        taken.add(at);
      }
    }
    return taken;
  }

  /** The whole answer, as if all had been asked for. */
  written(): Buffer {
    const lists = this.lists.map((list) => {
      const texts = this.#placesOf(list).map((at) => this.entities[at]?.text ?? 'null');
      return `${JSON.stringify(list.answer)}:[${texts.join(',')}]`;
    });
    return Buffer.from(`{"data":{${lists.join(',')}}}`);
  }

  /** An error of the answer with the place that its entity has among all. */
  inOwnPlaces(error: SubgraphError): SubgraphError {
    const [answer, index, ...rest] = error.path ?? [];
    const list = this.lists.find((one) => one.answer === answer);
    if (list === undefined || typeof index !== 'number') return error;
    const [first = 0] = this.#placesOf(list);
    const at = this.#missing.get(list)?.[index];
    return at === undefined ? error : { ...error, path: [list.answer, at - first, ...rest] };
  }

  #placesOf(list: EntityList): readonly number[] {
    return this.#places.get(list) ?? [];
  }
}

function tagsOf(representation: unknown, schema: GraphQLSchema): readonly string[] {
  if (!isJson(representation)) return [];
  const { __typename, ...fields } = representation;
  const type = String(__typename);
  const others = keysOf(type, schema).flatMap((key) => [...key].filter((name) => !Object.hasOwn(fields, name)));
  return [
    ...Object.entries(fields).map(([name, value]) => keyTag(type, name, value)),
    ...others.map((name) => otherKeyTag(type, name)),
  ];
}
