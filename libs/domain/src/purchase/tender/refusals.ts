import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. */
export const tenderRefusals = [
  { code: 'tender.notice_published', status: 409, zh: '本轮采购公告已经发布。', en: 'The notice of this round is published already.' },
  { code: 'tender.notice_missing', status: 409, zh: '本轮采购公告尚未发布。', en: 'The notice of this round is not published yet.' },
  { code: 'tender.window_closed', status: 409, zh: '投标已经截止。', en: 'Bids are closed.' },
  {
    code: 'tender.suspended',
    status: 409,
    zh: '采购活动已暂停，恢复前不得变更。',
    en: 'The tender is suspended: nothing in it moves before it is resumed.',
  },
  { code: 'tender.window_open', status: 409, zh: '投标尚未截止，不得开标。', en: 'Bids may not be opened before the deadline.' },
  { code: 'tender.questions_over', status: 409, zh: '提问已于{until}截止。', en: 'Questions could be asked until {until}.' },
  { code: 'tender.opened_already', status: 409, zh: '本轮已经开标。', en: 'The bids of this round are opened already.' },
  { code: 'tender.not_opened', status: 409, zh: '本轮尚未开标。', en: 'The bids of this round are not opened yet.' },
  { code: 'tender.plan_missing', status: 409, zh: '没有生效的采购计划。', en: 'There is no plan in force.' },
  {
    code: 'tender.finance_objected',
    status: 409,
    zh: '财政部门对采购计划有异议，撤回前不得发布公告。',
    en: 'Finance objects to the plan: no notice before the objection is withdrawn.',
  },
  {
    code: 'tender.procedure_missing',
    status: 409,
    zh: '规则包没有规定{method}的程序。',
    en: 'The rule pack holds no procedure for {method}.',
  },
  { code: 'tender.intent_notice_missing', status: 409, zh: '尚未公开采购意向。', en: 'The intent notice has not been published.' },
  {
    code: 'tender.intent_notice_too_recent',
    status: 409,
    zh: '采购意向公开未满期限，最早于{earliest}发布公告。',
    en: 'The intent notice is too recent: the tender notice may go out on {earliest} at the earliest.',
  },
  { code: 'tender.documents_missing', status: 422, zh: '没有附采购文件。', en: 'No tender documents are attached.' },
  { code: 'tender.media_missing', status: 422, zh: '没有指定发布媒体。', en: 'No medium of publication is named.' },
  {
    code: 'tender.supply_in_past',
    status: 422,
    zh: '采购文件不能在公告发布之前开始提供。',
    en: 'Documents cannot be supplied before the notice.',
  },
  {
    code: 'tender.supply_too_short',
    status: 422,
    zh: '采购文件提供期限过短，至少到{earliest}。',
    en: 'The documents must be to be had until {earliest} at least.',
  },
  {
    code: 'tender.deadline_too_early',
    status: 422,
    zh: '投标截止时间过早，最早为{earliest}。',
    en: 'The deadline is too early: {earliest} at the earliest.',
  },
  {
    code: 'tender.deadline_in_unannounced_year',
    status: 422,
    zh: '{year}年的放假安排尚未公布，截止时间不能定在该年。',
    en: 'The holidays of {year} are not announced: no deadline can lie in it.',
  },
  {
    code: 'tender.deadline_not_later',
    status: 422,
    zh: '新的截止时间必须晚于现截止时间（{current}）。',
    en: 'The new deadline must be later than the one in force ({current}).',
  },
  {
    code: 'tender.opening_not_at_deadline',
    status: 422,
    zh: '开标时间应当与投标截止时间为同一时间。',
    en: 'The opening must be at the moment of the deadline.',
  },
  {
    code: 'tender.questions_after_deadline',
    status: 422,
    zh: '提问截止时间须在公告之后、投标截止之前。',
    en: 'Questions must end after the notice and before the deadline.',
  },
  {
    code: 'tender.bond_too_high',
    status: 422,
    zh: '投标保证金不得超过采购预算的{maxPercent}%（{maximum}元）。',
    en: 'The bid bond may be at most {maxPercent} % of the budget ({maximum}).',
  },
  {
    code: 'tender.deduction_with_set_aside',
    status: 422,
    zh: '专门面向中小企业的项目不再给予价格扣除。',
    en: 'A purchase reserved for small and medium enterprises gives no price deduction.',
  },
  {
    code: 'tender.deduction_out_of_range',
    status: 422,
    zh: '价格扣除比例{percent}%不在{min}%—{max}%之内。',
    en: 'A price deduction of {percent} % is outside {min} to {max} %.',
  },
  { code: 'tender.question_unknown', status: 422, zh: '没有这个提问。', en: 'There is no such question.' },
  { code: 'tender.question_answered', status: 409, zh: '该提问已经答复。', en: 'The question is answered already.' },
  {
    code: 'tender.unalterable',
    status: 422,
    zh: '澄清或者修改不得改变采购标的和资格条件（{changes}）。',
    en: 'An amendment may not change what is bought or who is eligible ({changes}).',
  },
  {
    code: 'tender.other_media',
    status: 422,
    zh: '澄清或者修改须在原公告媒体上发布，缺：{missing}。',
    en: 'An amendment goes to the media of the notice; missing: {missing}.',
  },
  { code: 'tender.objection_unknown', status: 422, zh: '没有这项异议。', en: 'There is no such objection.' },
  { code: 'tender.objection_answered', status: 409, zh: '该异议已经答复。', en: 'The objection is answered already.' },
  { code: 'tender.objections_open', status: 409, zh: '还有{count}项开标异议没有答复。', en: '{count} objections are not answered yet.' },
] as const satisfies readonly RefusalEntry[];

export type TenderRefusal = CodeOf<typeof tenderRefusals>;
