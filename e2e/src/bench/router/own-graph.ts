import { readFileSync } from 'node:fs';
import path from 'node:path';
import { forPlanner } from '@fleetgraph/router/supergraph/fix-ups';
import { parse, print } from 'graphql';
import type { Question } from './race.js';

const FILE = path.resolve(import.meta.dirname, '../../../../schema/supergraph.graphql');

/** Our committed supergraph with subgraphs at one address, and without the marks for which plain Apollo would refuse it. */
export function ownSupergraph(url: string): string {
  const committed = readFileSync(FILE, 'utf8').replace(/url: "http:\/\/(\w+)\/graphql"/g, `url: "${url}/$1"`);
  return print(forPlanner(parse(committed)));
}

/** The page that the web app could begin with, from four subgraphs: ten fetches for the planner, none of them guarded. */
export const START_PAGE: Question = {
  query: `query StartPage($input: OfferSearchInput!) {
  offers(first: 3, input: $input) {
    edges {
      node {
        id kind unitsLeft total { amountMinor currency } location { name }
        bookable {
          title rating { average count }
          ... on Flight { number seatMap { cabins { rows { seats { designator state price { amountMinor } } } } } }
        }
      }
    }
  }
  search(first: 3, filter: {}) { edges { node { id title rating { average count } } } }
  me {
    id displayName
    notifications(first: 3) { unreadCount edges { node { id title readAt } } }
    vehicles { id plate model jobs(first: 3) { edges { node { id state } } } }
    bookings(first: 3) { totalCount edges { node { id locator state } } }
  }
}`,
  variables: { input: { kinds: ['FLIGHT', 'CAR'] } },
};
