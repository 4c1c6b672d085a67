import { commandController } from '../cases/command-controller.js';
import {
  answerEscalationSchema,
  assessNeedSchema,
  delistSchema,
  nothingSchema,
  proposeSchema,
  resubmitSchema,
  reviewSchema,
  reviseSchema,
  withdrawSchema,
} from './catalogue-items.schemas.js';

export const catalogueItems = commandController({
  kind: 'catalogue',
  plural: 'catalogue-items',
  tag: { name: 'Catalogue', zh: '购买服务目录' },
  commands: {
    propose: { schema: proposeSchema, summary: { zh: '提出目录条目', en: 'Propose an item' }, creates: true },
    withdraw: { schema: withdrawSchema, summary: { zh: '撤回', en: 'Withdraw it' } },
    accept: { schema: nothingSchema, summary: { zh: '受理', en: 'Accept the proposal' } },
    assessNeed: { schema: assessNeedSchema, summary: { zh: '需求评估', en: 'Record the need assessment' } },
    review: { schema: reviewSchema, summary: { zh: '审定', en: 'Approve, return or refuse it' } },
    resubmit: { schema: resubmitSchema, summary: { zh: '修改后再报', en: 'Send it back after a return' } },
    answerEscalation: { schema: answerEscalationSchema, summary: { zh: '答复超期提醒', en: 'Answer an escalation' } },
    refreshReview: { schema: nothingSchema, summary: { zh: '补齐审定人员', en: 'Fill an empty review step' } },
    revise: { schema: reviseSchema, summary: { zh: '修订', en: 'Propose a new version' }, ifMatch: true },
    delist: { schema: delistSchema, summary: { zh: '移出目录', en: 'Delist it' } },
  },
});
