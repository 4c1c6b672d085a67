import { commandController } from '../cases/command-controller.js';
import { confirmSchema, leaveTalksSchema, quoteFinallySchema, replaceSchema, submitSchema, withdrawSchema } from './bids.schemas.js';

export const bids = commandController({
  kind: 'bid',
  plural: 'bids',
  tag: { name: 'bids', zh: '投标' },
  under: { kind: 'purchase', plural: 'purchases', field: 'purchase' },
  commands: {
    submit: { schema: submitSchema, creates: true, summary: { zh: '投标', en: 'submit a bid' } },
    replace: { schema: replaceSchema, summary: { zh: '替换投标文件', en: 'replace the offer' } },
    confirm: { schema: confirmSchema, summary: { zh: '确认适用更正后的文件', en: 'confirm the bid under corrected documents' } },
    withdraw: { schema: withdrawSchema, summary: { zh: '撤回投标', en: 'withdraw the bid' } },
    quoteFinally: { schema: quoteFinallySchema, summary: { zh: '提交最后报价', en: 'give the final quote' } },
    leaveTalks: { schema: leaveTalksSchema, summary: { zh: '退出磋商', en: 'leave the talks' } },
  },
});
