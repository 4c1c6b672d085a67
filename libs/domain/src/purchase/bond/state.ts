import type { CaseId } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant, PlainDate } from '../../kernel/time.js';

/** `not-counted`: for an older version of the documents and never confirmed. */
export type BondStanding = 'standing' | 'not-counted' | 'withdrawn';
/** Why a bond has to be given back. */
export type ReleaseCause = 'lost' | 'signed' | 'withdrawn' | 'ended';
/** 资金占用费 for giving it back late. */
export interface BondInterest {
  readonly days: number;
  readonly annualPercent: string;
  readonly interest: bigint;
}
export interface HeldBond {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly form: string | null;
  /** Fen that the envelope says. */
  readonly offered: bigint;
  readonly account: number | null;
  readonly standing: BondStanding;
  /** What the purchaser's side found on its account; null until it was said. */
  readonly receipt: {
    readonly received: boolean;
    readonly amount: bigint;
    readonly receivedOn: PlainDate | null;
    readonly at: Instant;
  } | null;
  readonly release: { readonly because: ReleaseCause; readonly due: Due; readonly late: boolean; readonly at: Instant } | null;
  readonly refund: { readonly amount: bigint; readonly on: PlainDate; readonly interest: BondInterest | null; readonly at: Instant } | null;
  readonly forfeit: { readonly ground: string; readonly at: Instant } | null;
}
/** The bonds of one round of the tender. */
export interface BondRound {
  readonly round: number;
  readonly demanded: bigint;
  readonly takenAt: Instant;
  readonly bonds: readonly HeldBond[];
}
export interface BondState {
  readonly rounds: readonly BondRound[];
}
export const initialBond: BondState = { rounds: [] };
