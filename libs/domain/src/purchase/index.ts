export * from './core.js';
export * from './part.js';
export * from './purchase.js';
export * from './refusals.js';
export * from './state.js';
export * from './types.js';
