import { commandController } from '../cases/command-controller.js';
import { voteSchema } from '../wire/approval.schemas.js';
import { adjustLineSchema, approveLineSchema, nothingSchema, proposeCarryOverSchema } from './budget-lines.schemas.js';

export const budgetLines = commandController({
  kind: 'budget',
  plural: 'budget-lines',
  tag: { name: 'budget-lines', zh: '预算指标' },
  commands: {
    approveLine: { schema: approveLineSchema, creates: true, summary: { zh: '下达指标', en: 'approve a budget line' } },
    adjustLine: { schema: adjustLineSchema, summary: { zh: '调整指标', en: 'adjust its amount' } },
    proposeCarryOver: { schema: proposeCarryOverSchema, summary: { zh: '申请结转', en: 'propose carrying its commitments over' } },
    voteCarryOver: { schema: voteSchema, summary: { zh: '审批结转', en: 'approve, return or refuse the carry-over' } },
    refreshCarryElectorate: { schema: nothingSchema, summary: { zh: '补齐结转审批人', en: 'fill an empty step of the carry-over' } },
    closeLine: { schema: nothingSchema, summary: { zh: '关闭指标', en: 'close a line that holds nothing any more' } },
  },
});
