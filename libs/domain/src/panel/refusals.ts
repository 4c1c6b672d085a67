import type { CodeOf, RefusalEntry } from '../kernel/index.js';

/** Order is precedence: where several hold, the first is the answer. */
export const panelRefusals = [
  {
    code: 'panel.declare_first',
    status: 409,
    zh: '须先声明有无利害关系，再查看和评审。',
    en: 'Declare your conflicts of interest first; content and scoring come after.',
  },
  {
    code: 'panel.wrong_state',
    status: 409,
    zh: '评审小组当前为{status}，不能执行此操作。',
    en: 'The panel is {status}; this cannot be done now.',
  },
  {
    code: 'panel.pool_too_small',
    status: 409,
    zh: '可抽取的专家{eligible}人，少于需要的{needed}人。',
    en: 'Only {eligible} experts may be drawn; {needed} are needed.',
  },
  { code: 'panel.not_a_member', status: 403, zh: '您不是评审小组成员。', en: 'You are not a member of this panel.' },
  { code: 'panel.already_declared', status: 409, zh: '您已作出回避声明。', en: 'You have already declared.' },
  { code: 'panel.seat_taken', status: 409, zh: '{person}已是或者曾是成员。', en: '{person} sits here or has left it.' },
  {
    code: 'panel.seats_differ',
    status: 422,
    zh: '补充人数与空缺{needed}席不符。',
    en: 'Exactly the {needed} vacant seats have to be filled.',
  },
  {
    code: 'panel.chair_is_representative',
    status: 422,
    zh: '采购人代表不得担任组长。',
    en: "The purchaser's representative may not chair.",
  },
  { code: 'panel.subject_unknown', status: 422, zh: '没有这个评审对象：{subject}。', en: 'There is no {subject} to be judged here.' },
  { code: 'panel.already_judged', status: 409, zh: '您已对{subject}作出符合性判断。', en: 'You have already judged {subject}.' },
  { code: 'panel.reason_required', status: 422, zh: '须写明理由。', en: 'This needs a reason.' },
  { code: 'panel.sheet_faulty', status: 422, zh: '评分表有误。', en: 'The score sheet is faulty.' },
  { code: 'panel.sheet_missing', status: 409, zh: '尚有成员未提交评分表。', en: 'Not all score sheets have been submitted.' },
  {
    code: 'panel.correction_not_lawful',
    status: 422,
    zh: '评审结果仅可在法定四种情形下更正。',
    en: 'Scores may be corrected only in the four cases of the law.',
  },
  {
    code: 'panel.correction_elsewhere',
    status: 422,
    zh: '{pointer}不属于本次更正的范围。',
    en: '{pointer} is not what this correction is about.',
  },
  {
    code: 'panel.not_final',
    status: 409,
    zh: '客观项评分不一致，须先更正。',
    en: 'Scorers differ on objective items; these have to be corrected first.',
  },
  {
    code: 'panel.other_report',
    status: 409,
    zh: '报告已变更，请重新查看后签字。',
    en: 'The report has changed; read it again before you sign.',
  },
  { code: 'panel.already_signed', status: 409, zh: '您已签字。', en: 'You have already signed.' },
] as const satisfies readonly RefusalEntry[];

export type PanelRefusalCode = CodeOf<typeof panelRefusals>;
