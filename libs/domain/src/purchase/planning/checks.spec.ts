import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook, type PackFile } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plainDate, type Context, type Refusal, type Rules, type RuleValue } from '../../kernel/index.js';
import { aPurchase, contextIn, facts, on, ref, type World } from '../tender/testing/a-tender.js';
import type { PurchaseState } from '../state.js';
import type { Plan } from '../types.js';
import { checkPlan } from './checks.js';
import type { PlanInput } from './planning.js';
import { instalment, item, listed, sound } from './testing/a-sound-plan.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const book = new RuleBook(buildStacks(readPacks() as readonly PackFile[], sha256));
const world: World = {
  rules: (at) => book.at('demo-county/justice-bureau', dateOf(at)),
  calendar: calendarFrom(readCalendar()),
  sha256,
};

const prepared = (): PurchaseState => {
  const state = aPurchase(world);
  const judgement = { outcome: 'recommended' as const, summary: ref('s'), report: null, by: 'person/x', at: on('01-07T09:00') };
  return {
    ...state,
    planning: {
      ...state.planning,
      plan: null,
      survey: { respondents: 3, on: plainDate('2025-01-06'), at: on('01-07T09:00') },
      consultation: { from: plainDate('2024-12-20'), to: plainDate('2025-01-03'), at: on('01-07T09:00') },
      judgements: { exAnteAppraisal: judgement, riskStudy: judgement, legalReview: judgement },
    },
  };
};

const context = (more: Partial<Context> = {}): Context =>
  contextIn(world, on('01-08T09:00'), {
    cases: new Map([
      ['catalogue/1', facts('catalogue/1', listed)],
      ['catalogue/3', facts('catalogue/3', { ...listed, department: 'organisation/township' })],
      [
        'catalogue/4',
        facts('catalogue/4', {
          ...listed,
          versions: listed.versions.map((one) => ({ ...one, guidingCode: 'B0102', procurementCode: 'C20030300' })),
        }),
      ],
    ]),
    ...more,
  });

/** Codes and pointers of everything that speaks against it, but for the budget line, which has specs of its own. */
const faultsOf = (plan: Partial<PlanInput> = {}, state: PurchaseState = prepared()): readonly string[] => {
  const refused = checkPlan(state, { ...sound, ...plan }, context());
  const all: readonly Refusal[] = refused === null ? [] : [refused, ...(refused.also ?? [])];
  return all.map((fault) => `${fault.refused} ${fault.pointer ?? ''}`.trim()).filter((fault) => !/line_unknown|not_budgeted/.test(fault));
};
const { planning } = prepared();
const without = (more: Partial<PurchaseState['planning']>): PurchaseState => ({ ...prepared(), planning: { ...planning, ...more } });
const conditions = (
  broken: Partial<Record<string, { met: boolean; justification: ReturnType<typeof ref> | null }>> = {},
): Plan['termConditions'] =>
  Object.fromEntries(
    ['budgetSecured', 'contentFixed', 'continuous', 'fundingStable', 'priceStable'].map((name) => [
      name,
      broken[name] ?? { met: true, justification: ref(name) },
    ]),
  );
/** Legal advice: part B of the guiding catalogue. */
const forOwnWork: Partial<PlanInput> = {
  catalogueItem: 'catalogue/4',
  guidingCode: 'B0102',
  procurementCode: 'C20030300',
  publicService: false,
};
const template = (more: Partial<Plan['template']>): Partial<PlanInput> => ({ template: { ...sound.template, ...more } });
const priced = (weight: string, technical: string): Partial<PlanInput> =>
  template({
    parts: [
      { name: 'price', kind: 'price', weight, items: [] },
      { name: 'technical', kind: 'technical', weight: technical, items: [item(technical, 't')] },
    ],
  });

