export * from './commands.js';
export { inWords, type Label } from './label.js';
export * from './people.js';
export * from './stages.js';
