import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { fen, plainDate } from '../../kernel/index.js';
import { ref } from '../tender/testing/a-tender.js';
import type { Plan } from '../types.js';
import { setAsideFaults } from './set-aside.js';
import { sound } from './testing/a-sound-plan.js';

const book = new RuleBook(buildStacks(readPacks(), (text) => createHash('sha256').update(text).digest('hex')));
const rules = book.at('demo-county/justice-bureau', plainDate('2025-01-08'));
const limit = fen(rules.rule('threshold.procurement'));
const faultsOf = (plan: Partial<Plan>): readonly string[] =>
  setAsideFaults({ ...sound, ...plan }, (id) => rules.rule(id), limit).map(
    ({ refused, pointer = '' }) => `${refused} ${pointer.slice('/plan/setAside'.length)}`,
  );

describe('what is set aside for small and medium enterprises 预留份额', () => {
  const table: readonly (readonly [string, readonly string[], Partial<Plan>])[] = [
    [
      'not reserved takes a ground of the rule beside the reason',
      ['planning.set_aside_ground_unlawful /ground'],
      { setAside: { reserved: false, reason: ref('r'), ground: 'too-much-work' } },
    ],
    [
      'a part set aside is at least 30 %, and of it 60 % for small and micro enterprises',
      ['planning.set_aside_share_low /part/percent', 'planning.set_aside_share_low /part/smallMicroPercent'],
      {
        setAside: { reserved: false, reason: null, part: { form: 'consortium', percent: '29.99', smallMicroPercent: '59.99' } },
      },
    ],
    [
      'a part of 30 % with 60 % of it for small and micro enterprises is enough',
      [],
      {
        setAside: { reserved: false, reason: null, part: { form: 'subcontract', percent: '30', smallMicroPercent: '60' } },
      },
    ],
    [
      'a form that the rule does not name sets nothing aside',
      ['planning.set_aside_form_unlawful /part/form'],
      {
        setAside: { reserved: false, reason: null, part: { form: 'lottery' as 'package', percent: '30', smallMicroPercent: '60' } },
      },
    ],
    [
      'up to 2,000,000.00 all of it is set aside, not a part',
      ['planning.set_aside_whole /part'],
      {
        amount: 200_000_000n,
        setAside: { reserved: false, reason: null, part: { form: 'package', percent: '50', smallMicroPercent: '60' } },
      },
    ],
    [
      'what is reserved as a whole has no part',
      ['planning.set_aside_twice /part'],
      {
        setAside: { reserved: true, reason: null, part: { form: 'package', percent: '50', smallMicroPercent: '60' } },
      },
    ],
    [
      'from the procurement limit on, not to set aside needs its reason',
      ['planning.set_aside_reason_missing /reason'],
      { amount: 50_000_000n, setAside: { reserved: false, reason: null } },
    ],
    ['a fen below the limit nothing has to be set aside', [], { amount: 49_999_999n, setAside: { reserved: false, reason: null } }],
  ];
  it.each(table.map(([title, faults, plan]) => ({ title, faults, plan })))('$title', ({ faults, plan }) => {
    expect(faultsOf(plan)).toEqual(faults);
  });

  it('where no procurement limit is known every purchase is asked', () => {
    const [fault] = setAsideFaults({ amount: 1n, setAside: { reserved: false, reason: null } }, (id) => rules.rule(id), null);
    expect(fault).toMatchObject({ refused: 'planning.set_aside_reason_missing', rule: { id: 'sme.reserve_all' } });
  });
});
