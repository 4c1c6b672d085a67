import type { Cite } from './citations.js';
import { accountName, accountOrder, grouped, isMemo, memoName } from './ledger-words.js';
import { escaped, figure, table, whole, type Cell } from './report-cells.js';
import { daysText, markOf, moneyChart, stageBars, type Flow, type Span } from './report-chart.js';
import { style } from './report-style.js';
import type { Step } from './stage.js';

interface Account {
  readonly bucket: string;
  readonly balance: string;
}
interface Posting {
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly memo: string;
}
/** One instalment as it was agreed, asked for and paid. */
export interface PaidInstalment {
  readonly label: string;
  readonly terms: string;
  readonly agreed: string;
  /** Paid less what came back, yuan. */
  readonly paid: string;
  readonly requestedOn: string | null;
  /** The last day on which payment was in time, and by which rule. */
  readonly dueOn: string | null;
  readonly rule: string | null;
  readonly paidOn: string | null;
}
/** What is written down about a played purchase, for a colleague who was not there. */
export interface Told {
  readonly title: string;
  readonly purchase: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly steps: readonly Step[];
  /** Points by heading with their weight; none where the lowest price wins. */
  readonly headings: readonly string[];
  readonly ranking: string;
  readonly scores: readonly {
    readonly supplier: string;
    readonly price: string;
    readonly points: readonly string[];
    readonly rank: number;
  }[];
  readonly ledger: readonly { readonly year: number; readonly accounts: readonly Account[]; readonly postings: readonly Posting[] }[];
  readonly ceiling: string;
  readonly contract: string | null;
  readonly instalments: readonly PaidInstalment[];
  readonly flows: readonly Flow[];
  readonly differences: readonly string[];
}

