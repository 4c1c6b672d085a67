import { describe, expect, it } from '@jest/globals';
import type { Calculation } from './answer.js';
import { checkCommittee, type CommitteeInput } from './committee.js';
import { sampleRules } from './sample.js';

const rules = sampleRules();
const of = <R>(answer: Calculation<R>): R => {
  if ('refused' in answer) throw new Error(answer.refused.map(({ code, pointer }) => `${code} ${pointer}`).join());
  return answer.result;
};
const faultsOf = (answer: Calculation<unknown>) =>
  'refused' in answer ? answer.refused.map(({ code, rule, pointer, meta }) => ({ code, rule, pointer, meta })) : [];
const codes = (answer: Calculation<unknown>) => faultsOf(answer).map(({ code, pointer }) => `${code} ${pointer}`);

describe('a committee', () => {
  const expert = (id: string) => ({ id, role: 'expert' as const, chair: id === 'm1', unit: null });
  const representative = { id: 'm5', role: 'purchaser-representative' as const, chair: false, unit: 'demo-justice' };
  const four = ['m1', 'm2', 'm3', 'm4'].map(expert);
  const relation = { member: 'm3', bidder: 'B', kind: 'employment', endedOn: '2022-04-09' };
  const example: CommitteeInput = {
    method: 'open-tender',
    budget: '6300000.00',
    complex: false,
    highImpact: false,
    activityOn: '2025-04-10',
    purchaserUnit: 'demo-justice',
    members: [...four, representative],
    bidders: ['A', 'B', 'C'],
    relations: [relation],
  };
  it('may sit as the contract of calculators shows', () => {
    expect(of(checkCommittee(example, rules))).toEqual({
      ok: true,
      size: 5,
      sizeMin: 5,
      odd: true,
      experts: 4,
      expertShare: '4/5',
      expertShareMin: '2/3',
      lookBackFrom: '2022-04-10',
    });
  });
  it('is refused with every reason at once', () => {
    const members = [{ ...expert('m1'), chair: false }, ...four.slice(1), { ...representative, chair: true }];
    expect(faultsOf(checkCommittee({ ...example, members, relations: [{ ...relation, endedOn: '2022-04-10' }] }, rules))).toEqual([
      { code: 'committee.representative_chairs', rule: 'committee.chair', pointer: '/members/4/chair', meta: {} },
      {
        code: 'committee.must_leave',
        rule: 'committee.recusal',
        pointer: '/relations/0',
        meta: { member: 'm3', bidder: 'B', years: 3, lookBackFrom: '2022-04-10' },
      },
    ]);
  });
  const sized = (experts: number, others: number, more: Partial<CommitteeInput> = {}): CommitteeInput => ({
    ...example,
    members: [
      ...Array.from({ length: experts }, (_, index) => ({ ...expert(`e${index}`), chair: false })),
      ...Array.from({ length: others }, (_, index) => ({ ...representative, id: `r${index}` })),
    ],
    relations: [],
    ...more,
  });
  it.each([
    ['of four', sized(3, 1), ['committee.too_small /members', 'committee.even /members']],
    ['of three experts in five', sized(3, 2), ['committee.too_few_experts /members']],
    ['of exactly two thirds in a consultation', sized(2, 1, { method: 'competitive-consultation', budget: '3999999.99' }), []],
    [
      'of three in a consultation at the tender threshold',
      sized(2, 1, { method: 'competitive-consultation', budget: '4000000.00' }),
      ['committee.too_small /members'],
    ],
    ['of five for ten million', sized(4, 1, { budget: '10000000.00' }), ['committee.too_small /members']],
    ['of five just below ten million', sized(4, 1, { budget: '9999999.99' }), []],
    ['of five for something complex', sized(4, 1, { complex: true }), ['committee.too_small /members']],
    ['of five for something of high impact', sized(4, 1, { highImpact: true }), ['committee.too_small /members']],
    ['of seven', sized(5, 2, { complex: true }), []],
    [
      'with an expert of the purchaser’s own unit',
      { ...example, members: [{ ...expert('m1'), unit: 'demo-justice' }, ...four.slice(1), representative] },
      ['committee.own_unit /members/0/unit'],
    ],
    [
      'with two chairs',
      { ...example, members: [...four.slice(0, 1), { ...expert('m2'), chair: true }, ...four.slice(2), representative] },
      ['committee.several_chairs /members/1/chair'],
    ],
    [
      'with a relative, however long ago',
      { ...example, relations: [{ ...relation, kind: 'spouse', endedOn: '1999-01-01' }] },
      ['committee.must_leave /relations/0'],
    ],
    ['with a relation that lasts', { ...example, relations: [{ ...relation, endedOn: null }] }, ['committee.must_leave /relations/0']],
    ['with a relation to somebody who doesn’t bid', { ...example, relations: [{ ...relation, bidder: 'Z', endedOn: null }] }, []],
    [
      'with a relation that nobody knows',
      { ...example, relations: [{ ...relation, kind: 'neighbour' }] },
      ['input.unknown_value /relations/0/kind'],
    ],
    ['on a day that does not exist', { ...example, activityOn: '2025-02-30' }, ['input.no_such_date /activityOn']],
  ])('%s', (_title, input, expected) => {
    expect(codes(checkCommittee(input, rules))).toEqual(expected);
  });
  it('on 29 February looks back to 28 February', () => {
    expect(of(checkCommittee({ ...example, activityOn: '2024-02-29', relations: [] }, rules)).lookBackFrom).toBe('2021-02-28');
  });
});
