import type { Schedule } from '../plan-compiler/schedule.js';
import { AnswerBody } from '../subgraph-client/answer-body.js';
import { parseAnswer } from '../subgraph-client/parse-answer.js';
import { type SubgraphAnswer, SubgraphFailure, type SubgraphRequest } from '../subgraph-client/subgraph-answer.js';
import type { PlanRun } from './execute-plan.js';

/** Asks a subgraph; answers `known` itself when the subgraph says the same, byte by byte. */
export type Ask = (request: SubgraphRequest, variables: string, known?: SubgraphAnswer) => Promise<SubgraphAnswer>;

/** What was sent once, and what came back. */
export interface Exchange {
  readonly request: SubgraphRequest;
  readonly variables: string;
  /** Its body only: what was read from them has become part of an answer. */
  readonly answer: SubgraphAnswer;
}

/** Everything that was sent and came back, by call of the schedule. */
export type Exchanges = readonly (readonly Exchange[])[];

/** Writes down what an execution sends and what comes back. */
export class Recorder {
  readonly exchanges: Exchange[][];
  /** False when something went wrong that may go right the next time. */
  isWhole = true;

  constructor(
    schedule: Schedule,
    readonly ask: Ask,
  ) {
    this.exchanges = schedule.map(() => []);
  }

  readonly send: PlanRun['send'] = async (request, variables, call) => {
    try {
      const answer = await this.ask(request, variables);
      const { body, errors } = answer;
      if (errors.length > 0 || body === undefined) this.isWhole = false;
      else this.exchanges[call]?.push({ request, variables, answer: { data: undefined, errors, body } });
      return answer;
    } catch (failure) {
      this.isWhole = false;
      throw failure;
    }
  };
}

/**
 * Sends again what an execution has sent, as long as the subgraphs answer what they have answered then, byte by byte: what
 * follows from equal answers is equal. Where one of them says something else, the execution is done anew, and is given by
 * `send` what has come already.
 */
export class Replay {
  readonly #received: { readonly exchange: Exchange; readonly answer: Promise<SubgraphAnswer> }[] = [];
  readonly #difference = Promise.withResolvers<false>();
  #isSame = true;

  constructor(
    readonly exchanges: Exchanges,
    readonly schedule: Schedule,
    readonly ask: Ask,
  ) {}

  /** Resolves as soon as it is known. */
  isSame(): Promise<boolean> {
    const done: Promise<void>[] = [];
    for (const [call, { after }] of this.schedule.entries()) {
      const arrived = after.map((earlier) => done[earlier]);
      done.push(this.#repeat(this.exchanges[call] ?? [], arrived));
    }
    return Promise.race([Promise.all(done).then(() => this.#isSame), this.#difference.promise]);
  }

  /** For the execution that is done anew. */
  readonly send: PlanRun['send'] = async (request, variables) => {
    const at = this.#received.findIndex(
      ({ exchange }) => exchange.request === request && exchange.variables === variables,
    );
    const [received] = at === -1 ? [] : this.#received.splice(at, 1);
    if (received === undefined) return this.ask(request, variables);
    const answer = await received.answer;
    return answer === received.exchange.answer ? readAgain(request, answer) : answer;
  };

  async #repeat(exchanges: readonly Exchange[], arrived: readonly (Promise<void> | undefined)[]): Promise<void> {
    if (arrived.length > 0) await Promise.all(arrived);
    if (this.#isSame) await Promise.all(exchanges.map((exchange) => this.#compare(exchange)));
  }

  async #compare(exchange: Exchange): Promise<void> {
    const answer = this.ask(exchange.request, exchange.variables, exchange.answer);
    this.#received.push({ exchange, answer });
    const isEqual = await answer.then(
      (given) => given === exchange.answer,
      () => false, // told by whoever sends it anew
    );
    if (isEqual) return;
    this.#isSame = false;
    this.#difference.resolve(false);
  }
}

function readAgain(request: SubgraphRequest, { body = new AnswerBody() }: SubgraphAnswer): SubgraphAnswer {
  const answer = parseAnswer(request, { status: 200, body });
  if (answer instanceof SubgraphFailure) throw answer;
  return answer;
}
