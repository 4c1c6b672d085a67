import { addressOf } from './door.js';
import { accountOrder } from './ledger-words.js';
import type { PlayedInput } from './input.js';
import { lastDayOf, type PaidInstalment, type Told } from './report.js';
import type { Flow } from './report-chart.js';
import { fen, yuan } from './reckoning.js';
import type { Play, Variant } from './stage.js';
import type { Agreed, View } from './view.js';

/** The statement of one budget line: every account and every posting, oldest first. */
export interface Statement {
  readonly year: number;
  readonly balances: Readonly<Record<string, string>>;
  readonly items: readonly {
    readonly from: string;
    readonly to: string;
    readonly amount: string;
    readonly memo: string;
    readonly effectiveAt: string;
  }[];
}
/** Reads a line's statement to its end. */
export const statementOf = async (play: Play, year: number, line: string): Promise<Statement> => {
  type Page = Omit<Statement, 'year'> & { readonly next: string | null };
  const auditor = play.cast.as('xu-yan');
  const address = `${addressOf(line)}/statement?limit=100`;
  const first = await play.cast.door.get<Page>(auditor, address);
  const items = [...first.items];
  for (let next = first.next; next !== null; ) {
    const page = await play.cast.door.get<Page>(auditor, `${address}&cursor=${encodeURIComponent(next)}`);
    items.push(...page.items);
    next = page.next;
  }
  return { year, balances: first.balances, items: items.toSorted((a, b) => Date.parse(a.effectiveAt) - Date.parse(b.effectiveAt)) };
};

const titles: Readonly<Record<Variant | 'whole', string>> = {
  whole: '完整过程',
  'failed-tender': '招标失败后重新招标',
  'treasury-returns': '国库退回后重新支付',
  'poor-performance': '履约不佳，扣减并追回',
  'silent-purchaser': '采购人逾期未确认',
  'winner-refuses': '中标人拒签，选择下一候选人',
  'ended-in-tender': '采购中止于招标环节',
};
const methods: Readonly<Record<NonNullable<PlayedInput['method']>, string>> = {
  'open-tender': '公开招标',
  'competitive-consultation': '竞争性磋商',
  'competitive-negotiation': '竞争性谈判',
};
const triggers: Readonly<Record<string, string>> = {
  'contract-signed': '合同签订',
  'contract-effective': '合同生效',
  milestone: '阶段成果确认',
  'assessment-published': '考核结果公布',
  'acceptance-published': '验收结果公告',
};
const conditions: Readonly<Record<string, string>> = { assessment: '履约考核', acceptance: '验收', milestone: '阶段成果' };
const units: Readonly<Record<string, string>> = { month: '个月', workingDay: '个工作日', calendarDay: '日' };

const termsOf = ({ percent, trigger, offset, conditions: needs }: Agreed): string => {
  const after = offset.length === 0 ? '即付' : `后${offset.length}${units[offset.unit] ?? offset.unit}`;
  const also = needs.flatMap((need) => conditions[need] ?? []);
  return `${percent}%，${triggers[trigger] ?? trigger}${after}${also.length === 0 ? '' : `，另须${also.join('、')}`}`;
};

interface Payment {
  readonly requestedAt: string;
  readonly instalment: string;
  readonly dueAt: string | null;
  readonly rule: string | null;
  readonly orders: readonly { readonly orderedAt: string; readonly paid: string }[];
}
const paymentsOf = async (play: Play): Promise<readonly Payment[]> => {
  const auditor = play.cast.as('xu-yan');
  const { items } = await play.cast.door.get<{ items: readonly { id: string }[] }>(auditor, 'disbursements?limit=100');
  const shown = await Promise.all(items.map(({ id }) => play.cast.door.show(auditor, addressOf(id))));
  return shown.flatMap(({ view: { purchase, direction, instalment, requestedAt, due, attempts } }) =>
    purchase === play.purchase && direction === 'pay' && instalment && requestedAt
      ? [{ requestedAt, instalment, dueAt: due?.dueAt ?? null, rule: due?.rule ?? null, orders: attempts ?? [] }]
      : [],
  );
};

/** Postings of one moment and one reason are one movement of money, from whatever accounts it was taken. */
const movedBy = (lines: readonly Statement[], memo: string): readonly { readonly at: string; readonly amount: bigint }[] => {
  const moments = new Map<string, bigint>();
  for (const { effectiveAt, amount, memo: own } of lines.flatMap(({ items }) => items))
    if (own === memo) moments.set(effectiveAt, (moments.get(effectiveAt) ?? 0n) + fen(amount));
  return [...moments].map(([at, amount]) => ({ at, amount })).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
};

