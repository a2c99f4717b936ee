import type { DatabaseName } from '@fleetgraph/local/postgres/database-names';
import { DEMO_PEOPLE } from '@fleetgraph/local/system/demo-accounts';
import type { Graph } from '../../client/graph.js';
import { graphOf } from '../../client/sign-in.js';
import { Look, type Row, type SystemInsides } from '../../verify/look.js';
import { Purchase } from './purchase.js';

const FIRST_DAY = 20;

/** A running system with customers before it and a window into it. */
export class World {
  readonly look: Look;
  /** Everybody rents on days of their own. */
  #nextDay: number;

  constructor(
    readonly insides: SystemInsides,
    firstDay = FIRST_DAY,
  ) {
    this.look = new Look(insides);
    this.#nextDay = firstDay;
  }

  sql(database: DatabaseName, text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.look.sql(database, text, parameters);
  }

  signIn(person: keyof typeof DEMO_PEOPLE = 'customer'): Promise<Graph> {
    return graphOf(this.insides.url, DEMO_PEOPLE[person]);
  }

  /** A customer in front of a basket with a car and goods. */
  async purchase(): Promise<Purchase> {
    this.#nextDay += 2;
    const day = this.#nextDay; // others come while this one signs in
    return new Purchase(await this.signIn(), day);
  }

  close(): Promise<void> {
    return this.look.close();
  }
}
