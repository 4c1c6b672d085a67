// oxlint-disable unicorn/no-thenable -- a step of the ladder says what follows from it
import { addressOf } from './door.js';
import type { PlayedInput, PlayedTrigger } from './input.js';
import { monthsLater, nextMonth, shifted, yearOf, type Play } from './stage.js';

/** Contract expected to be signed on this day of the story; services begin on the first of the month after. */
export const SIGNED_ON_DAY = 76;

const cents = (yuan: string): bigint => BigInt(yuan.replace('.', ''));
const yuanOf = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;

/** The catalogue item and this year's budget line: without both nothing may be bought. */
export const prepare = async (play: Play): Promise<void> => {
  const { cast, input } = play;
  await play.on(0, '08:30');
  const item = await cast.command(
    'gao-feng',
    'catalogue-items',
    {
      title: input.title,
      guidingCode: 'A1007',
      procurementCode: 'C05020300',
      standard: '按《社区矫正法》第四十条提供教育、心理辅导、社会关系改善等帮扶，协助开展调查评估；执法环节由社区矫正机构自行实施。',
      indicators: [{ id: 'visits', name: '实地走访', comparison: 'at-least', target: '1500', unit: '人次' }],
      unit: '岗·年',
      onDepartmentList: true,
      department: cast.id('justice'),
      finance: cast.id('finance'),
      proposer: cast.id('township'),
      origin: 'bottom-up',
      negativeFacts: [],
    },
    play.key('propose'),
  );
  play.catalogueItem = item.id;
  await play.say('gao-feng', `提出目录条目：${input.title}`, { stage: '目录' });
  const catalogue = (person: string, command: string, body: object, what: string) =>
    cast.on(person, item.id, command, body, play.key(command)).then(() => play.say(person, what, { stage: '目录' }));
  await catalogue('zhang-min', 'accept', {}, '受理目录条目');
  await catalogue(
    'zhang-min',
    'assess-need',
    { needed: true, text: '辖区社区矫正对象三百余人，专职力量不足，确有需要。' },
    '需求评估：需要',
  );
  await play.approveChain('wu-qiang', (view) => view.review ?? null, 'review', '目录审核', item.id);
  await approveLine(play, yearOf(input.startsOn), null);
};

/** A year's line: the whole ceiling, so that any split over the years fits. */
export const approveLine = async (play: Play, year: number, continues: string | null): Promise<void> => {
  const { cast, input } = play;
  const line = await cast.command(
    'zheng-hong',
    'budget-lines',
    {
      number: `示财预〔${year}〕18号`,
      title: `${year}年社区矫正购买服务`,
      purchaser: cast.id('justice'),
      functionalCode: '2040610',
      economicCode: '50502',
      projectCode: play.input.name,
      fundsKind: '一般公共预算',
      source: 'county-budget',
      year,
      amount: yuanOf(cents(input.ceiling)),
      continues,
    },
    play.key(`line:${year}`),
  );
  play.lines.set(year, line.id);
  await play.say('zheng-hong', `批复${year}年预算指标`, { stage: '预算', money: input.ceiling });
};

const perPoint = { kind: 'deduction-per-point', of: 'contract', below: '90', perPointPercent: '1', points: 'exact', capPercent: null };

