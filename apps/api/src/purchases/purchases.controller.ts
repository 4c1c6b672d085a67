import { commandController } from '../cases/command-controller.js';
import { contractCommands } from './contract.schemas.js';
import { planningCommands } from './planning.schemas.js';

/** A purchase, part by part in the order of its stages. */
export const purchases = commandController({
  kind: 'purchase',
  plural: 'purchases',
  tag: { name: 'Purchases', zh: '采购项目' },
  commands: { ...planningCommands, ...contractCommands },
});
