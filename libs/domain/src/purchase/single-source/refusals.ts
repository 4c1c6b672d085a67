import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. */
export const singleSourceRefusals = [
  { code: 'single_source.none_named', status: 409, zh: '没有拟定的单一来源供应商。', en: 'Nobody is named as the single source.' },
  {
    code: 'single_source.under_examination',
    status: 409,
    zh: '采购计划或者变更采购方式的申请正在审查，先撤回再改变供应商。',
    en: 'The plan or the application for the method is being examined: withdraw it first.',
  },
  {
    code: 'single_source.publicity_open',
    status: 409,
    zh: '单一来源公示尚未期满（{until}）。',
    en: 'The publicity of the single source lasts until {until}.',
  },
  {
    code: 'single_source.publicity_over',
    status: 409,
    zh: '不在公示期内，不能提出异议。',
    en: 'Objections are heard during the publicity alone.',
  },
  { code: 'single_source.nothing_to_argue', status: 409, zh: '没有需要补充论证的异议。', en: 'There is no objection to argue.' },
  { code: 'single_source.own_favour', status: 403, zh: '拟定的供应商不能对自己提出异议。', en: 'The one named does not object to itself.' },
  {
    code: 'single_source.ground_unlawful',
    status: 422,
    zh: '单一来源采购应属于法定情形之一：{legal}。',
    en: 'A single source takes one of the legal grounds: {legal}.',
  },
  { code: 'single_source.supplier_unknown', status: 422, zh: '没有这个供应商。', en: 'There is no such supplier.' },
  {
    code: 'single_source.too_few_opinions',
    status: 422,
    zh: '专业人员论证意见{count}份，不少于{minimum}份。',
    en: '{count} experts have argued it: it takes at least {minimum}.',
  },
] as const satisfies readonly RefusalEntry[];
export type SingleSourceRefusal = CodeOf<typeof singleSourceRefusals>;