const flowsOf = (lines: readonly Statement[], schedule: readonly Agreed[], payments: readonly Payment[]): readonly Flow[] => {
  const nth = (instalment: string | undefined): string => `第${schedule.findIndex(({ id }) => id === instalment) + 1}期`;
  const orders = payments
    .flatMap(({ instalment, orders: all }) => all.map(({ orderedAt, paid }) => ({ instalment, at: orderedAt, paid })))
    .filter(({ paid }) => paid !== '0.00')
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const lastBefore = (at: string) => orders.findLast((order) => Date.parse(order.at) <= Date.parse(at))?.instalment;
  const flow = (memo: string, sign: 1n | -1n, label: (at: string) => string): readonly Flow[] =>
    movedBy(lines, memo).map(({ at, amount }) => ({ at, amount: yuan(sign * amount), label: label(at) }));
  return [
    ...flow('InstalmentPaid', 1n, (at) => `${nth(lastBefore(at))}支付`),
    ...flow('InstalmentReturned', -1n, (at) => `${nth(lastBefore(at))}国库退回`),
    ...flow('ClawbackReceived', -1n, () => '供应商退款'),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
};

const instalmentsOf = (view: View, payments: readonly Payment[], flows: readonly Flow[]): readonly PaidInstalment[] =>
  (view.contract?.signed?.schedule ?? []).map((terms, i) => {
    const own = payments.filter(({ instalment }) => instalment === terms.id).toSorted((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1));
    const [last, label] = [own.at(-1), `第${i + 1}期`];
    const arrived = flows.findLast((flow) => flow.label === `${label}支付`);
    return {
      label,
      terms: termsOf(terms),
      agreed: terms.amount,
      paid: view.delivery?.instalments.find(({ id }) => id === terms.id)?.paid ?? '0.00',
      requestedOn: last?.requestedAt.slice(0, 10) ?? null,
      dueOn: last?.dueAt ? lastDayOf(last.dueAt) : null,
      rule: last?.rule ?? null,
      paidOn: arrived?.at.slice(0, 10) ?? null,
    };
  });

const scoresOf = (play: Play, view: View): Pick<Told, 'headings' | 'ranking' | 'scores'> => {
  const { input, cast } = play;
  const ranking = view.evaluation?.result?.ranking ?? [];
  const { price, technical, capability, credit } = input.weights;
  const sum = (weights: readonly string[]): string => String(weights.reduce((all, one) => all + Number(one), 0));
  const scored = input.method !== 'competitive-negotiation';
  return {
    headings: scored ? [`价格（${price}）`, `技术（${sum(technical)}）`, `实力与信用（${sum([...capability, ...credit])}）`, '总分'] : [],
    ranking: scored
      ? `综合评分，得分由高到低排序；价格分以扣除小微企业优惠${input.deduction.smallMicroPercent}%后的最低价为基准，合同仍按报价签订。`
      : `最低评标价排序：小微企业报价先扣除${input.deduction.smallMicroPercent}%再比较，合同仍按报价签订。`,
    scores: ranking.map((bid) => ({
      supplier: cast.nameOf(bid.supplier),
      price: bid.price,
      rank: bid.rank,
      points: scored
        ? [bid.priceScore, bid.technicalScore, yuan(fen(bid.total) - fen(bid.priceScore) - fen(bid.technicalScore)), bid.total]
        : [],
    })),
  };
};

const factsOf = (play: Play, view: View, figures: { readonly paid: bigint; readonly recovered: bigint }): Told['facts'] => {
  const { input, cast } = play;
  const signed = view.contract?.signed;
  const money = (amount: string): string => `${amount.replace(/\B(?=(\d{3})+(?!\d)\.)/g, ',')} 元`;
  return [
    ['购买主体', cast.houseOf('justice')],
    ['采购方式', methods[input.method ?? 'open-tender']],
    ['预算金额', money(input.ceiling)],
    ['承接主体', signed ? cast.nameOf(signed.supplier) : '无'],
    ...(signed
      ? ([
          ['合同编号', signed.number],
          ['合同金额', money(signed.amount)],
          ['服务期限', `${signed.startsOn} 至 ${signed.endsOn}`],
          ['累计支付', money(yuan(figures.paid))],
        ] as const)
      : []),
    ...(figures.recovered > 0n
      ? ([['退款到账', `${money(yuan(figures.recovered))}，净支付 ${money(yuan(figures.paid - figures.recovered))}`]] as const)
      : []),
    ['结果', signed ? '履约完毕，已结案' : '采购终止，已结案'],
  ];
};

/** Everything that the report says of a played purchase, read from the system as its auditor sees it. */
export const toldOf = async (play: Play, view: View, lines: readonly Statement[], differences: readonly string[]): Promise<Told> => {
  const { input } = play;
  const signed = view.contract?.signed;
  const payments = await paymentsOf(play);
  const flows = flowsOf(lines, signed?.schedule ?? [], payments);
  const instalments = instalmentsOf(view, payments, flows);
  const recovered = movedBy(lines, 'ClawbackReceived').reduce((sum, { amount }) => sum + amount, 0n);
  return {
    title: `${input.title}：${titles[play.variant ?? 'whole']}`,
    purchase: play.purchase,
    facts: factsOf(play, view, { paid: instalments.reduce((sum, one) => sum + fen(one.paid), 0n), recovered }),
    steps: play.steps,
    ...scoresOf(play, view),
    ledger: lines.map(({ year, balances, items }) => ({
      year,
      accounts: Object.entries(balances)
        .map(([bucket, balance]) => ({ bucket, balance }))
        .toSorted((a, b) => accountOrder(a.bucket) - accountOrder(b.bucket)),
      postings: items.map(({ effectiveAt, from, to, amount, memo }) => ({
        at: effectiveAt,
        from: from.slice(from.indexOf('#') + 1),
        to: to.slice(to.indexOf('#') + 1),
        amount,
        memo,
      })),
    })),
    ceiling: input.ceiling,
    contract: signed?.amount ?? null,
    instalments,
    flows,
    differences,
  };
};
