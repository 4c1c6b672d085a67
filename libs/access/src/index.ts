export * from './permission.js';
export * from './purchase/index.js';