/** Periods end at 24:00 of their last day. */
export const lastDayOf = (due: string): string => new Date(Date.parse(due) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
const dayOf = (at: string): string => at.slice(0, 10);

/** Steps that follow each other in one stage. */
const runsOf = (steps: readonly Step[]): readonly (Span & { readonly steps: readonly Step[] })[] => {
  const runs: { stage: string; from: string; to: string; steps: Step[] }[] = [];
  for (const step of steps) {
    const [last, day] = [runs.at(-1), dayOf(step.at)];
    if (last?.stage === step.stage) {
      last.steps.push(step);
      last.to = day;
    } else runs.push({ stage: step.stage, from: day, to: day, steps: [step] });
  }
  return runs;
};

const money = ({ flows, instalments, ceiling, contract }: Told, cite: Cite): string => {
  const article = ({ rule, requestedOn }: PaidInstalment): string => (rule && requestedOn ? (cite(rule, requestedOn) ?? rule) : '');
  const paid = table(
    ['期次', '付款条件', figure('约定（元）'), figure('实付（元）'), '请款', '最迟支付', '到账', '期限依据'],
    instalments.map((one) => [
      whole(one.label),
      one.terms,
      figure(grouped(one.agreed)),
      figure(grouped(one.paid)),
      whole(one.requestedOn ?? ''),
      whole(one.dueOn ?? ''),
      whole(one.paidOn ?? ''),
      article(one),
    ]),
  );
  const moved = table(
    ['', '日期', '事项', figure('金额（元）')],
    flows.map(({ at, label, amount }, n) => [markOf(n), whole(dayOf(at)), label, figure(grouped(amount))]),
  );
  return `${moneyChart({ flows, ceiling, contract })}${flows.length === 0 ? '' : moved}${instalments.length === 0 ? '' : `<h3>各期付款</h3>${paid}`}`;
};

const scoreTable = ({ scores, headings, ranking }: Told): string =>
  scores.length === 0
    ? '<p>没有进入评审。</p>'
    : `<p class="note">${escaped(ranking)}</p>${table(
        ['名次', '供应商', figure('报价（元）'), ...headings.map(figure)],
        scores.map(({ rank, supplier, price, points }) => [String(rank), supplier, figure(grouped(price)), ...points.map(figure)]),
      )}`;

/** What was appropriated on one side, where it stands now on the other; what is only kept in mind beside it. */
const balances = ({ ledger }: Told): string => {
  const held = (year: number, bucket: string): string =>
    ledger.find((line) => line.year === year)?.accounts.find((one) => one.bucket === bucket)?.balance ?? '0.00';
  const isMoved = (bucket: string): boolean => ledger.some(({ year }) => held(year, bucket) !== '0.00');
  const buckets = [...new Set(ledger.flatMap(({ accounts }) => accounts.map(({ bucket }) => bucket)))]
    .filter(isMoved)
    .toSorted((a, b) => accountOrder(a) - accountOrder(b) || (a < b ? -1 : 1));
  const row = (name: string, values: readonly string[]): readonly (string | Cell)[] => [
    name,
    ...values.map((value) => figure(grouped(value))),
  ];
  const heads = ['', ...ledger.map(({ year }) => figure(`${year}年（元）`))];
  const isSource = (bucket: string): boolean => bucket === 'appropriation' || bucket === 'appropriation-carried';
  const sources = buckets.filter(isSource);
  const uses = buckets.filter((bucket) => !isSource(bucket) && !isMemo(bucket));
  const memo = buckets.filter((bucket) => isMemo(bucket) && !bucket.startsWith('appropriation'));
  const plus = (text: string): string => (text.startsWith('-') ? text.slice(1) : text);
  return `${table(heads, [
    ...sources.map((bucket) =>
      row(
        bucket === 'appropriation' ? '批复指标' : '上年结转',
        ledger.map(({ year }) => plus(held(year, bucket))),
      ),
    ),
    ...uses.map((bucket) =>
      row(
        `其中：${accountName(bucket)}`,
        ledger.map(({ year }) => held(year, bucket)),
      ),
    ),
    ...memo.map((bucket) =>
      row(
        `备查：${accountName(bucket)}`,
        ledger.map(({ year }) => held(year, bucket)),
      ),
    ),
  ])}${ledger
    .filter(({ postings }) => postings.length > 0)
    .map(
      ({ year, postings }) =>
        `<h3>${year}年指标流水</h3>${table(
          ['日期', '事项', '从', '到', figure('金额（元）')],
          postings.map(({ at, memo: what, from, to, amount }) => [
            whole(dayOf(at)),
            memoName(what),
            accountName(from),
            accountName(to),
            figure(grouped(amount)),
          ]),
        )}`,
    )
    .join('')}`;
};

/** Steps in order of time, with a heading wherever the work goes over into another stage. */
const course = ({ steps }: Told, cite: Cite): string =>
  runsOf(steps)
    .map((run) => {
      const rows = run.steps.map((step) => [
        { text: step.at.slice(0, 16).replace('T', ' '), whole: true, name: 'time' },
        { text: step.what, name: 'what' },
        step.person,
        figure(step.money ? grouped(step.money) : ''),
        { text: step.due ? lastDayOf(step.due) : '', whole: true, name: 'due' },
        { text: step.rule ? (cite(step.rule, dayOf(step.at)) ?? step.rule) : '', name: 'rule' },
      ]);
      return `<h3>${escaped(run.stage)} <small>${daysText(run)}</small></h3>${table(['时间', '事项', '经办', figure('金额（元）'), '期限', '依据'], rows, 'steps')}`;
    })
    .join('');

const checked = ({ differences }: Told): string =>
  differences.length === 0
    ? '<p class="check">各项金额、分数与另行计算的结果一致。</p>'
    : `<div class="check bad">与另行计算的结果有${differences.length}处不符：<ul>${differences.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul></div>`;

/** The report as one HTML page without scripts. */
export const reportOf = (told: Told, cite: Cite): string => {
  const { title, purchase, facts, steps } = told;
  const [from, to] = [dayOf(steps[0]?.at ?? ''), dayOf(steps.at(-1)?.at ?? '')];
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${style}</style></head><body>
<h1>${escaped(title)}</h1><p class="sub">采购全过程报告，${from} 至 ${to}，共${steps.length}步。人员、日期、投标人均为演示数据。</p>
<dl class="facts">${facts.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>
${checked(told)}
<h2>各环节时间</h2>${stageBars(runsOf(steps))}
<h2>资金</h2>${money(told, cite)}
<h2>评分</h2>${scoreTable(told)}
<h2>预算指标台账</h2>${balances(told)}
<h2>经过</h2>${course(told, cite)}
<p class="note">案件编号 ${escaped(purchase)}</p>
</body></html>
`;
};
