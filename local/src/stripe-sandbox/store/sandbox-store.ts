import { Journal } from '../../durable/journal.js';
import type {
  BalanceTransaction,
  Charge,
  Dispute,
  PaymentIntent,
  PaymentMethod,
  Refund,
  StripeEvent,
} from '../objects.js';

/** The answer that an idempotency key stands for. */
export interface SavedAnswer {
  id: string;
  path: string;
  /** Hash of the parameters. */
  parameters: string;
  status: number;
  body: unknown;
  createdAt: number;
}

/** The way of one event to the webhook endpoint. */
export interface Delivery {
  id: string;
  event: string;
  state: 'pending' | 'delivered' | 'given_up';
  attempts: number;
  nextAttemptAt: number;
  lastStatus: number | null;
  lastError: string | null;
}

/** All that the sandbox remembers, by kind. */
export interface Tables {
  payment_intent: PaymentIntent;
  charge: Charge;
  refund: Refund;
  balance_transaction: BalanceTransaction;
  payment_method: PaymentMethod;
  /** The number behind a payment method, which decides how the test card behaves; never told. */
  test_number: { id: string; number: string };
  dispute: Dispute;
  event: StripeEvent;
  answer: SavedAnswer;
  delivery: Delivery;
}

type Kind = keyof Tables;
interface Change {
  kind: Kind;
  row: Tables[Kind];
}

/** Objects in memory and in a journal; what one request changed is kept together or not at all. */
export class SandboxStore {
  readonly #tables = new Map<Kind, Map<string, Tables[Kind]>>();
  readonly #journal: Journal<Change[]>;
  #changes: Change[] = [];

  constructor(file: string) {
    this.#journal = new Journal(file);
    for (const change of this.#journal.read().flat()) this.#apply(change);
    const rows = [...this.#tables].flatMap(([kind, table]) => [...table.values()].map((row) => [{ kind, row }]));
    this.#journal.rewrite(rows);
  }

  get<K extends Kind>(kind: K, id: string): Tables[K] | undefined {
    // A table holds only rows of its own kind: `put` is the only way in.
    return this.#tables.get(kind)?.get(id) as Tables[K] | undefined;
  }

  /** Rows of a kind, oldest first. */
  all<K extends Kind>(kind: K): Tables[K][] {
    return [...(this.#tables.get(kind)?.values() ?? [])] as Tables[K][];
  }

  /** Adds or replaces a row; durable with the next commit. */
  put<K extends Kind>(kind: K, row: Tables[K]): Tables[K] {
    const change = { kind, row };
    this.#apply(change);
    this.#changes.push(change);
    return row;
  }

  /** Makes everything put since the last commit durable. */
  commit(): void {
    if (this.#changes.length === 0) return;
    const changes = this.#changes;
    this.#changes = [];
    this.#journal.append(changes);
  }

  close(): void {
    this.commit();
    this.#journal.close();
  }

  #apply({ kind, row }: Change): void {
    const table = this.#tables.get(kind) ?? new Map<string, Tables[Kind]>();
    this.#tables.set(kind, table.set(row.id, row));
  }
}
