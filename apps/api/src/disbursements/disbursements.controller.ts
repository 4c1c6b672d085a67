import { commandController } from '../cases/command-controller.js';
import { voteSchema } from '../wire/approval.schemas.js';
import {
  acknowledgeAlarmSchema,
  agreePartsSchema,
  confirmRequestSchema,
  correctRequestSchema,
  nothingSchema,
  reasonSchema,
  recordLegalStepSchema,
  requestPaymentSchema,
  resubmitRequestSchema,
} from './disbursements.schemas.js';

export const disbursements = commandController({
  kind: 'disbursement',
  plural: 'disbursements',
  tag: { name: 'disbursements', zh: '资金支付' },
  under: { kind: 'purchase', plural: 'purchases', field: 'purchase' },
  commands: {
    requestPayment: {
      schema: requestPaymentSchema,
      creates: true,
      summary: { zh: '申请支付', en: 'request an instalment with its invoice' },
    },
    resubmitRequest: { schema: resubmitRequestSchema, summary: { zh: '重新提交申请', en: 'send it again with another invoice' } },
    cancelRequest: { schema: nothingSchema, summary: { zh: '撤回申请', en: 'take the request back' } },
    confirmRequest: { schema: confirmRequestSchema, summary: { zh: '经办确认', en: 'confirm the service as rendered' } },
    returnRequest: { schema: reasonSchema, summary: { zh: '退回供应商', en: 'return it to the supplier' } },
    voteDisbursement: { schema: voteSchema, summary: { zh: '支付审批', en: 'approve, return or refuse' } },
    refreshElectorate: { schema: nothingSchema, summary: { zh: '补齐审批人', en: 'fill an empty approval step' } },
    correctRequest: { schema: correctRequestSchema, summary: { zh: '更正后重新支付', en: 'correct it after the treasury sent it back' } },
    acknowledgeAlarm: { schema: acknowledgeAlarmSchema, summary: { zh: '确认提醒', en: 'acknowledge an alarm' } },
    agreeParts: { schema: agreePartsSchema, summary: { zh: '约定分期退款', en: 'agree on paying back in parts' } },
    recordLegalStep: { schema: recordLegalStepSchema, summary: { zh: '登记追偿措施', en: 'record a step of legal recovery' } },
    proposeWriteOff: { schema: reasonSchema, summary: { zh: '申请核销', en: 'propose to write it off' } },
    voteWriteOff: { schema: voteSchema, summary: { zh: '审批核销', en: 'approve, return or refuse the write-off' } },
  },
});
