import { commandController } from '../cases/command-controller.js';

/** Progress of what touches many cases; only the system begins one. */
export const batches = commandController({ kind: 'batch', plural: 'batches', tag: { name: 'batches', zh: '批处理' }, commands: {} });
