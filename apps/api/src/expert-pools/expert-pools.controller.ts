import { commandController } from '../cases/command-controller.js';
import { enrolSchema, openSchema, reasonOfExpertSchema, updateRelationsSchema } from './expert-pools.schemas.js';

export const expertPools = commandController({
  kind: 'expert-pool',
  plural: 'expert-pools',
  tag: { name: 'Expert pools', zh: '专家库' },
  commands: {
    open: { schema: openSchema, summary: { zh: '建立专家库', en: 'Open a pool of experts' }, creates: true },
    enrol: { schema: enrolSchema, summary: { zh: '专家入库', en: 'Enrol an expert' } },
    updateRelations: { schema: updateRelationsSchema, summary: { zh: '更新利害关系', en: 'Update the relations of an expert' } },
    suspend: { schema: reasonOfExpertSchema, summary: { zh: '暂停专家资格', en: 'Suspend an expert' } },
    reinstate: { schema: reasonOfExpertSchema, summary: { zh: '恢复专家资格', en: 'Reinstate an expert' } },
    remove: { schema: reasonOfExpertSchema, summary: { zh: '专家出库', en: 'Remove an expert' } },
  },
});
