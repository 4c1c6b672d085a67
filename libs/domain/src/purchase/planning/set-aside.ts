import { lineYear } from '../../budget/ledger.js';
import type { CaseId, Posting } from '../../kernel/case.js';
import { compareRatio, exactText, mulRatio, ofPercent, parseRatio, ratio, ratioOf, timesFen, type Ratio } from '../../kernel/ratio.js';
import { refuse, type Meta, type Refusal } from '../../kernel/refusal.js';
import { fen, table, words, type Rule } from '../../kernel/rules.js';
import type { Plan, SetAside } from '../types.js';
import type { PlanningRefusal } from './refusals.js';

const no = (code: PlanningRefusal, pointer: string, rule: Rule, meta: Readonly<Record<string, Meta>> = {}): Refusal =>
  refuse<PlanningRefusal>(code, { pointer: `/plan/setAside${pointer}`, rule, meta });
const isShare = (value: Ratio | null): value is Ratio => value !== null && value.num > 0n && compareRatio(value, ratio(100)) <= 0;

/** 预留份额: set aside as a whole, in a part that is large enough, or not at all on a ground that the rule names, with the reason. */
export const setAsideFaults = (
  { setAside, amount }: Pick<Plan, 'setAside' | 'amount'>,
  rule: (id: string) => Rule,
  limit: bigint | null = null,
): readonly Refusal[] => {
  const { reserved, part, reason, ground = null } = setAside;
  const isSmall = amount <= fen(rule('sme.reserve_all'));
  if (reserved) return part ? [no('planning.set_aside_twice', '/part', rule('sme.reserve.forms'))] : [];
  // The duty is that of purchases at or above the procurement limit; below it a purchaser may set aside, and need not.
  if (!part && limit !== null && amount < limit) return [];
  if (part) return isSmall ? [no('planning.set_aside_whole', '/part', rule('sme.reserve_all'))] : partFaults(part, rule);
  const exempt = rule('sme.reserve.exemptions');
  if (!reason) return [no('planning.set_aside_reason_missing', '/reason', rule(isSmall ? 'sme.reserve_all' : 'sme.reserve_share'))];
  if (ground !== null && words(exempt).includes(ground)) return [];
  return [no('planning.set_aside_ground_unlawful', '/ground', exempt, { ground: ground ?? '', legal: words(exempt) })];
};

const partFaults = (
  { form, percent, smallMicroPercent }: NonNullable<SetAside['part']>,
  rule: (id: string) => Rule,
): readonly Refusal[] => {
  const forms = rule('sme.reserve.forms');
  const faults: Refusal[] = [];
  if (!words(forms).includes(form)) faults.push(no('planning.set_aside_form_unlawful', '/part/form', forms, { form, legal: words(forms) }));
  for (const [field, text, id] of [
    ['percent', percent, 'sme.reserve_share'],
    ['smallMicroPercent', smallMicroPercent, 'sme.reserve_share.small'],
  ] as const) {
    const share = parseRatio(text);
    const least = rule(id);
    if (!isShare(share) || compareRatio(share, ratioOf(table<string>(least))) < 0)
      faults.push(no('planning.set_aside_share_low', `/part/${field}`, least, { percent: text, min: table<string>(least) }));
  }
  return faults;
};

/** What one approved plan adds to the figures of its department's year. */
export interface CountedSetAside {
  readonly department: CaseId;
  readonly year: number;
  /** Above the amount up to which everything is set aside. */
  readonly large: boolean;
  readonly form: 'none' | 'whole' | NonNullable<SetAside['part']>['form'];
  readonly amount: bigint;
  readonly reserved: bigint;
  readonly smallMicro: bigint;
}
/** The figures are memo accounts of the department's year, moved in the transaction that approves a plan. */
export const setAsideLine = (department: CaseId, year: number): string =>
  `set-aside/${department.slice(department.indexOf('/') + 1)}/${year}`;
