import type { ContractFace } from '../types.js';

export interface ContractState {
  readonly signed: ContractFace | null;
}
export const initialContract: ContractState = { signed: null };
