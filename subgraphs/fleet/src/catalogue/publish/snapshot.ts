import type { MessageInitShape } from '@bufbuild/protobuf';
import type { BookableChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { Location } from '../../place/location.entity.js';
import type { Pricing } from '../pricing/rate-plan-message.js';

type BookableChanged = Exclude<MessageInitShape<typeof BookableChangedSchema>, { readonly $typeName: string }>;

/** What the other subgraphs and the search learn of something bookable, beyond what all kinds have. */
export interface Snapshot {
  readonly details: NonNullable<BookableChanged['details']>;
  readonly pricing: Pricing;
  /** Everything that it can be found by. */
  readonly words: readonly (string | null)[];
  /** Where it is found; null: everywhere. */
  readonly place: Location | null;
  /** Values to narrow a search by. */
  readonly facets: Readonly<Record<string, string>>;
  /** When it is no longer found by itself; null: never. */
  readonly endsAt: Date | null;
}
