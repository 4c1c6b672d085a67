export interface FailureState {
  readonly rounds: number;
}
export const initialFailure: FailureState = { rounds: 0 };
