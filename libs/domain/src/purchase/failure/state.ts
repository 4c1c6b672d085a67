export interface FailureState {
  readonly rounds: number;
  /** Methods other than the usual one that finance has approved for this purchase. */
  readonly approvedMethods: readonly string[];
}
export const initialFailure: FailureState = { rounds: 0, approvedMethods: [] };
