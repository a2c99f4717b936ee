import { unwatchFile, watchFile } from 'node:fs';
import type { PersistedOperationRules } from '../../config/persisted-operations-section.js';
import type { OperationRequest } from '../../operation/execute-operation.js';
import { type ExpectedOperation, operationsOf } from '../../operation/expected-operations.js';
import { OperationRefused } from '../../operation/operation-refused.js';
import { routerError } from '../../router-error.js';
import type { Caller } from '../authenticate.js';
import { type PersistedTexts, readManifest } from './manifest.js';

/** Turns ids of operations into their texts, and refuses texts where only ids are taken. */
export class PersistedOperations {
  readonly #texts = new Map<string, PersistedTexts>();

  private constructor(readonly rules: PersistedOperationRules) {}

  /** Reads all manifests; rejects when one of them cannot be read. */
  static async load(rules: PersistedOperationRules): Promise<PersistedOperations> {
    const made = new PersistedOperations(rules);
    await Promise.all(made.#files().map((file) => made.#read(file)));
    return made;
  }

  /** The request with its text; throws `OperationRefused`. */
  resolve(request: OperationRequest, caller: Caller): OperationRequest {
    const { mode } = this.rules;
    const { documentId, query } = request;
    if (documentId === undefined) {
      if (mode === 'require' && !this.#isFree(caller)) throw idRequired();
      return request;
    }
    if (mode === 'off') {
      if (query === '') throw refused('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
      return request;
    }
    const text = this.#textOf(documentId, caller);
    if (text !== undefined) return { ...request, query: text };
    if (query === '') throw refused('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    if (mode === 'require' && !this.#isFree(caller)) throw idRequired();
    return request;
  }

  /** Every operation of the manifests, whoever may name it. */
  all(): readonly ExpectedOperation[] {
    const bodies = new Map(
      [...this.#texts].flatMap(([file, texts]) => [...texts].map(([id, text]) => [text, `${file}: ${id}`])),
    );
    return [...bodies].flatMap(([text, name]) => operationsOf(text, name));
  }

  /** Reads manifests again when they change; a bad one is told and the old one stays. */
  watch(intervalMs: number, onFault: (fault: unknown) => void): () => void {
    const stops = this.#files().map((file) => {
      const read = () => void this.#read(file).catch(onFault);
      watchFile(file, { interval: intervalMs, persistent: false }, read);
      return () => unwatchFile(file, read);
    });
    return () => {
      for (const stop of stops) stop();
    };
  }

  #textOf(id: string, { clientId }: Caller): string | undefined {
    const own =
      clientId !== undefined && Object.hasOwn(this.rules.clients, clientId) ? this.rules.clients[clientId] : undefined;
    for (const file of (own ?? this.rules).manifests) {
      const text = this.#texts.get(file)?.get(id);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  #isFree({ rights }: Caller): boolean {
    return this.rules.freeScope !== undefined && rights.scopes.has(this.rules.freeScope);
  }

  #files(): readonly string[] {
    if (this.rules.mode === 'off') return [];
    const { manifests, clients } = this.rules;
    return [...new Set([...manifests, ...Object.values(clients).flatMap((client) => client.manifests)])];
  }

  async #read(file: string): Promise<void> {
    this.#texts.set(file, await readManifest(file));
  }
}

const idRequired = () =>
  refused('PERSISTED_QUERY_ID_REQUIRED', 'Only registered operations are taken here, by their id.');

// The messages of the first two are part of Apollo's protocol: clients look for them.
function refused(
  code: 'PERSISTED_QUERY_NOT_FOUND' | 'PERSISTED_QUERY_NOT_SUPPORTED' | 'PERSISTED_QUERY_ID_REQUIRED',
  message: string,
): OperationRefused {
  return new OperationRefused([routerError(code, message)]);
}
