import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import type { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { parse } from 'graphql';
import { leaveRoutersCpu } from '../peer.js';
import { liveGraph } from './live-graph.js';
import { startLiveGraph, startMeasuredRouter } from './processes.js';

/** The live graph, and a router before it that takes so many sockets of one client. */
export async function startLiveRouter(parts: StopInOrder, sockets: number) {
  leaveRoutersCpu();
  const graph = await startLiveGraph();
  parts.push(() => graph.stop());
  const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-live-'));
  parts.push(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'supergraph.graphql');
  await writeFile(file, compose(graph.url));
  const router = await startMeasuredRouter(file, sockets);
  parts.push(() => router.stop());
  return { graph, router };
}

function compose(url: string): string {
  const services = liveGraph(nothing).map(({ name, typeDefs }) => ({
    name,
    url: `${url}/${name}`,
    typeDefs: parse(typeDefs),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** Composing needs the schemas only. */
async function* nothing(): AsyncGenerator<never> {}
