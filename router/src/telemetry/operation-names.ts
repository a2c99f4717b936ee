import type { ParsedOperation } from '../operation/parsed-operation.js';

/** Under what an operation is counted. */
export interface OperationLabel {
  readonly name: string;
  readonly kind: string;
}

/** What was refused before it was known what it is. */
export const NO_OPERATION: OperationLabel = { name: 'other', kind: 'unknown' };

/**
 * Names under which operations are counted. There are never more of them than were registered, or than a setting allows:
 * whoever invents names is counted as `other`.
 */
export class OperationNames {
  readonly #labels = new WeakMap<ParsedOperation, OperationLabel>();
  readonly #names = new Set<string>();

  constructor(readonly rule: { readonly max: number; readonly onlyRegistered: boolean }) {}

  /** Operations that came by their registered id have their name also when all others have none. */
  labelOf(parsed: ParsedOperation, isRegistered: boolean): OperationLabel {
    const known = this.#labels.get(parsed);
    if (known !== undefined && (known.name !== 'other' || !isRegistered)) return known;
    const { name, operation: kind } = parsed.definition;
    const label = { name: this.#admit(name?.value ?? 'anonymous', isRegistered), kind };
    this.#labels.set(parsed, label);
    return label;
  }

  #admit(name: string, isRegistered: boolean): string {
    if (this.#names.has(name)) return name;
    const { max, onlyRegistered } = this.rule;
    if (!isRegistered && (onlyRegistered || this.#names.size >= max)) return 'other';
    this.#names.add(name);
    return name;
  }
}
