import type { Context, DomainEvent, Needs } from '../../kernel/case.js';
import type { Refusal } from '../../kernel/refusal.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import type { Instalment, Plan } from '../types.js';

/** Accounts of all budget lines that a purchase holds money of, or is about to: what every decision that moves money needs. */
export const fundingNeeds = (_state: PurchaseState, _plan?: Plan): Needs => ({});
/** Why the plan's budget line cannot bear it (unknown, another purchaser's, short): asked when a plan is submitted. */
export const checkFunds = (_state: PurchaseState, _plan: Plan, _context: Context): Refusal | null => null;
/** Reserves the plan's amount by expected year; an exhausted line refuses. In the transaction of the plan's receipt or approval. */
export const reserveFunds = (_state: PurchaseState, _plan: Plan, _context: Context): readonly DomainEvent[] | Refusal => [];
/** Gives the whole reservation back: planning refused, tender failed and abandoned, ended before the contract. */
export const releaseFunds = (_state: PurchaseState, _context: Context): readonly DomainEvent[] => [];
/** Commits what the contract owes by expected day of each instalment, and releases what the award left of the reservation. */
export const commitFunds = (_state: PurchaseState, _schedule: readonly Instalment[], _context: Context): readonly DomainEvent[] | Refusal => [];
/** Acceptance: what was prepaid is cleared, what is owed becomes accepted. `reduced` fen of the commitment are released (formula, deductions). */
export const acceptFunds = (_state: PurchaseState, _reduced: bigint, _context: Context): readonly DomainEvent[] => [];
/** Releases commitments that will never be owed: rescission, waiver, a tail cut by the contract's formula. */
export const releaseCommitments = (_state: PurchaseState, _amount: bigint, _context: Context): readonly DomainEvent[] => [];

export const fundingPart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
