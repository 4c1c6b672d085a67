export * from './case-type.js';
export * from './contents.js';
export * from './engine.js';
export * from './fold.js';
export * from './hash.js';
export * from './refusals.js';
export * from './registry.js';
export { SYSTEM, type Law } from './session.js';
export { CaseWork } from './case-work.js';
