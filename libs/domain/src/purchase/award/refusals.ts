import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. */
export const awardRefusals = [
  { code: 'award.already_decided', status: 409, zh: '中标人已经确定。', en: 'The winner is decided already.' },
  { code: 'award.not_decided', status: 409, zh: '中标人尚未确定。', en: 'The winner is not decided yet.' },
  { code: 'award.nothing_refused', status: 409, zh: '没有中标人拒绝签订合同。', en: 'No winner has refused: confirm in ranking order.' },
  {
    code: 'award.ground_not_lawful',
    status: 422,
    zh: '“{ground}”不是可以不确定该候选人的合法理由（{legal}）。',
    en: '"{ground}" is no lawful ground for passing a candidate over; these are: {legal}.',
  },
  { code: 'award.no_candidate', status: 422, zh: '{bid}不是中标候选人。', en: '{bid} is no candidate.' },
  {
    code: 'award.not_in_order',
    status: 422,
    zh: '应当按排名顺序确定中标人，现为第{rank}名；跳过候选人须先记录合法理由。',
    en: 'Candidates are taken in ranking order: rank {rank} is next. To pass one over, record the lawful reason first.',
  },
] as const satisfies readonly RefusalEntry[];

export type AwardRefusal = CodeOf<typeof awardRefusals>;
