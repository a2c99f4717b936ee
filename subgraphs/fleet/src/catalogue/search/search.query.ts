import { ConnectionArgs, connectionOf } from '@fleetgraph/kit/graphql/connection';
import { ConnectionSize } from '@fleetgraph/kit/graphql/directives';
import { Arg, Args, Ctx, Field, FieldResolver, InputType, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { BookableType } from '../bookable.type.js';
import { BookableKind } from '../bookable-kind.js';
import { NearInput } from './near.input.js';
import { type CatalogueSearch, countCatalogue, countFacets, searchCatalogue } from './search-catalogue.js';

/** Narrows a search by a facet. */
@InputType({ description: 'Keeps what has one of the values of a facet.' })
class FacetFilter {
  @Field(() => String, { description: 'Name of the facet, as `facets` gave it.' })
  name!: string;

  @Field(() => [String], { description: 'Values of which one must be met.' })
  values!: string[];
}

/** Narrows a search. */
@InputType({ description: 'Narrows a search; all conditions that are given must hold.' })
class SearchFilter {
  @Field(() => [BookableKind], { nullable: true, description: 'Kinds that are wanted; null: all.' })
  kinds?: BookableKind[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Words of the name, the place, the brand, a code; small typing mistakes are forgiven.',
  })
  text?: string | null;

  @Field(() => NearInput, { nullable: true, description: 'Only what is offered in this circle.' })
  near?: NearInput | null;

  @Field(() => [FacetFilter], { nullable: true, description: 'Facets to keep; null: all.' })
  facets?: FacetFilter[] | null;
}

/** What the graph promises of a value of a facet. */
@ObjectType({ description: 'A value of a facet, with how much has it.' })
class FacetValue {
  @Field(() => String, { description: 'The value, as a filter takes it.' })
  value!: string;

  @Field(() => Int, { description: 'How many of the things found have it.' })
  count!: number;
}

/** What the graph promises of a facet. */
@ObjectType({ description: 'Something that a search can be narrowed by.' })
class Facet {
  @Field(() => String, { description: 'What it is: kind, country, brand, propulsion …' })
  name!: string;

  @Field(() => [FacetValue], { description: 'The most frequent values, at most 20.' })
  values!: FacetValue[];
}

const { Connection } = connectionOf(BookableType, 'Bookable');

/** A page of what a search found; knows its search, so that counts are only made when asked for. */
@ObjectType('BookableConnection', { description: 'A page of what a search found.' })
class BookableConnection extends Connection {
  readonly search!: CatalogueSearch;
}

/** Searches what exists. */
@Resolver(() => BookableConnection)
export class SearchQuery {
  @ConnectionSize()
  @Query(() => BookableConnection, {
    description: 'Finds what exists, by words, place and facets; what is free and what it costs is `offers`.',
  })
  async search(
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('filter', () => SearchFilter, { description: 'What is wanted.' }) search: SearchFilter,
    @Ctx() { em }: FleetContext,
  ): Promise<unknown> {
    return { ...(await searchCatalogue(em, search, page)), search };
  }

  @FieldResolver(() => Int, { description: 'How many things the search finds on all pages.' })
  totalCount(@Root() { search }: BookableConnection, @Ctx() { em }: FleetContext): Promise<number> {
    return countCatalogue(em, search);
  }

  @FieldResolver(() => [Facet], { description: 'What the search can be narrowed by.' })
  facets(@Root() { search }: BookableConnection, @Ctx() { em }: FleetContext): Promise<unknown> {
    return countFacets(em, search);
  }
}
