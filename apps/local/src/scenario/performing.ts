import { addressOf } from './door.js';
import { approveLine, SIGNED_ON_DAY } from './preparation.js';
import { nextMonth, type Play } from './stage.js';

/** 合同: generated from award and plan, reviewed, signed by both. */
export const contract = async (play: Play, later: number): Promise<void> => {
  const stage = { stage: '合同' };
  await play.on(SIGNED_ON_DAY + later - 3);
  const { view } = await play.seen('zhang-min');
  const { winner } = view.award.current;
  const plan = view.planning?.plan;
  if (!plan) throw new Error('there is no plan in force');
  // Whoever was held up on the way begins the service later: no term begins before its contract.
  const [planned, now] = [play.day(SIGNED_ON_DAY + later).slice(0, 10), (await play.cast.door.now()).slice(0, 10)];
  const startsOn = nextMonth(now > planned ? now : planned);
  await play.give(
    'zhang-min',
    'draft-contract',
    {
      startsOn,
      amount: winner.price,
      termMonths: plan.termMonths,
      percents: plan.schedule.map((one) => one.percent),
      clauses: [{ id: 'appeal', text: '乙方对考核结果有异议的，可在五个工作日内申诉。', flagged: false }],
    },
    '依据采购文件和中标结果生成合同',
    { ...stage, money: winner.price },
  );
  await play.give(
    'chen-jing',
    'review-contract',
    { outcome: 'recommended', opinion: '条款公平，无排除申诉权利的内容。' },
    '合同法律审查',
    stage,
  );
  const drafted = await play.seen('zhang-min');
  const hash = drafted.view.contract.draft.hash;
  const agent = agentOf(play, winner.supplier);
  await play.on(SIGNED_ON_DAY + later);
  await play.give(agent, 'sign-as-supplier', { hash }, '供应商签署合同', { ...stage, rule: 'contract.sign' });
  await play.give('sun-li', 'sign-as-purchaser', { hash }, '采购人签署合同', { ...stage, rule: 'contract.sign' });
};

export const agentOf = (play: Play, supplier: string): string => {
  const house = play.input.bids.find((bid) => play.cast.id(bid.supplier) === supplier);
  if (!house) throw new Error(`nobody acts for ${supplier}`);
  return house.agent;
};

/** The contract's publication and filing, each before its own due. */
export const afterSigning = async (play: Play): Promise<void> => {
  const stage = { stage: '履约' };
  await play.give('zhang-min', 'publish-contract', {}, '公告合同', { ...stage, rule: 'contract.publish' });
  await play.give('zhang-min', 'file-contract', { receipt: '财采备〔2025〕7号' }, '合同备案', { ...stage, rule: 'contract.file' });
};

/** One instalment from the supplier's request to the treasury's answer. */
export const payInstalment = async (play: Play, id: string): Promise<string> => {
  const { cast } = play;
  const stage = { stage: '支付' };
  const { view } = await play.seen('zhang-min');
  const instalment = view.delivery.instalments.find((one) => one.id === id);
  const { supplier } = view.contract.signed;
  if (!instalment) throw new Error(`the contract has no instalment ${id}`);
  const agent = agentOf(play, supplier);
  const invoice = await cast.door.store(cast.as(agent), `发票-${id}.pdf`, `%PDF-1.4\n发票 ${id} ${instalment.payable}`);
  const { id: disbursement } = await cast.command(
    agent,
    `${addressOf(play.purchase)}/disbursements`,
    {
      supplier,
      instalment: id,
      amount: instalment.payable,
      invoice: {
        number: `FP-${play.input.name}-${id}`,
        amount: instalment.payable,
        issuedOn: (await cast.door.now()).slice(0, 10),
        file: invoice,
      },
    },
    play.key(`request:${id}`),
  );
  const { due } = (await cast.door.show(cast.as(agent), addressOf(disbursement))).view;
  const inTime = due ? { due: due.dueAt, rule: due.rule } : {};
  const nth = `第${view.contract.signed.schedule.findIndex((one) => one.id === id) + 1}期`;
  await play.say(agent, `${nth}请款，附发票；付款期限起算`, { ...stage, money: instalment.payable, ...inTime });
  const duty = await play.dutyOf('zhang-min', 'confirm-request', disbursement);
  await cast.on('zhang-min', disbursement, 'confirm-request', { facts: '服务属实，条件成就。' }, play.key(`confirm:${id}`));
  await play.say('zhang-min', '核实请款', { ...stage, rule: 'pay.confirm.due', ...duty });
  await play.approveChain('wu-qiang', (shown) => shown.approval ?? null, 'vote-disbursement', '资金支付审批', disbursement);
  await cast.door.settle();
  await play.say('wu-qiang', `${nth}国库集中支付`, { ...stage, money: instalment.payable, ...inTime });
  return disbursement;
};

