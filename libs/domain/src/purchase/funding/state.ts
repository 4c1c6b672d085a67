import type { CaseId } from '../../kernel/case.js';

/** What a purchase holds of one budget line, in fen. */
export interface YearFunds {
  readonly year: number;
  /** Null until that year's line exists: the amount is planned only. */
  readonly line: CaseId | null;
  readonly planned: bigint;
  readonly reserved: bigint;
  readonly committed: bigint;
  readonly advanced: bigint;
  readonly accepted: bigint;
  readonly paid: bigint;
}
export interface FundingState {
  readonly years: readonly YearFunds[];
}
export const initialFunding: FundingState = { years: [] };
