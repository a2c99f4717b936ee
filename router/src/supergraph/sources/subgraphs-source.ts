import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import type { RouterConfig } from '../../config/config-schema.js';
import { composeSubgraphs, type SubgraphText } from './compose.js';
import { versionOf } from './file-source.js';
import type { SupergraphSource } from './supergraph-source.js';

const EXTENSION = '.graphql';

/** A folder with one file a subgraph, `NAME.graphql`, that are composed each time when one of them has changed. */
export class SubgraphsSource implements SupergraphSource {
  #version: string | undefined;

  constructor(
    readonly folder: string,
    readonly subgraphs: RouterConfig['subgraphs'],
  ) {}

  async next(): Promise<string | undefined> {
    const files = (await readdir(this.folder)).filter((name) => name.endsWith(EXTENSION) && !name.startsWith('.'));
    if (files.length === 0)
      throw new Error(`${this.folder} has neither supergraph.graphql nor files of subgraphs in it`);
    const versions = files.sort().map(async (file) => `${file} ${await versionOf(join(this.folder, file))}`);
    const version = (await Promise.all(versions)).join('\n');
    if (version === this.#version) return undefined;
    const missing = files.map(nameOf).filter((name) => this.#urlOf(name) === undefined);
    if (missing.length > 0)
      throw new ConfigInvalid(
        missing.map((name) => `${name}${EXTENSION}: the setting subgraphs.${name}.urls is missing`),
      );
    const texts = await Promise.all(files.map((file) => this.#read(file)));
    this.#version = version; // what does not compose is tried again when it has changed
    return composeSubgraphs(texts);
  }

  async #read(file: string): Promise<SubgraphText> {
    const name = nameOf(file);
    return { name, url: this.#urlOf(name) ?? '', file, text: await readFile(join(this.folder, file), 'utf8') };
  }

  #urlOf(name: string): string | undefined {
    return Object.hasOwn(this.subgraphs, name) ? this.subgraphs[name]?.urls?.[0] : undefined;
  }
}

const nameOf = (file: string) => file.slice(0, -EXTENSION.length);
