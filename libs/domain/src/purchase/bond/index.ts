export type { BondCommand, BondCommandType, BondEvent } from './bond.js';
export { bondsOf } from './facts.js';
export type { BondRound, BondState, HeldBond } from './state.js';
