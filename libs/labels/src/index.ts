export * from './commands.js';
export { eventLabel, eventLabels } from './events/index.js';
export { fieldLabel, fieldLabels } from './fields/index.js';
export { type HintedLabel, inWords, type Label } from './label.js';
export { noticeLabel, noticeLabels } from './notices.js';
export * from './people.js';
export * from './stages.js';
export { taskLabel, taskLabels } from './tasks.js';
export { valueLabel, valueLabels } from './values/index.js';
