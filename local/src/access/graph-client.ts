import { request } from 'undici';

/** Asks a graph through its front door as one caller. */
export class GraphClient {
  constructor(
    private readonly url: string,
    private readonly token?: string,
  ) {}

  /** Answers `data`; rejects when there are errors. */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
    };
    const answer = await request(this.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    // The shape of a GraphQL answer; `Data` is the caller's knowledge of its own document.
    const { data, errors } = (await answer.body.json()) as { data?: Data; errors?: { message: string }[] };
    if (errors !== undefined || data === undefined) {
      throw new Error(`The graph refused: ${errors?.map(({ message }) => message).join('; ') ?? answer.statusCode}`);
    }
    return data;
  }

  /** Runs one mutation for each input, many in a request; answers what each success holds, or rejects with the refusal. */
  async mutateAll<Result>(mutation: Mutation, inputs: readonly object[]): Promise<Result[]> {
    const results: Result[] = [];
    for (let start = 0; start < inputs.length; start += AT_ONCE) {
      results.push(...(await this.#mutate<Result>(mutation, inputs.slice(start, start + AT_ONCE))));
    }
    return results;
  }

  /** Runs one mutation; answers what its success holds. */
  async mutate<Result>(mutation: Mutation, input: object): Promise<Result> {
    const [result] = await this.#mutate<Result>(mutation, [input]);
    if (result === undefined) throw new Error(`${mutation.name} answered nothing.`);
    return result;
  }

  async #mutate<Result>({ name, success, inputType }: Mutation, inputs: readonly object[]): Promise<Result[]> {
    const payload = name.charAt(0).toUpperCase() + name.slice(1);
    const input = inputType ?? `${payload}Input`;
    const declared = inputs.map((_input, at) => `$i${at}: ${input}!`).join(', ');
    const selection = `{ __typename ${success} ... on UserError { code message } }`;
    const fields = inputs.map((_input, at) => `m${at}: ${name}(input: $i${at}) ${selection}`).join('\n');
    const variables = Object.fromEntries(inputs.map((value, at) => [`i${at}`, value]));
    const data = await this.ask<Record<string, Outcome>>(`mutation (${declared}) { ${fields} }`, variables);
    return inputs.map((value, at) => {
      const outcome = data[`m${at}`];
      if (outcome === undefined || 'message' in outcome) {
        throw new Error(`${name} refused: ${outcome?.message} ${JSON.stringify(value)}`);
      }
      return outcome as Result; // what `success` selects
    });
  }
}

/** One mutation and what is wanted of its success, as a fragment. */
export interface Mutation {
  name: string;
  success: string;
  inputType?: string;
}

type Outcome = { __typename: string; message?: string };

/** Few enough to be done within the deadline of one request on a busy machine. */
const AT_ONCE = 5;
