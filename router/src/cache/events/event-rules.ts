import type { EventRule } from '../../config/cache-events-section.js';
import type { Invalidation } from '../invalidation.js';
import type { BusEvent } from './event-source.js';
import { EventValues } from './event-values.js';

/** What events change, by the rules of the configuration. */
export interface EventEffect extends Invalidation {
  /** How the event was understood; `unreadable`: a rule is for it, but not all that the rule wants is in it. */
  readonly outcome: 'applied' | 'ignored' | 'unreadable';
}

/** One event that changes more entities of a type counts for the whole type. */
const MAX_ENTITIES = 1_000;

/** Reads events by rules. */
export class EventRules {
  readonly #rules: ReadonlyMap<string, readonly EventRule[]>;

  constructor(rules: readonly EventRule[]) {
    this.#rules = Map.groupBy(rules, ({ topic }) => topic);
  }

  get topics(): readonly string[] {
    return [...this.#rules.keys()];
  }

  /** What cannot be read from an event is taken to concern the whole type: too much is told anew, never too little. */
  effectOf(event: BusEvent): EventEffect {
    const values = new EventValues(event);
    const rules = (this.#rules.get(event.topic) ?? []).filter(({ types }) => isAmong(types, values));
    const tags = rules.flatMap((rule) => rule.tags);
    const entities: Invalidation['entities'][number][] = [];
    let outcome: EventEffect['outcome'] = rules.length === 0 ? 'ignored' : values.isBroken ? 'unreadable' : 'applied';
    for (const { type, key } of rules.flatMap((rule) => rule.entities)) {
      const fields = Object.entries(key).map(([field, place]) => [field, values.at(place)] as const);
      if (fields.some(([, found]) => found.length === 0)) outcome = 'unreadable';
      if (fields.some(([, found]) => found.length === 0 || found.length > MAX_ENTITIES)) tags.push(type);
      else
        for (const [field, found] of fields)
          entities.push(...found.map((value) => ({ type, key: { [field]: value } })));
    }
    return { tags, entities, outcome };
  }
}

function isAmong(types: readonly string[], { type, isBroken }: EventValues): boolean {
  return types.length === 0 || isBroken || (type !== undefined && types.includes(type));
}
