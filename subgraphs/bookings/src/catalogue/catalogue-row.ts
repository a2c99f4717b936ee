import { fromJson } from '@bufbuild/protobuf';
import { type RatePlan, RatePlanSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { BookableKind } from '../booking/model/line-state.js';

/** What is read of a bookable to offer and price it. */
export interface CatalogueRow {
  readonly id: string;
  readonly kind: BookableKind;
  readonly title: string;
  readonly rate_plan: object;
  /** Protobuf JSON of the kind's details. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** The plan of a bookable, as the message that fleet sent. */
export const ratePlanOf = ({ rate_plan }: Pick<CatalogueRow, 'rate_plan'>): RatePlan =>
  // It was written from a RatePlan by followBookable.
  fromJson(RatePlanSchema, rate_plan as Parameters<typeof fromJson>[1], { ignoreUnknownFields: true });

/** A number of minutes among a bookable's details. */
export const minutesOf = ({ details }: Pick<CatalogueRow, 'details'>, name: string): number =>
  Number(details[name] ?? 0);

/** A text among a bookable's details. */
export const textOf = ({ details }: Pick<CatalogueRow, 'details'>, name: string): string => String(details[name] ?? '');
