import { importGbfs } from './gbfs/import-gbfs.js';
import type { ImportReport } from './import-report.js';
import { importOpenflights } from './openflights/import-openflights.js';
import type { ImportOptions } from './read-arguments.js';
import type { Graph } from './send-rows.js';

/** Imports what the options ask for through the graph. */
export const runImport = (graph: Graph, options: ImportOptions): Promise<ImportReport[]> =>
  options.kind === 'gbfs' ? importGbfs(graph, options) : importOpenflights(graph, options);