describe('what speaks against a purchase plan', () => {
  it('nothing speaks against the plan of the real purchase', () => {
    expect(faultsOf()).toEqual([]);
  });

  const table: readonly (readonly [string, readonly string[], Partial<PlanInput>, PurchaseState?])[] = [
    ['a plan without a title is refused', ['planning.title_missing /plan/title'], { title: ' ' }],
    [
      'a service that is not in the catalogue is refused',
      ['planning.not_in_catalogue /plan/catalogueItem'],
      { catalogueItem: 'catalogue/2' },
    ],
    ['the code must be that of the catalogue item', ['planning.code_not_of_item /plan/procurementCode'], { procurementCode: 'C05020400' }],
    [
      'a service of part A of the guiding catalogue is one to the public, whatever the plan says',
      ['planning.public_service_denied /plan/publicService'],
      { publicService: false },
    ],
    [
      'a service of part B is the government’s own, where the plan does not say otherwise',
      [],
      forOwnWork,
      without({ survey: null, consultation: null, judgements: { exAnteAppraisal: planning.judgements.exAnteAppraisal! } }),
    ],
    [
      'an item on another department’s list is refused where the pack demands the own list',
      ['planning.not_on_department_list /plan/catalogueItem'],
      { catalogueItem: 'catalogue/3' },
    ],
    ['an old version of the item is refused', ['planning.catalogue_version_old /plan/catalogueVersion'], { catalogueVersion: 2 }],
    [
      'two respondents are too few for a survey',
      ['planning.survey_too_few'],
      {},
      without({ survey: { ...planning.survey!, respondents: 2 } }),
    ],
    ['a survey of a year ago to the day still serves', [], {}, without({ survey: { ...planning.survey!, on: plainDate('2024-01-08') } })],
    [
      'a survey older than a year has to be made anew',
      ['planning.survey_too_old'],
      {},
      without({ survey: { ...planning.survey!, on: plainDate('2024-01-07') } }),
    ],
    ['a service to the public needs a consultation', ['planning.consultation_missing'], {}, without({ consultation: null })],
    [
      'a purchase without an ex-ante appraisal is refused',
      ['planning.judgement_missing'],
      {},
      without({ judgements: { ...planning.judgements, exAnteAppraisal: undefined as never } }),
    ],
    [
      'a risk study that advises against it blocks the plan',
      ['planning.judgement_missing'],
      {},
      without({ judgements: { ...planning.judgements, riskStudy: { ...planning.judgements.riskStudy!, outcome: 'not-recommended' } } }),
    ],
    ['labour dispatch is on the negative list', ['planning.negative_list /plan/facts/labourDispatch'], { facts: { labourDispatch: true } }],
    [
      'a fact that the negative list does not know is told, not believed',
      ['planning.fact_unknown /plan/facts/labourdispatch'],
      { facts: { labourdispatch: true, financing: false } },
    ],
    ['an amount of 0 is refused', ['planning.amount_not_positive /plan/amount'], { amount: 0n }],
    ['a highest price above the budget is refused', ['planning.max_price_above_budget /plan/maxPrice'], { maxPrice: 405_600_001n }],
    ['12 months need no conditions', [], { termMonths: 12 }],
    [
      '18 months without the five conditions are refused, each by name',
      ['budgetSecured', 'contentFixed', 'continuous', 'fundingStable', 'priceStable'].map(
        (name) => `planning.term_condition_missing /plan/termConditions/${name}`,
      ),
      { termMonths: 18 },
    ],
    ['18 months with all five conditions are allowed', [], { termMonths: 18, termConditions: conditions() }],
    [
      'a condition without a justification counts as missing',
      ['planning.term_condition_missing /plan/termConditions/priceStable'],
      { termMonths: 18, termConditions: conditions({ priceStable: { met: true, justification: null } }) },
    ],
    [
      '37 months are too long whatever the conditions',
      ['planning.term_too_long /plan/termMonths'],
      { termMonths: 37, termConditions: conditions() },
    ],
    [
      'a negotiation with two follows a failed tender alone',
      ['planning.method_after_failure /plan/method'],
      { method: 'negotiation-with-two' },
    ],
    [
      'at the threshold another method needs approval first',
      ['planning.method_needs_approval /plan/method'],
      { method: 'competitive-consultation', ...priced('20', '80') },
    ],
    [
      'below the threshold a consultation needs no approval, up to the threshold with all others of its category',
      [],
      { method: 'competitive-consultation', amount: 300_000_000n, ...priced('20', '80') },
    ],
    ['an inquiry is for goods alone', ['planning.method_forbidden /plan/method'], { method: 'inquiry' as Plan['method'] }],
    ['eligibility must be stated', ['planning.eligibility_missing /plan/eligibility'], { eligibility: [] }],
    [
      'no set-aside for small enterprises needs a reason',
      ['planning.set_aside_reason_missing /plan/setAside/reason'],
      { setAside: { reserved: false, reason: null } },
    ],
    ['weights of 105 are refused', ['weights.sum_not_100 /plan/template/parts'], priced('10', '95')],
    ['a price share of 9 % is refused', ['weights.price_share_below_minimum /plan/template/parts/0/weight'], priced('9', '91')],
    ['a price share of 10 % is accepted', [], priced('10', '90')],
    [
      'a deduction of 9 % is below the legal range',
      ['planning.deduction_out_of_range /plan/template/deduction/smallMicroPercent'],
      template({ deduction: { smallMicroPercent: '9', sharePercent: '4' } }),
    ],
    ['a deduction of 20 % is the highest', [], template({ deduction: { smallMicroPercent: '20', sharePercent: '6' } })],
    [
      'a reserved purchase has no deduction',
      ['planning.reserved_with_deduction /plan/template/deduction'],
      { setAside: { reserved: true, reason: null } },
    ],
    [
      'indicators that weigh 90 are refused',
      ['planning.indicators_not_100 /plan/indicators'],
      { indicators: sound.indicators.map((one, i) => (i === 0 ? { ...one, weight: '15' } : one)) },
    ],
    [
      'a purchase in the justice field carries the four judicial indicators',
      ['planning.judicial_indicator_missing /plan/indicators'],
      { indicators: sound.indicators.map((one, i) => (i === 0 ? { ...one, judicial: 'fairness-and-justice' } : one)) },
    ],
    [
      'instalments of 99.9 % are refused',
      ['planning.schedule_not_100 /plan/schedule'],
      { schedule: [instalment('p1', '40'), instalment('p2', '59.9', { conditions: ['acceptance'] })] },
    ],
    [
      'an instalment of 0 % is refused',
      ['planning.instalment_not_positive /plan/schedule/0/percent'],
      { schedule: [instalment('p1', '0'), instalment('p2', '100', { conditions: ['acceptance'] })] },
    ],
    [
      'an instalment may not wait for a milestone that does not exist',
      ['planning.milestone_unknown /plan/schedule/0/milestone'],
      {
        schedule: [
          instalment('p1', '40', { trigger: 'milestone', milestone: 'm9' }),
          instalment('p2', '60', { conditions: ['acceptance'] }),
        ],
      },
    ],
    [
      'the last instalment depends on acceptance',
      ['planning.final_without_acceptance /plan/schedule/1/conditions'],
      { schedule: [instalment('p1', '40'), instalment('p2', '60')] },
    ],
    [
      'two instalments with one name are refused',
      ['planning.duplicate_id /plan/schedule/1/id'],
      { schedule: [instalment('p1', '40'), instalment('p1', '60', { conditions: ['acceptance'] })] },
    ],
  ];
  it.each(table.map(([title, faults, plan, state = prepared()]) => ({ title, faults, plan, state })))(
    '$title',
    ({ faults, plan, state }) => {
      expect(faultsOf(plan, state)).toEqual(faults);
    },
  );

  const third = sound.schedule[2]!;
  const paying: readonly (readonly [string, readonly string[], Partial<PlanInput>])[] = [
    ['a prepayment of 70 % is the most', [], { schedule: [instalment('p1', '70'), { ...third, percent: '30' }] }],
    [
      'a prepayment of 70.01 % is above the legal range',
      ['planning.prepayment_out_of_range /plan/schedule'],
      { schedule: [instalment('p1', '70.01'), { ...third, percent: '29.99' }] },
    ],
    [
      'without a prepayment no small enterprise could be paid as the pack demands',
      ['planning.prepayment_below_floor /plan/schedule'],
      { schedule: [{ ...third, percent: '100' }] },
    ],
    [
      'what waits for an assessment is no prepayment',
      [],
      {
        schedule: [instalment('p1', '40'), instalment('p2', '40', { conditions: ['invoice', 'assessment'] }), { ...third, percent: '20' }],
      },
    ],
    [
      '45 days after acceptance and 15 from the invoice make the 60 that may be agreed',
      [],
      { schedule: [instalment('p1', '40'), { ...third, percent: '60', offset: { unit: 'calendarDay', length: 45 } }] },
    ],
    [
      'a day more than 60 from acceptance to payment is refused',
      ['planning.payment_too_late /plan/schedule/1/offset'],
      { schedule: [instalment('p1', '40'), { ...third, percent: '60', offset: { unit: 'calendarDay', length: 46 } }] },
    ],
    [
      'the same schedule is lawful where fewer days from the invoice are agreed',
      [],
      {
        payment: { days: 14, interestPercent: null },
        schedule: [instalment('p1', '40'), { ...third, percent: '60', offset: { unit: 'calendarDay', length: 46 } }],
      },
    ],
    [
      'more days from the invoice than the pack allows are refused',
      ['planning.payment_days_too_long /plan/payment/days'],
      { payment: { days: 16, interestPercent: null } },
    ],
    [
      'a rate for paying late below the loan prime rate is refused',
      ['planning.interest_below_minimum /plan/payment/interestPercent'],
      { payment: { days: null, interestPercent: '3' } },
    ],
    [
      'a rate that is none is refused',
      ['planning.interest_malformed /plan/payment/interestPercent'],
      { payment: { days: null, interestPercent: '-1' } },
    ],
    ['a performance bond of 10 % is the highest', [], { bondPercent: '10' }],
    ['a performance bond of 10.01 % is refused', ['planning.bond_above_cap /plan/bondPercent'], { bondPercent: '10.01' }],
    [
      'what a consortium is given gives no deduction beside',
      ['planning.reserved_with_deduction /plan/template/deduction'],
      { setAside: { reserved: false, reason: null, part: { form: 'consortium', percent: '30', smallMicroPercent: '60' } } },
    ],
    ['a ground that no rule names is refused', ['planning.ground_unknown /plan/grounds/0'], { grounds: ['urgent'] }],
  ];
  it.each(paying.map(([title, faults, plan]) => ({ title, faults, plan })))('$title', ({ faults, plan }) => {
    expect(faultsOf(plan)).toEqual(faults);
  });
  it('what the purchaser calls complex, or chooses, needs the survey that a service to the public needs', () => {
    const bare = without({ survey: null, judgements: { exAnteAppraisal: planning.judgements.exAnteAppraisal! } });
    const inner = forOwnWork;
    expect(faultsOf(inner, bare)).toEqual([]);
    for (const ground of ['technically-complex', 'purchaser-choice'])
      expect(faultsOf({ ...inner, grounds: [ground] }, bare)).toEqual([
        'planning.survey_too_few',
        'planning.judgement_missing',
        'planning.judgement_missing',
      ]);
  });

  it('a category bought in parts, together above the open-tender threshold, is splitting: a fen above and not at it', () => {
    const line = sound.budgetLine;
    const id = `${line}#untendered-C05020300`;
    const consultation: PlanInput = { ...sound, ...priced('20', '80'), method: 'competitive-consultation', amount: 300_000_000n };
    const told = (balance: bigint, plan: PlanInput = consultation, state = prepared()) => {
      const refused = checkPlan(state, plan, context({ accounts: new Map([[id, { id, balance }]]) }));
      return (refused ? [refused, ...(refused.also ?? [])] : []).find((fault) => fault.refused === 'planning.split') ?? null;
    };
    expect(told(100_000_000n)).toBeNull();
    expect(told(100_000_001n)).toMatchObject({
      rule: { id: 'pre.split_forbidden' },
      meta: { sum: '4000000.01', threshold: '4000000.00', category: 'C05020300' },
    });
    expect(told(100_000_001n, { ...sound, amount: 300_000_000n })).toBeNull();
    const approved = prepared();
    const failure = { ...approved.failure, approvedMethods: ['competitive-consultation' as const] };
    expect(told(100_000_001n, consultation, { ...approved, failure })).toBeNull();
  });
  it('an item whose code has left the guiding catalogue is refused; elsewhere no list of the own is demanded', () => {
    const rules = world.rules(on('01-08T09:00'));
    const changed = (id: string, value: RuleValue): Rules => ({
      ...rules,
      pack: rules.pack,
      has: (rule, pins) => rules.has(rule, pins),
      rule: (rule, pins) => (rule === id ? { ...rules.rule(rule, pins), value } : rules.rule(rule, pins)),
    });
    const codesOf = (own: Rules, catalogueItem = 'catalogue/1') => {
      const refused = checkPlan(prepared(), { ...sound, catalogueItem }, context({ rules: own }));
      return refused ? [refused, ...(refused.also ?? [])].map((fault) => fault.refused) : [];
    };
    expect(codesOf(changed('catalogue.guiding', []))).toContain('planning.not_in_guiding_catalogue');
    expect(codesOf(changed('catalogue.department_list_required', false), 'catalogue/3')).not.toContain('planning.not_on_department_list');
  });
  it('every refusal that enforces a rule names its article', () => {
    const refused = checkPlan(prepared(), { ...sound, termMonths: 18, facts: { labourDispatch: true } }, context());
    expect(isRefusal(refused)).toBe(true);
    for (const fault of [refused!, ...(refused!.also ?? [])].filter((one) => /negative_list|term_condition/.test(one.refused)))
      expect(fault.rule?.citation).toMatch(/102号|第/);
  });
});