/** The plan, as the tender document of the real purchase has it. */
const planOf = (play: Play): object => {
  const { input } = play;
  const signed = play.day(SIGNED_ON_DAY).slice(0, 10);
  const startOn = nextMonth(signed);
  const items = (prefix: string, points: readonly string[], type: 'subjective' | 'objective', technical: boolean) =>
    points.map((one, i) => ({
      id: `${prefix}${i + 1}`,
      name: `${prefix === 't' ? '技术' : prefix === 's' ? '实力' : '诚信'}第${i + 1}项`,
      points: one,
      type,
      technical,
    }));
  const sum = (points: readonly string[]): string => String(points.reduce((total, one) => total + Number(one), 0));
  const { price, technical, capability, credit } = input.weights;
  const last = input.percents.length - 1;
  return {
    title: input.title,
    catalogueItem: play.catalogueItem,
    catalogueVersion: 1,
    guidingCode: 'A1007',
    procurementCode: 'C05020300',
    field: 'community-correction',
    publicService: true,
    amount: input.ceiling,
    maxPrice: null,
    budgetLine: play.lines.get(yearOf(input.startsOn)),
    termMonths: input.months,
    startOn,
    termConditions: null,
    // Below the open-tender threshold the pack's own choice is the consultation: nobody has to name it.
    method: input.method === 'competitive-consultation' ? null : (input.method ?? 'open-tender'),
    urgent: null,
    eligibility: [{ id: 'e1', text: '具有独立承担民事责任的能力；具有履行合同所必需的专业人员和设施。' }],
    setAside: { reserved: false, reason: '面向各类承接主体公开择优，社会组织可以参加。', ground: 'social-organisations-preferred' },
    template: {
      parts: [
        { name: '价格', kind: 'price', weight: price, items: [] },
        { name: '技术', kind: 'technical', weight: sum(technical), items: items('t', technical, 'subjective', true) },
        { name: '综合实力', kind: 'capability', weight: sum(capability), items: items('s', capability, 'objective', false) },
        { name: '诚信', kind: 'credit', weight: sum(credit), items: items('c', credit, 'objective', false) },
      ],
      decimals: 2,
      fixedPrice: false,
      deduction: input.deduction,
      tie: 'draw',
    },
    indicators: [
      { id: 'k1', name: '帮扶困难矫正对象', weight: '30', kind: 'quality', judicial: 'vulnerable-groups' },
      { id: 'k2', name: '协助调查评估客观公正', weight: '25', kind: 'quality', judicial: 'fairness-and-justice' },
      { id: 'k3', name: '减少重新违法', weight: '25', kind: 'quality', judicial: 'rule-of-law-society' },
      { id: 'k4', name: '法治教育', weight: '20', kind: 'quality', judicial: 'rule-of-law-ideas' },
    ],
    milestones: [],
    schedule: input.percents.map((percent, i) => ({
      id: `p${i + 1}`,
      percent,
      trigger: triggerOf(input, i),
      offset: input.offsets[i],
      conditions:
        input.conditions?.[i] ?? (i === last ? ['invoice', 'acceptance', 'assessment'] : i === 0 ? ['invoice'] : ['invoice', 'assessment']),
      expectedOn: expectedOn(input, i, signed, startOn),
    })),
    // A poor performance takes a share of the whole contract for each point: the tail is reduced, then it does not suffice.
    formula:
      play.variant === 'poor-performance'
        ? perPoint
        : {
            kind: 'factor-table',
            of: 'tail',
            table: [
              { from: '80', factorPercent: '100' },
              { from: '60', factorPercent: '80' },
              { from: '0', factorPercent: '0' },
            ],
          },
    ladder: [
      { id: 'l1', when: { kind: 'failed-assessment', countAtLeast: 1 }, then: [{ kind: 'rectify', withinWorkingDays: 10 }] },
      {
        id: 'l2',
        when: { kind: 'failed-assessment', countAtLeast: 2 },
        then: [{ kind: 'may-terminate' }, { kind: 'penalty', percentOfContract: '5' }],
      },
      {
        id: 'l3',
        when: { kind: 'vacancy', singleLongerThanDays: 14, totalLongerThanDays: 30 },
        then: [{ kind: 'deduct', perDay: '463.01', counts: 'all-days' }],
      },
      { id: 'l4', when: { kind: 'vacancy', totalLongerThanDays: 60 }, then: [{ kind: 'may-terminate' }] },
    ],
    targets: [{ id: 'o1', name: '实地走访', target: '1500人次' }],
    facts: {},
  };
};

