import { type ReadVariables, variablesReader } from '@fleetgraph/schema/coordinates-in-variables';
import { coordinatesUsed } from '@fleetgraph/schema/coordinates-used';
import { Kind } from 'graphql';
import type { ReadyOperation } from '../../operation/execute-operation.js';
import type { ParsedOperation } from '../../operation/parsed-operation.js';
import type { ClientProgram } from '../visitor.js';

/** How often one program has named each part of the schema. */
export interface ProgramUsage extends ClientProgram {
  /** Last time that it asked, as ISO 8601. */
  readonly seenAt: string;
  /**
   * Requests by schema coordinate: `Type.field`, `Type.field(argument:)`, `Input.field`, `Enum.VALUE`. What stands in the
   * text of an operation counts with each request; what stands in variables with each request whose variables were read.
   */
  readonly coordinates: Readonly<Record<string, number>>;
}

interface Usage {
  readonly coordinates: readonly string[];
  /** Undefined when its variables cannot name anything. */
  readonly readVariables: ReadVariables | undefined;
  /** By program; emptied at each turn. */
  readonly counts: Map<string, number>;
}

/** Operations that are counted before their counts are added up. */
const MAX_COUNTED = 1_000;
/** Variables are read in so many requests of an operation and a program after each turn, then in one of so many. */
const READ_FIRST = 100;
const READ_EACH = 16;
const OTHER = 'other\n';

/**
 * Counts operations by program. What the text of one names is worked out at first sight, and added up when it is taken; what
 * variables name is read from their values, while there are few requests from all of them, else from some.
 */
export class OperationUsage {
  readonly #known = new WeakMap<ParsedOperation, Usage>();
  readonly #counted = new Set<Usage>();
  readonly #programs = new Map<string, Map<string, number>>();

  constructor(readonly maxPrograms: number) {}

  count({ known: { parsed }, planned, variables }: ReadyOperation, { name, version }: ClientProgram): void {
    const usage = this.#known.get(parsed) ?? this.#know(parsed, planned.supergraph.apiSchema);
    if (usage.counts.size === 0) this.#begin(usage);
    const program = this.#admit(`${name}\n${version}`);
    const count = (usage.counts.get(program) ?? 0) + 1;
    usage.counts.set(program, count);
    if (usage.readVariables === undefined || (count > READ_FIRST && count % READ_EACH !== 0)) return;
    this.#add(program, usage.readVariables(variables), 1);
  }

  /** All that was counted since the last time. */
  take(now: Date): readonly ProgramUsage[] {
    this.#addUp();
    const seenAt = now.toISOString();
    const taken = [...this.#programs]
      .filter(([, coordinates]) => coordinates.size > 0)
      .map(([program, coordinates]) => {
        const [name = '', version = ''] = program.split('\n');
        return { name, version, seenAt, coordinates: Object.fromEntries(coordinates) };
      });
    this.#programs.clear();
    return taken;
  }

  #know(parsed: ParsedOperation, schema: ReadyOperation['planned']['supergraph']['apiSchema']): Usage {
    const definitions = [parsed.definition, ...parsed.fragments.values()];
    const usage = {
      coordinates: coordinatesUsed(schema, { kind: Kind.DOCUMENT, definitions }),
      readVariables: variablesReader(schema, parsed.definition),
      counts: new Map(),
    };
    this.#known.set(parsed, usage);
    return usage;
  }

  #begin(usage: Usage): void {
    if (this.#counted.size >= MAX_COUNTED) this.#addUp();
    this.#counted.add(usage);
  }

  /** Who invents programs is counted as one other. */
  #admit(program: string): string {
    if (this.#programs.has(program)) return program;
    const admitted = this.#programs.size < this.maxPrograms - 1 ? program : OTHER;
    if (!this.#programs.has(admitted)) this.#programs.set(admitted, new Map());
    return admitted;
  }

  #addUp(): void {
    for (const { coordinates, counts } of this.#counted) {
      for (const [program, count] of counts) this.#add(program, coordinates, count);
      counts.clear();
    }
    this.#counted.clear();
  }

  #add(program: string, coordinates: Iterable<string>, count: number): void {
    const sums = this.#programs.get(program);
    if (sums === undefined) return;
    for (const coordinate of coordinates) sums.set(coordinate, (sums.get(coordinate) ?? 0) + count);
  }
}
