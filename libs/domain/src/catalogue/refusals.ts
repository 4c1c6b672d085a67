import { approvalRefusals } from '../approval/index.js';
import type { CodeOf, RefusalEntry } from '../kernel/index.js';

const own = [
  { code: 'catalogue.already_proposed', status: 409, zh: '该条目已提出。', en: 'The item has been proposed already.' },
  {
    code: 'catalogue.stage_not_open',
    status: 409,
    zh: '当前环节（{stage}）不能办理此项。',
    en: 'This cannot be done in the present stage ({stage}).',
  },
  {
    code: 'catalogue.department_unknown',
    status: 422,
    zh: '{department}不是已登记的购买主体。',
    en: '{department} is no registered purchaser.',
  },
  {
    code: 'catalogue.finance_not_in_charge',
    status: 422,
    zh: '{finance}不是该部门的主管财政部门。',
    en: '{finance} is not the finance bureau in charge of this department.',
  },
  {
    code: 'catalogue.proposer_not_yours',
    status: 403,
    zh: '只能以本人任职的机构名义提出。',
    en: 'You propose for the organisation in which you act.',
  },
  {
    code: 'catalogue.proposer_not_eligible',
    status: 403,
    zh: '自下而上提出需求的应为社会组织，{enterprise}不能提出。',
    en: 'From below only social organisations propose items; {enterprise} is none.',
  },
  {
    code: 'catalogue.not_in_guiding_catalogue',
    status: 422,
    zh: '{code}不在现行政府购买服务指导性目录内，不得购买。',
    en: '{code} is not in the guiding catalogue in force.',
  },
  {
    code: 'catalogue.not_in_classification',
    status: 422,
    zh: '{code}不是现行政府采购品目。',
    en: '{code} is not in the procurement classification in force.',
  },
  {
    code: 'catalogue.not_on_department_list',
    status: 422,
    zh: '该服务未列入本部门购买服务目录。',
    en: 'The service is not on the department’s own list.',
  },
  { code: 'catalogue.on_negative_list', status: 422, zh: '属于不得购买的内容：{reason}。', en: 'It must not be purchased: {reasonEn}.' },
  {
    code: 'catalogue.negative_fact_unknown',
    status: 422,
    zh: '{fact}不是负面清单所列情形。',
    en: '{fact} is no fact of the negative list.',
  },
  { code: 'catalogue.indicators_missing', status: 422, zh: '须至少设定一项绩效指标。', en: 'At least one indicator is needed.' },
  { code: 'catalogue.indicator_twice', status: 422, zh: '指标{id}重复。', en: 'The indicator {id} stands twice.' },
  {
    code: 'catalogue.not_your_proposal',
    status: 403,
    zh: '只有提出人所在机构可以撤回。',
    en: 'Only the organisation that proposed it withdraws it.',
  },
  { code: 'catalogue.no_review', status: 409, zh: '没有正在进行的审定。', en: 'No review is under way.' },
  { code: 'catalogue.revision_under_review', status: 409, zh: '上一次修订正在审定。', en: 'An earlier revision is still under review.' },
  { code: 'catalogue.nothing_changed', status: 422, zh: '内容没有变化。', en: 'Nothing would change.' },
  { code: 'catalogue.no_escalation', status: 409, zh: '没有待答复的超期提醒。', en: 'No escalation waits for an answer.' },
] as const satisfies readonly RefusalEntry[];

/** Order is precedence: what the approval refuses stands after what the item itself refuses. */
export const catalogueRefusals = [...own, ...approvalRefusals] as const;

export type CatalogueRefusalCode = CodeOf<typeof own>;
