export * from './calendar.js';
export * from './case.js';
export * from './refusal.js';
export * from './rules.js';
export * from './stages.js';
export * from './time.js';
