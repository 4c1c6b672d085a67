export * from './permission.js';
export * from './purchase/index.js';
export * from './organisation.js';
export * from './expert-pool.js';
export * from './catalogue.js';
export * from './bid.js';
export * from './operations.js';
