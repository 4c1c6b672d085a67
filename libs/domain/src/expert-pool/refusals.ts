import type { CodeOf, RefusalEntry } from '../kernel/index.js';

/** Order is precedence: where several hold, the first is the answer. */
export const expertPoolRefusals = [
  { code: 'expert_pool.already_open', status: 409, zh: '该专家库已建立。', en: 'The expert pool is open already.' },
  { code: 'expert_pool.not_open', status: 409, zh: '该专家库尚未建立。', en: 'The expert pool is not open.' },
  { code: 'expert_pool.keeper_unknown', status: 422, zh: '没有登记机构{keeper}。', en: 'No organisation {keeper} is registered.' },
  { code: 'expert_pool.already_enrolled', status: 409, zh: '该人员已在库中。', en: 'This person is in the pool already.' },
  { code: 'expert_pool.fields_missing', status: 422, zh: '专家至少要有一个评审专业。', en: 'An expert needs at least one field.' },
  { code: 'expert_pool.expert_unknown', status: 422, zh: '库中没有该人员。', en: 'This person is not in the pool.' },
  {
    code: 'expert_pool.relations_not_yours',
    status: 403,
    zh: '只能更新本人的利害关系，或由专家库管理单位更新。',
    en: 'Only the expert or the keeper of the pool updates these relations.',
  },
  {
    code: 'expert_pool.relation_ends_later',
    status: 422,
    zh: '关系终止日期不能晚于今日。',
    en: 'A relation cannot have ended on a day still to come.',
  },
  {
    code: 'expert_pool.wrong_standing',
    status: 409,
    zh: '该专家现为{standing}，不能执行此操作。',
    en: 'The expert is {standing}: this cannot be done now.',
  },
] as const satisfies readonly RefusalEntry[];

export type ExpertPoolRefusalCode = CodeOf<typeof expertPoolRefusals>;
