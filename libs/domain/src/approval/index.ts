export * from './approval.js';
export * from './deadlines.js';
export * from './decide.js';
export * from './definition.js';
export * from './embed.js';
export * from './evolve.js';
export * from './refusals.js';
export * from './tally.js';
