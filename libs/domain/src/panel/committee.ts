import { addYears, compareRatio, count, exactText, fen, isPlainDate, plainDate, ratio, ratioOf, words, yearOf } from '../kernel/index.js';
import type { PlainDate, Ratio, Rule } from '../kernel/index.js';
import {
  at,
  type Calculation,
  type CalculationFault,
  type CalculationStep,
  type Citing,
  citing,
  fault,
  figure,
  inOrderOf,
  reading,
  type RulesInForce,
} from './answer.js';
import { procedureIn } from '../procedure/procedure.js';

export interface CommitteeMember {
  readonly id: string;
  readonly role: 'expert' | 'purchaser-representative';
  readonly chair: boolean;
  readonly unit: string | null;
}
export interface CommitteeRelation {
  readonly member: string;
  readonly bidder: string;
  readonly kind: string;
  readonly endedOn: string | null;
}
export interface CommitteeInput {
  readonly method: string;
  readonly budget: string;
  readonly complex: boolean;
  readonly highImpact: boolean;
  readonly activityOn: string;
  readonly purchaserUnit: string;
  readonly members: readonly CommitteeMember[];
  readonly bidders: readonly string[];
  readonly relations: readonly CommitteeRelation[];
}
export interface CommitteeResult {
  readonly ok: true;
  readonly size: number;
  readonly sizeMin: number;
  readonly odd: boolean;
  readonly experts: number;
  readonly expertShare: string;
  readonly expertShareMin: string;
  readonly lookBackFrom: string;
}

/** How large a committee has to be, and with what share of experts, by the method's own rules. */
export const committeeSize = (
  rules: Citing,
  facts: Pick<CommitteeInput, 'method' | 'complex' | 'highImpact'> & { readonly budget: bigint },
): { readonly size: Rule; readonly share: Rule } => {
  const procedure = procedureIn(rules, facts.method);
  const [usual, large] = [procedure.panelSizeRule ?? 'committee.size', procedure.panelSizeLargeRule ?? 'committee.size7'];
  const above = rules.has(`${large}.above`)
    ? rules.rule(`${large}.above`)
    : rules.has('threshold.openTender')
      ? rules.rule('threshold.openTender')
      : null;
  const named = rules.has(`${large}.grounds`) ? words(rules.rule(`${large}.grounds`)) : ['amount-at-or-above'];
  const holds: Readonly<Record<string, boolean>> = {
    'amount-at-or-above': above !== null && facts.budget >= fen(above),
    'technically-complex': facts.complex,
    'high-social-impact': facts.highImpact,
  };
  return {
    size: rules.rule(named.some((ground) => holds[ground] === true) ? large : usual),
    share: rules.rule(procedure.expertShareRule ?? 'committee.expert_share_min'),
  };
};

/** From which day on a relation that has ended still excludes: that day included. */
export const lookBackFrom = (rules: Citing, activityOn: PlainDate): PlainDate =>
  addYears(activityOn, -count(rules.rule('committee.recusal')));

/** Whether a relation keeps somebody out; null for a kind that the pack doesn't know. */
export const excludes = (rules: Citing, relation: Pick<CommitteeRelation, 'kind' | 'endedOn'>, from: PlainDate): boolean | null => {
  if (relation.kind === 'kinship' || words(rules.rule('committee.recusal.kinship')).includes(relation.kind)) return true;
  if (!words(rules.rule('committee.recusal.relations')).includes(relation.kind)) return null;
  return relation.endedOn === null || relation.endedOn >= from;
};

