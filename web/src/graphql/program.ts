import { version } from '../../package.json';

/** Who the router is told that we are; it counts by this which program uses which part of the graph. */
export const PROGRAM = { name: 'fleetgraph-web', version };

/** The same for the playground: what somebody tries there keeps nothing from being removed from the graph. */
export const PLAYGROUND = { name: 'fleetgraph-playground', version };

/** A program as headers tell it, and the greeting of a socket, which has none. */
export const headersOf = ({ name, version: ofProgram }: typeof PROGRAM) => ({
  'apollographql-client-name': name,
  'apollographql-client-version': ofProgram,
});