const sizes = ['large', 'small'] as const;
const forms = ['none', 'whole', 'package', 'consortium', 'subcontract'] as const;
const bucket = (large: boolean, what: string): string => `${large ? 'large' : 'small'}-${what}`;
const kinds = ['amount', 'micro', ...forms] as const;

/** Accounts that an approval may move; all of them, since the plan may have been counted otherwise before. */
export const setAsideAccounts = (department: CaseId, year: number): readonly string[] => {
  const head = setAsideLine(department, year);
  return [`${head}#appropriation`, ...sizes.flatMap((size) => kinds.map((kind) => `${head}#${bucket(size === 'large', kind)}`))];
};

export const countSetAside = (department: CaseId, plan: Plan, reserveAll: Rule): CountedSetAside => {
  const { reserved: whole, part } = plan.setAside;
  const reserved = whole ? plan.amount : part ? timesFen(plan.amount, ofPercent(ratioOf(part.percent))) : 0n;
  return {
    department,
    year: lineYear(plan.budgetLine),
    large: plan.amount > fen(reserveAll),
    form: whole ? 'whole' : (part?.form ?? 'none'),
    amount: plan.amount,
    reserved,
    smallMicro: part ? timesFen(plan.amount, mulRatio(ofPercent(ratioOf(part.percent)), ofPercent(ratioOf(part.smallMicroPercent)))) : 0n,
  };
};

const movesOf = ({
  department,
  year,
  large,
  form,
  amount,
  reserved,
  smallMicro,
}: CountedSetAside): readonly (readonly [string, bigint])[] => {
  const head = setAsideLine(department, year);
  const counted: readonly (readonly [string, bigint])[] = [
    ['amount', amount],
    [form, form === 'none' ? amount : reserved],
    ['micro', smallMicro],
  ];
  return counted.flatMap(([what, fenOf]) => (fenOf > 0n ? [[`${head}#${bucket(large, what)}`, fenOf] as const] : []));
};
export const setAsidePostings = (counted: CountedSetAside | null, uncounted: CountedSetAside | null, memo: string): readonly Posting[] => [
  ...(uncounted ? movesOf(uncounted).map(([id, amount]) => ({ from: id, to: contra(uncounted), amount, memo })) : []),
  ...(counted ? movesOf(counted).map(([id, amount]) => ({ from: contra(counted), to: id, amount, memo })) : []),
];
const contra = ({ department, year }: CountedSetAside): string => `${setAsideLine(department, year)}#appropriation`;

/** What a department has set aside in a year, of purchases above and up to the amount that is set aside as a whole; amounts in fen, per cents exact. */
export interface SetAsideFigures {
  readonly amount: bigint;
  readonly reserved: bigint;
  readonly percent: string | null;
  readonly smallMicro: bigint;
  readonly smallMicroPercent: string | null;
  readonly byForm: Readonly<Record<(typeof forms)[number], bigint>>;
}
export const setAsideFigures = (balances: Readonly<Record<string, bigint>>): Readonly<Record<(typeof sizes)[number], SetAsideFigures>> => {
  const of = (size: (typeof sizes)[number]): SetAsideFigures => {
    const held = (what: string): bigint => balances[bucket(size === 'large', what)] ?? 0n;
    const [none, whole, pack, consortium, subcontract] = forms.map(held) as [bigint, bigint, bigint, bigint, bigint];
    const byForm = { none, whole, package: pack, consortium, subcontract };
    const reserved = whole + pack + consortium + subcontract;
    const percent = (part: bigint, all: bigint): string | null => (all === 0n ? null : exactText(ratio(part * 100n, all)));
    const amount = held('amount');
    const smallMicro = held('micro');
    return { amount, reserved, percent: percent(reserved, amount), smallMicro, smallMicroPercent: percent(smallMicro, reserved), byForm };
  };
  return { large: of('large'), small: of('small') };
};