const triggerOf = ({ triggers, percents }: PlayedInput, i: number): PlayedTrigger =>
  triggers?.[i] ?? (i === percents.length - 1 ? 'acceptance-published' : 'contract-signed');

/** When an instalment is likely to be asked for, as its purchaser reckons before anything is signed. */
export const expectedOn = (input: PlayedInput, i: number, signed: string, startOn: string): string => {
  const { unit, length } = input.offsets[i] ?? { unit: 'month', length: 0 };
  const trigger = triggerOf(input, i);
  // An assessment follows the payment before it; acceptance, the end of the term.
  const before = trigger === 'assessment-published' && i > 0 ? expectedOn(input, i - 1, signed, startOn) : signed;
  const from = trigger === 'acceptance-published' ? monthsLater(startOn, input.months) : before;
  return unit === 'month' ? monthsLater(from, length) : shifted(from, length);
};
/** 立项: need, plan, scrutiny by four persons, the internal chain, finance; the intent notice as soon as it may go out. */
export const planning = async (play: Play): Promise<void> => {
  const { cast, input } = play;
  await play.on(1);
  const { id } = await cast.command(
    'zhang-min',
    'purchases',
    { title: input.title, purchaser: cast.id('justice'), agency: cast.id('agency'), prefectureFinance: cast.id('prefecture') },
    play.key('open'),
  );
  play.purchase = id;
  await play.say('zhang-min', `立项：${input.title}`, { stage: '立项' });
  const give = (person: string, command: string, body: object, what: string, more: object = {}) =>
    play.give(person, command, body, what, { stage: '立项', ...more });
  const today = play.day(1).slice(0, 10);
  await give(
    'zhang-min',
    'record-survey',
    { on: today, respondents: ['甲', '乙', '丙'].map((name) => ({ name: `${name}社会工作机构`, answer: '有能力承接，报价合理。' })) },
    '需求调查：三家市场主体',
  );
  await give(
    'zhang-min',
    'record-consultation',
    { from: shifted(today, -14), to: shifted(today, -1), summary: '收到公众意见六条，采纳四条。' },
    '征求社会公众意见',
  );
  for (const [kind, what] of [
    ['exAnteAppraisal', '事前绩效评估'],
    ['riskStudy', '风险研判'],
    ['legalReview', '法律审查'],
  ] as const)
    await give('liu-yang', 'record-judgement', { kind, outcome: 'recommended', summary: `${what}：建议实施。` }, what);
  await play.on(2);
  await give('zhang-min', 'submit-plan', { plan: planOf(play) }, '提交采购计划', { money: input.ceiling });
  await give(
    'zhang-min',
    'publish-intent-notice',
    { month: play.day(40).slice(0, 7), need: '购买社区矫正矫治帮教社会工作服务。' },
    '公开采购意向',
    { rule: 'pre.intent_notice' },
  );
  if (play.until === 'planning') return;
  await play.on(3);
  const submitted = await play.seen('zhang-min');
  const aspects = (submitted.view.planning?.scrutiny?.aspects ?? []).map((aspect) => ({ aspect, passed: true, note: null }));
  for (const person of ['li-gang', 'wang-fang', 'chen-jing', 'liu-yang'])
    await give(person, 'review-plan', { verdict: 'passed', opinion: '需求明确，符合规定。', aspects }, '采购需求审查：通过', {
      rule: 'pre.review.members',
    });
  await play.on(4);
  await play.approveChain('zhang-min', (view) => view.planning?.internal ?? null, 'vote-plan', '内部审批');
  await play.on(5);
  await play.approveChain('wu-qiang', (view) => view.planning?.finance ?? null, 'vote-plan-as-finance', '财政审批');
  const { view } = await cast.door.show(cast.as('zhang-min'), addressOf(id));
  if (!view.planning?.plan) await give('zhang-min', 'file-plan', {}, '采购计划备案');
};
