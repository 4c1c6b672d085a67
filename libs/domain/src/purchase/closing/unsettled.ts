import { everyBond, isHeld, released, toTake } from '../bond/facts.js';
import { clawbackOpen, instalmentsOf } from '../delivery/instalments.js';
import type { PurchaseState } from '../state.js';
import type { InstalmentState } from '../types.js';

/** Instalments that stand open after all: money came back from the payee's bank, and is still owed. */
export const instalmentsOpen = (state: PurchaseState): readonly InstalmentState[] =>
  instalmentsOf(state).filter(({ payable, disbursement }) => payable > 0n || disbursement !== null);

/** Other people's money is here, or ours is elsewhere: such a purchase is not closed, however long all else has ended. */
export const isUnsettled = (state: PurchaseState): boolean =>
  toTake(state) !== null ||
  released(state).length > 0 ||
  everyBond(state).some(isHeld) ||
  clawbackOpen(state) > 0n ||
  instalmentsOpen(state).length > 0;
