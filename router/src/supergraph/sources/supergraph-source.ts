import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RouterConfig } from '../../config/config-schema.js';
import { FileSource } from './file-source.js';
import { SubgraphsSource } from './subgraphs-source.js';
import { UrlSource } from './url-source.js';

/** Where a supergraph comes from. */
export interface SupergraphSource {
  /**
   * The text of the supergraph when it may be another one than last time, the first time always; undefined when it is
   * still the same. Rejects when it cannot be had.
   */
  next(): Promise<string | undefined>;
  /** Gives up what is under way, where there is anything. */
  close?(): Promise<void>;
}

/** The settings that tell where the supergraph is. */
export type SourceConfig = Pick<RouterConfig, 'supergraph' | 'supergraphUrl' | 'subgraphs'>;

/** File name inside a folder with a supergraph that is composed already. */
const FILE_IN_FOLDER = 'supergraph.graphql';

/** Finds out what kind of source the configuration names; rejects when there is nothing. */
export async function supergraphSource({
  supergraph,
  supergraphUrl,
  subgraphs,
}: SourceConfig): Promise<SupergraphSource> {
  // SDL has a line break or a brace; a path has neither.
  if (/[\n{]/.test(supergraph)) return givenText(supergraph);
  if (/^https?:\/\//i.test(supergraph)) return new UrlSource(supergraph, supergraphUrl);
  const found = await stat(supergraph).catch((cause: unknown) => {
    throw new Error(`there is no supergraph at ${supergraph}.`, { cause });
  });
  if (!found.isDirectory()) return new FileSource(supergraph);
  const file = join(supergraph, FILE_IN_FOLDER);
  if (await stat(file).catch(() => undefined)) return new FileSource(file);
  return new SubgraphsSource(supergraph, subgraphs);
}

/** The text that a source has when a router starts. */
export async function firstText(source: SupergraphSource): Promise<string> {
  return (await source.next()) ?? '';
}

/** A text that stays what it is. */
function givenText(sdl: string): SupergraphSource {
  let left: string | undefined = sdl;
  return {
    next() {
      const text = left;
      left = undefined;
      return Promise.resolve(text);
    },
  };
}
