import { fen, type Rule, table } from '../../kernel/rules.js';

export type MethodStatus = 'default' | 'allowed' | 'needs-approval' | 'forbidden';
interface MethodRow {
  readonly method: string;
  readonly above: MethodStatus;
  readonly below: MethodStatus;
  readonly approvals?: readonly string[];
  readonly reason?: { readonly above: string; readonly below: string };
}
export interface MethodOption {
  readonly method: string;
  readonly status: MethodStatus;
  readonly reason: string;
  /** Who has to agree first; of a method that needs it. */
  readonly approvals: readonly string[];
}

/** What the method table says of an amount, in the order of the pack. An amount at the threshold counts as above. */
export const methodOptions = (methods: Rule, threshold: Rule, amount: bigint): readonly MethodOption[] => {
  const side = amount >= fen(threshold) ? 'above' : 'below';
  return table<readonly MethodRow[]>(methods).map(({ method, [side]: status, approvals = [], reason }) => ({
    method,
    status,
    reason: reason?.[side] ?? '',
    approvals: status === 'needs-approval' ? approvals : [],
  }));
};
