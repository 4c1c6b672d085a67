export * from './approval/index.js';
export * from './kernel/index.js';
export * from './panel/index.js';
export * from './purchase/index.js';
export * from './organisation/index.js';
export * from './expert-pool/index.js';
export * from './catalogue/index.js';
export * from './bid/index.js';
