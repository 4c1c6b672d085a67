import type { CodeOf, RefusalEntry } from '../kernel/index.js';

/** Order is precedence: where several hold, the first is the answer. */
export const organisationRefusals = [
  { code: 'organisation.already_registered', status: 409, zh: '该机构已登记。', en: 'The organisation is registered already.' },
  { code: 'organisation.not_registered', status: 409, zh: '该机构尚未登记。', en: 'The organisation is not registered.' },
  {
    code: 'organisation.enterprise_kind_missing',
    status: 422,
    zh: '承接主体须填写主体类型（如小型企业、社会组织）。',
    en: 'A supplier must state what kind of body it is.',
  },
  {
    code: 'organisation.credit_code_missing',
    status: 422,
    zh: '承接主体须填写统一社会信用代码。',
    en: 'A supplier must state its unified social credit code.',
  },
  {
    code: 'organisation.citizens_number',
    status: 422,
    zh: '统一社会信用代码处不得填写公民身份号码。',
    en: "A citizen's number must not stand where a unified social credit code does.",
  },
  {
    code: 'organisation.name_missing',
    status: 422,
    zh: '个人承接主体须重新填写姓名，姓名不记入事件。',
    en: "An individual's name must be entered anew: it does not stand in the record.",
  },
  {
    code: 'organisation.account_not_payable',
    status: 422,
    zh: '只有承接主体登记收款账户。',
    en: 'Only a supplier has an account to be paid into.',
  },
  {
    code: 'organisation.related_unknown',
    status: 422,
    zh: '没有登记机构{organisation}。',
    en: 'No organisation {organisation} is registered.',
  },
  {
    code: 'organisation.not_finance',
    status: 422,
    zh: '{organisation}不是财政部门。',
    en: '{organisation} is no finance bureau.',
  },
  { code: 'organisation.post_exists', status: 409, zh: '岗位{post}已设立。', en: 'There is already a post {post}.' },
  { code: 'organisation.roles_missing', status: 422, zh: '岗位至少要有一项职责。', en: 'A post needs at least one role.' },
  {
    code: 'organisation.role_foreign',
    status: 422,
    zh: '此类机构不能设置{role}岗位。',
    en: 'An organisation of this type has no post with the role {role}.',
  },
  {
    code: 'organisation.roles_incompatible',
    status: 422,
    zh: '{one}与{other}为不相容职责，不得由同一岗位承担。',
    en: '{one} and {other} are incompatible: one post cannot have both.',
  },
  { code: 'organisation.post_unknown', status: 422, zh: '没有岗位{post}。', en: 'There is no post {post}.' },
  { code: 'organisation.post_closed', status: 409, zh: '岗位{post}已于{on}撤销。', en: 'The post {post} was closed on {on}.' },
  {
    code: 'organisation.post_held',
    status: 409,
    zh: '岗位{post}仍有人任职，免职后方可撤销。',
    en: 'Somebody holds the post {post}: end the appointment before the post is closed.',
  },
  { code: 'organisation.dates_reversed', status: 422, zh: '结束日期早于开始日期。', en: 'It would end before it begins.' },
  {
    code: 'organisation.appointment_overlaps',
    status: 409,
    zh: '该人员在此岗位上已有任职，期间重叠（自{from}至{to}）。',
    en: 'This person already holds the post from {from} to {to}.',
  },
  {
    code: 'organisation.appointment_not_over',
    status: 409,
    zh: '该人员在此岗位的任职至{to}，届满后方可再任。',
    en: 'This person holds the post until {to}: appoint anew after that day.',
  },
  {
    code: 'organisation.appointment_unknown',
    status: 422,
    zh: '该人员没有此岗位的有效任职。',
    en: 'This person does not hold that post.',
  },
  {
    code: 'organisation.person_disabled',
    status: 409,
    zh: '该人员已停用，不能任职。',
    en: 'This person has been disabled and cannot be appointed.',
  },
  { code: 'organisation.deputy_is_itself', status: 422, zh: '岗位不能由自己替补。', en: 'A post cannot be its own deputy.' },
  {
    code: 'organisation.no_hand_over',
    status: 409,
    zh: '没有需要您知悉的工作移交。',
    en: 'Nothing was handed over to you that you have not seen.',
  },
  {
    code: 'organisation.not_purchaser',
    status: 409,
    zh: '只有购买主体可以委托采购代理机构。',
    en: 'Only a purchaser entrusts a procurement agency.',
  },
  {
    code: 'organisation.agency_unknown',
    status: 422,
    zh: '{agency}不是已登记的采购代理机构。',
    en: '{agency} is no registered procurement agency.',
  },
  {
    code: 'organisation.power_not_entrustable',
    status: 422,
    zh: '不得委托代理机构{power}，可以委托的是：{legal}；确定中标人和签订合同始终由采购人自行办理。',
    en: '{power} cannot be entrusted, only {legal}: the purchaser itself awards and signs.',
  },
  { code: 'organisation.powers_missing', status: 422, zh: '委托协议须列明授权事项。', en: 'An entrustment must list its powers.' },
  {
    code: 'organisation.entrustment_overlaps',
    status: 409,
    zh: '与同一代理机构的委托期间重叠（协议{agreement}）。',
    en: 'The same agency is already entrusted in that time by agreement {agreement}.',
  },
  { code: 'organisation.entrustment_unknown', status: 422, zh: '没有有效的此项委托。', en: 'There is no such entrustment in force.' },
  { code: 'organisation.nothing_changed', status: 422, zh: '没有任何变更。', en: 'Nothing would change.' },
] as const satisfies readonly RefusalEntry[];

export type OrganisationRefusalCode = CodeOf<typeof organisationRefusals>;
