export * from './data-source.js';
export * from './engine/changes.js';
export * from './engine/store.js';
export { readModels } from './engine/statements.js';
export * from './migrate.js';
export * from './pool.js';
