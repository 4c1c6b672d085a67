export * from './approval/index.js';
export * from './kernel/index.js';
