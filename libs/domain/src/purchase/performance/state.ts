export interface PerformanceState {
  readonly years: readonly number[];
}
export const initialPerformance: PerformanceState = { years: [] };
