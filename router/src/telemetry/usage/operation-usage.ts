import { fieldsAskedFor } from '@fleetgraph/schema/fields-asked-for';
import { Kind } from 'graphql';
import type { ReadyOperation } from '../../operation/execute-operation.js';
import type { ParsedOperation } from '../../operation/parsed-operation.js';
import type { ClientProgram } from '../visitor.js';

/** How often one program has asked for each field. */
export interface ProgramUsage extends ClientProgram {
  /** Last time that it asked, as ISO 8601. */
  readonly seenAt: string;
  /** Requests by coordinate, `Type.field`. */
  readonly fields: Readonly<Record<string, number>>;
}

interface Usage {
  readonly fields: readonly string[];
  /** By program; emptied at each turn. */
  readonly counts: Map<string, number>;
}

/** Operations that are counted before their counts are added up. */
const MAX_COUNTED = 1_000;
const OTHER = 'other\n';

/** Counts operations by program: what fields they have is worked out at first sight, and added up when it is taken. */
export class OperationUsage {
  readonly #known = new WeakMap<ParsedOperation, Usage>();
  readonly #counted = new Set<Usage>();
  readonly #programs = new Map<string, Map<string, number>>();

  constructor(readonly maxPrograms: number) {}

  count({ known: { parsed }, planned }: ReadyOperation, { name, version }: ClientProgram): void {
    const usage = this.#known.get(parsed) ?? this.#know(parsed, planned.supergraph.apiSchema);
    if (usage.counts.size === 0) this.#begin(usage);
    const program = this.#admit(`${name}\n${version}`);
    usage.counts.set(program, (usage.counts.get(program) ?? 0) + 1);
  }

  /** All that was counted since the last time. */
  take(now: Date): readonly ProgramUsage[] {
    this.#addUp();
    const seenAt = now.toISOString();
    const taken = [...this.#programs]
      .filter(([, fields]) => fields.size > 0)
      .map(([program, fields]) => {
        const [name = '', version = ''] = program.split('\n');
        return { name, version, seenAt, fields: Object.fromEntries(fields) };
      });
    this.#programs.clear();
    return taken;
  }

  #know(parsed: ParsedOperation, schema: ReadyOperation['planned']['supergraph']['apiSchema']): Usage {
    const definitions = [parsed.definition, ...parsed.fragments.values()];
    const usage = { fields: fieldsAskedFor(schema, { kind: Kind.DOCUMENT, definitions }), counts: new Map() };
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
    for (const { fields, counts } of this.#counted) {
      for (const [program, count] of counts) {
        const sums = this.#programs.get(program);
        if (sums !== undefined) for (const field of fields) sums.set(field, (sums.get(field) ?? 0) + count);
      }
      counts.clear();
    }
    this.#counted.clear();
  }
}
