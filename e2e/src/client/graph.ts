import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type GraphQLError, print } from 'graphql';
import { GraphQLClient } from 'graphql-request';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A whole answer: what arrived, and what did not. */
export interface Answer<Data> {
  /** Fields that could not be answered are null, whatever the type says. */
  readonly data: Data;
  readonly errors: readonly GraphQLError[];
}

type Variables = Record<string, unknown>;

/** Fleetgraph's graph as one caller sees it: queries and mutations over HTTP, subscriptions over graphql-transport-ws. */
export class Graph {
  readonly #http: GraphQLClient;

  /** `origin` is the address of the system; without a token the caller is a stranger. */
  constructor(
    readonly origin: string,
    readonly token?: string,
  ) {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    this.#http = new GraphQLClient(`${origin}/graphql`, { headers, errorPolicy: 'all' });
  }

  /** Asks; rejects when any part of the answer is missing. */
  async ask<Data, Input extends Variables>(document: TypedDocumentNode<Data, Input>, variables: Input): Promise<Data> {
    const { data, errors } = await this.answer(document, variables);
    if (errors.length > 0) throw new Error(`The graph could not answer: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Asks; answers the parts that arrived beside the errors. */
  async answer<Data, Input extends Variables>(
    document: TypedDocumentNode<Data, Input>,
    variables: Input,
  ): Promise<Answer<Data>> {
    const { data, errors } = await this.#http.rawRequest<Data, Variables>(print(document), variables);
    return { data, errors: errors ?? [] };
  }

  /** Follows a subscription until it ends, is left, or its socket is lost. */
  follow<Data, Input extends Variables>(
    document: TypedDocumentNode<Data, Input>,
    variables: Input,
    signal?: AbortSignal,
  ): AsyncGenerator<Data, void, undefined> {
    return this.followText<Data>(print(document), variables, signal);
  }

  /** The same for an operation that is known as text only. */
  async *followText<Data>(
    query: string,
    variables: Variables,
    signal?: AbortSignal,
  ): AsyncGenerator<Data, void, undefined> {
    const client = createClient({
      url: `${this.origin.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      ...(this.token === undefined ? {} : { connectionParams: { authorization: `Bearer ${this.token}` } }),
      // Who resumes must say behind which event, so repeating the same operation would be wrong.
      retryAttempts: 0,
    });
    const stop = () => void client.dispose();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for await (const { data, errors } of client.iterate<Data>({ query, variables })) {
        if (errors !== undefined) throw new Error(`The subscription could not answer: ${JSON.stringify(errors)}`);
        if (data !== null && data !== undefined) yield data;
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      await client.dispose();
    }
  }
}