/** 履约考核 by the contract's own indicators: no conflict, hidden scores, published, not appealed. */
export const assess = async (play: Play, instalment: string, mean: string): Promise<void> => {
  const stage = { stage: '履约考核' };
  const { cast } = play;
  const evaluators = ['evaluator-1', 'evaluator-2', 'evaluator-3'].map((person) => ({ person, organisation: cast.id('audit') }));
  await play.give('zhang-min', 'open-assessment', { instalment, evaluators }, '组织履约考核', { ...stage, rule: 'assessment.evaluators' });
  const { view } = await play.seen('zhang-min');
  const indicators = view.contract.signed.indicators;
  const assessment = view.delivery.assessments.at(-1)?.id;
  const points = Object.fromEntries(indicators.map(({ id, weight }) => [id, String((Number(weight) * Number(mean)) / 100)]));
  for (const { person } of evaluators)
    await play.give(person, 'declare-assessment-conflict', { assessment, conflict: false, statement: null }, '声明无利害关系', stage);
  for (const { person } of evaluators)
    await play.give(person, 'submit-assessment-sheet', { assessment, points }, '独立评分（互不可见）', stage);
  await play.give('zhang-min', 'publish-assessment', { assessment }, `公布考核得分 ${mean}`, { ...stage, rule: 'assessment.due' });
  const agent = agentOf(play, view.contract.signed.supplier);
  await play.give(agent, 'accept-assessment', { assessment }, '对考核结果无异议', { ...stage, rule: 'assessment.appeal' });
};

/** 验收 item by item, with the opinion of those served, published. */
export const acceptance = async (play: Play): Promise<void> => {
  const stage = { stage: '验收' };
  const { view } = await play.seen('zhang-min');
  const agent = agentOf(play, view.contract.signed.supplier);
  // Asked for at the end of the term by itself where nobody asked before.
  if (!view.delivery.acceptanceRequest)
    // The end of the term asks by itself; a supplier who is done earlier asks.
    await play.give(agent, 'request-acceptance', { report: null }, '申请验收', { ...stage, rule: 'accept.due' });
  const members = ['li-gang', 'wang-fang', 'liu-yang'];
  await play.give('zhang-min', 'open-acceptance', { members }, '成立验收小组', { ...stage, rule: 'accept.members_min' });
  const opened = await play.seen('zhang-min');
  const items = opened.view.delivery.acceptances?.at(-1)?.items ?? [];
  await play.give('liu-yang', 'check-acceptance-items', { items: items.map(({ id }) => ({ id, passed: true, note: null })) }, '逐项验收', {
    ...stage,
    rule: 'accept.content',
  });
  for (const opinion of ['帮助很大', '态度很好', '希望继续'])
    await play.give('liu-yang', 'record-opinion', { satisfied: true, opinion }, '听取服务对象意见（匿名）', {
      ...stage,
      rule: 'accept.public_service',
    });
  for (const person of members) await play.give(person, 'sign-act', { dissent: null }, '签署验收书', stage);
  await play.give('zhang-min', 'publish-acceptance', {}, '公告验收结果', { ...stage, rule: 'accept.publish' });
};

/** The line of the next year takes over what was planned for it. */
export const newYear = async (play: Play, year: number): Promise<void> => {
  if (play.lines.has(year)) return;
  await approveLine(play, year, play.lines.get(year - 1) ?? null);
  await play.cast.door.settle();
};

const indicator = (id: string, name: string, heading: string, weight: string, target: string, actual: string) => ({
  id,
  name,
  heading,
  weight,
  direction: 'up',
  target,
  actual,
});
const indicators = [
  indicator('o1', '实地走访（人次）', 'output', '30', '1500', '1520'),
  indicator('o2', '集中教育（场）', 'output', '20', '5', '6'),
  indicator('b1', '帮扶对象稳定率（%）', 'benefit', '30', '95', '96'),
  indicator('s1', '服务对象满意度（%）', 'satisfaction', '10', '90', '92'),
];

/** 绩效自评 of every fiscal year with a payment that is over and not evaluated; how the money was executed comes from the ledger. */
export const evaluateYears = async (play: Play): Promise<void> => {
  const { view } = await play.seen('zhang-min');
  for (const { year, self } of view.performance?.appraisals ?? [])
    if (!self)
      await play.give(
        'zhang-min',
        'submit-self-appraisal',
        { year, indicators, report: `${year}年度绩效自评报告` },
        `${year}年度项目支出绩效自评`,
        { stage: '绩效评价', rule: 'pe.self.due' },
      );
};

/** 项目支出绩效评价 of the last year, and finance's choice. */
export const appraisal = async (play: Play): Promise<void> => {
  await evaluateYears(play);
  await play.give('zheng-hong', 'waive-key-appraisal', {}, '财政不再组织重点评价', {
    stage: '绩效评价',
    rule: 'performance.finance.offer',
  });
};
