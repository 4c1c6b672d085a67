import { commandController } from '../cases/command-controller.js';
import { awardCommands } from './award.schemas.js';
import { bondCommands } from './bond.schemas.js';
import { contractCommands } from './contract.schemas.js';
import { declarationCommands } from './declarations.schemas.js';
import { deliveryCommands } from './delivery.schemas.js';
import { endingCommands } from './ending.schemas.js';
import { evaluationCommands } from './evaluation.schemas.js';
import { failureCommands } from './failure.schemas.js';
import { findingsCommands } from './findings.schemas.js';
import { fundingCommands } from './funding.schemas.js';
import { obligationCommands } from './obligations.schemas.js';
import { objectionCommands } from './objection.schemas.js';
import { singleSourceCommands } from './single-source.schemas.js';
import { performanceCommands } from './performance.schemas.js';
import { planningCommands } from './planning.schemas.js';
import { tenderCommands } from './tender.schemas.js';

/** A purchase, part by part in the order of its stages. */
export const purchases = commandController({
  kind: 'purchase',
  plural: 'purchases',
  tag: { name: 'Purchases', zh: '采购项目' },
  commands: {
    ...planningCommands,
    ...objectionCommands,
    ...singleSourceCommands,
    ...tenderCommands,
    ...evaluationCommands,
    ...declarationCommands,
    ...findingsCommands,
    ...awardCommands,
    ...bondCommands,
    ...contractCommands,
    ...deliveryCommands,
    ...obligationCommands,
    ...performanceCommands,
    ...failureCommands,
    ...fundingCommands,
    ...endingCommands,
  },
});
