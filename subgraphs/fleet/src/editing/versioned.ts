/** A row that two people may edit: `version` grows with each change. */
export interface Versioned {
  readonly id: string;
  version: number;
}

/** A row that is kept for history once it is no longer offered. */
export interface Retirable extends Versioned {
  retiredAt: Date | null;
}