/** Whether a committee may sit: size, odd, share of experts, chair, own unit, relations to bidders. `calculators.md` 11. */
export const checkCommittee = (input: CommitteeInput, inForce: RulesInForce): Calculation<CommitteeResult> => {
  const rules = citing(inForce);
  const read = reading();
  const budget = read.fen(input.budget, '/budget');
  if (!isPlainDate(input.activityOn)) read.say('input.no_such_date', '/activityOn');
  read.list(input.members, '/members');
  read.unique(
    input.members.map(({ id }) => id),
    (index) => at('members', index, 'id'),
  );
  for (const [index, { endedOn }] of input.relations.entries())
    if (endedOn !== null && !isPlainDate(endedOn)) read.say('input.no_such_date', at('relations', index, 'endedOn'));
  if (read.faults.length > 0) return { refused: inOrderOf(input, read.faults) };
  // Nobody looks back behind the first day that can be written.
  if (yearOf(plainDate(input.activityOn)) <= count(rules.rule('committee.recusal')))
    return { refused: [fault('input.no_such_date', null, '/activityOn')] };

  const { size: sizeRule, share: shareRule } = committeeSize(rules, { ...input, budget });
  const sizeMin = count(sizeRule);
  const size = input.members.length;
  const experts = input.members.filter(({ role }) => role === 'expert').length;
  const share: Ratio = ratio(experts, size);
  const shareMin = ratioOf(figure(shareRule));
  const from = lookBackFrom(rules, plainDate(input.activityOn));
  const odd = rules.rule('committee.odd');
  const faults: CalculationFault[] = [];
  if (size < sizeMin) faults.push(fault('committee.too_small', sizeRule.id, '/members', { size, sizeMin }));
  if (odd.value === true && size % 2 === 0) faults.push(fault('committee.even', odd.id, '/members', { size }));
  if (compareRatio(share, shareMin) < 0) {
    const meta = { expertShare: exactFraction(share), expertShareMin: exactFraction(shareMin) };
    faults.push(fault('committee.too_few_experts', shareRule.id, '/members', meta));
  }
  faults.push(...memberFaults(input, rules), ...relationFaults(input, rules, from));
  if (faults.length > 0) return { refused: inOrderOf(input, faults) };

  const result: CommitteeResult = {
    ok: true,
    size,
    sizeMin,
    odd: size % 2 === 1,
    experts,
    expertShare: exactFraction(share),
    expertShareMin: exactFraction(shareMin),
    lookBackFrom: from,
  };
  const inputs = { experts: String(experts), size: String(size), least: exactFraction(shareMin) };
  const steps: CalculationStep[] = [
    { name: 'expertShare', formula: 'experts / size', inputs, exact: exactText(share), rounded: null, rounding: null },
  ];
  return { result, steps, rules: rules.used() };
};

// A share of people is always shown as a fraction: 4/5 says more than 0.8.
const exactFraction = (share: Ratio): string => (share.den === 1n ? String(share.num) : `${share.num}/${share.den}`);

const memberFaults = (input: CommitteeInput, rules: Citing): readonly CalculationFault[] => {
  const [chairRule, unitRule] = [rules.rule('committee.chair'), rules.rule('committee.own_unit')];
  const firstChair = input.members.findIndex(({ chair }) => chair);
  return input.members.flatMap((member, index) => [
    ...(member.chair && index !== firstChair ? [fault('committee.several_chairs', chairRule.id, at('members', index, 'chair'))] : []),
    ...(chairRule.value === true && member.chair && member.role === 'purchaser-representative'
      ? [fault('committee.representative_chairs', chairRule.id, at('members', index, 'chair'))]
      : []),
    ...(unitRule.value === true && member.role === 'expert' && member.unit !== null && member.unit === input.purchaserUnit
      ? [fault('committee.own_unit', unitRule.id, at('members', index, 'unit'), { member: member.id })]
      : []),
  ]);
};

const relationFaults = (input: CommitteeInput, rules: Citing, from: PlainDate): readonly CalculationFault[] => {
  const recusal = rules.rule('committee.recusal');
  const [sitting, bidding] = [new Set(input.members.map(({ id }) => id)), new Set(input.bidders)];
  return input.relations.flatMap((relation, index) => {
    const { member, bidder, kind } = relation;
    const out = excludes(rules, relation, from);
    if (out === null) return [fault('input.unknown_value', null, at('relations', index, 'kind'), { value: kind })];
    if (!out || !sitting.has(member) || !bidding.has(bidder)) return [];
    const meta = { member, bidder, years: count(recusal), lookBackFrom: from };
    return [fault('committee.must_leave', recusal.id, at('relations', index), meta)];
  });
};
