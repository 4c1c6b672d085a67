export * from './approval/index.js';
export * from './kernel/index.js';
export * from './purchase/index.js';
