export * from './words.js';
export * from './workflow-id.js';
