import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, instant, toIso, yuan } from '../../kernel/index.js';
import { agent, type Course, delivering, officer, paid, step, until } from '../delivery/testing/a-delivery.js';
import { codeOf, refusalOf } from '../delivery/testing/refused.js';
import { deadlinesPurchase, purchaseCommands, tasksPurchase } from '../purchase.js';
import { handler, on, ref, SYSTEM, type World } from '../tender/testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };

const targets = [{ id: 'o1', name: '实地走访', target: '1500人次' }];
const delivered = paid(until(delivering(world, { plan: { targets } }), on('05-30T09:00')), 'p1', yuan('1622400.00'));
/** After a delivery of which one instalment was paid in 2025, in January 2026. */
const begun: Course = (() => {
  const stages = { open: [], ended: { delivery: 'settled' }, closed: false };
  const at = instant('2026-01-20T09:00:00+08:00');
  return step({ ...delivered, at, state: { ...delivered.state, stages } }, SYSTEM, 'enterStage', { stage: 'performance' });
})();
const twoYears: Course = {
  ...begun,
  state: {
    ...begun.state,
    performance: {
      ...begun.state.performance,
      years: [2025, 2026],
      appraisals: begun.state.performance.appraisals.flatMap((one) => [one, { ...one, year: 2026 }]),
    },
  },
};
const o1 = { id: 'o1', name: '实地走访', heading: 'output', weight: '50', direction: 'up', target: '1500', actual: '1425' };
const rest = [
  { id: 'b1', name: '重新违法率', heading: 'benefit', weight: '30', direction: 'down', target: '2', actual: '1' },
  { id: 's1', name: '满意度', heading: 'satisfaction', weight: '10', direction: 'up', target: '90', actual: '90' },
];
const self = (more: object = {}) => ({ year: 2025, indicators: [o1, ...rest], report: ref('report'), ...more });
const ended = (now: Course) => now.state.stages.ended['performance'] ?? null;
const tasks = (now: Course) => tasksPurchase(now.state).map(({ name }) => name);

/** In delivery still when the year of its first payment is over. */
const yearOver: Course = until(delivered, instant('2026-01-02T09:00:00+08:00'));
describe('a year that ends while the contract is performed', () => {
  it('is evaluated from the first of January on, in time, and delivery goes on', () => {
    expect(codeOf(delivered, handler, 'submitSelfAppraisal', self())).toBe('performance.no_year_over');
    expect(tasksPurchase(yearOver.state).find(({ name }) => name === 'submitSelfAppraisal')).toMatchObject({
      to: { role: 'purchaser-handler' },
      rule: 'pe.self.due',
      meta: { year: 2025 },
    });
    const done = step(yearOver, handler, 'submitSelfAppraisal', self());
    expect(done.state.performance.appraisals).toMatchObject([
      { year: 2025, late: false, self: { late: false, execution: { spent: yuan('1622400.00') }, score: { total: '91.50' } } },
    ]);
    expect([done.state.performance.offer, done.state.stages.ended]).toEqual([null, delivered.state.stages.ended]);
    expect(codeOf(done, handler, 'submitSelfAppraisal', self())).toBe('performance.all_appraised');
  });
  it('is late after the pack’s day, seen by finance since then, and still taken', () => {
    const [opens, due] = ['2026-01-01T00:00:00+08:00', '2026-04-01T00:00:00+08:00'].map(instant);
    const late = until(yearOver, instant('2026-04-02T09:00:00+08:00'));
    expect(tasksPurchase(late.state).filter(({ name }) => name === 'submitSelfAppraisal')).toMatchObject([
      { to: { role: 'purchaser-handler' }, since: opens, dueAt: due },
      { to: { role: 'finance-officer' }, since: due },
    ]);
    expect(step(late, handler, 'submitSelfAppraisal', self()).state.performance.appraisals[0]?.self?.late).toBe(true);
  });
  it('stays as it was evaluated: after delivery only the other years are asked for, and finance chooses once none is left', () => {
    const done = step(yearOver, handler, 'submitSelfAppraisal', self());
    const stages = { open: [], ended: { delivery: 'settled' }, closed: false };
    const enter = (now: Course) => step({ ...now, state: { ...now.state, stages } }, SYSTEM, 'enterStage', { stage: 'performance' });
    const after = enter(done);
    expect(after.state.performance.appraisals).toEqual(done.state.performance.appraisals);
    expect(tasks(after)).toEqual(['offerKeyAppraisal']);
    // Nobody gave it in time: it is asked for all the same, and late stays late.
    const never = enter(until(yearOver, instant('2026-04-02T09:00:00+08:00')));
    expect(never.state.performance.appraisals).toMatchObject([{ year: 2025, late: true, self: null }]);
  });
});

describe('a contract that was rescinded', () => {
  const enter = (now: Course) =>
    step(
      {
        ...now,
        state: {
          ...now.state,
          stages: { open: [], ended: { delivery: 'rescinded' }, closed: false },
          endedEarly: { by: 'rescind', at: now.at },
        },
      },
      SYSTEM,
      'enterStage',
      { stage: 'performance' },
    );
  it('is appraised for what it has cost', () => {
    expect(enter(delivered).state.performance.years).toEqual([2025]);
    expect(ended(enter(delivered))).toBeNull();
  });
  it('is not where nothing was paid', () => {
    const unpaid = enter(delivering(world, { plan: { targets } }));
    expect([ended(unpaid), unpaid.state.performance.years]).toEqual(['unspent', []]);
  });
});

describe('the self-evaluation', () => {
  it('is asked for each year in which something was paid, by the pack’s day of the next', () => {
    expect(begun.state.performance.years).toEqual([2025]);
    expect(toIso(begun.state.performance.appraisals[0]?.dueAt as never)).toBe('2026-04-01T00:00:00.000+08:00');
    expect(tasks(begun)).toEqual(['submitSelfAppraisal']);
  });
  it('takes what was spent from the ledger, and scores exactly', () => {
    const done = step(begun, handler, 'submitSelfAppraisal', self());
    const [year] = done.state.performance.appraisals;
    expect(year?.self?.execution).toMatchObject({ spent: yuan('1622400.00'), budget: yuan('4056000.00') });
    // 4 of 10 for the money of the year, 47.5 of 50, all of 30 and of 10.
    expect(year?.self?.score).toMatchObject({ total: '91.50', grade: '优' });
  });
  it('is refused with other weights, without a target of the plan, at another target, or with a figure that is none', () => {
    const faulty = (indicators: readonly object[]) => refusalOf(begun, handler, 'submitSelfAppraisal', self({ indicators }));
    const weights = faulty([{ ...o1, weight: '40' }, ...rest]);
    expect([weights?.refused, weights?.rule?.id]).toEqual(['performance.heading_weight_differs', 'pe.self.weights']);
    expect(faulty([{ ...o1, id: 'o2' }, ...rest])?.refused).toBe('performance.target_missing');
    expect(faulty([{ ...o1, target: '1400' }, ...rest])?.refused).toBe('performance.target_differs');
    expect(faulty([{ ...o1, actual: 'many' }, ...rest])?.refused).toBe('performance.figure_malformed');
  });
  it('is given once, for a year that had a payment', () => {
    expect(codeOf(begun, handler, 'submitSelfAppraisal', self({ year: 2024 }))).toBe('performance.year_unknown');
    const half = step(twoYears, handler, 'submitSelfAppraisal', self());
    expect(codeOf(half, handler, 'submitSelfAppraisal', self())).toBe('performance.already_appraised');
    expect(half.state.performance.offer).toBeNull();
    const done = step(begun, handler, 'submitSelfAppraisal', self());
    expect(codeOf(done, handler, 'submitSelfAppraisal', self())).toBe('performance.all_appraised');
  });
  it('late is an alarm once with finance, and is taken all the same', () => {
    const late = until(begun, instant('2026-06-01T09:00:00+08:00'));
    expect(tasksPurchase(late.state).map(({ to }) => ('role' in to ? to.role : null))).toEqual(['purchaser-handler', 'finance-officer']);
    expect(deadlinesPurchase(late.state).filter(({ id }) => id.startsWith('performance'))).toEqual([]);
    expect(step(late, handler, 'submitSelfAppraisal', self()).state.performance.appraisals[0]?.self?.late).toBe(true);
  });
});

describe('the key evaluation by finance', () => {
  const done = step(begun, handler, 'submitSelfAppraisal', self());
  it('nobody chooses in twenty working days: the stage ends', () => {
    expect(done.state.performance.offer).toMatchObject({ rule: 'performance.finance.offer' });
    expect(ended(done)).toBeNull();
    expect(ended(until(done, instant('2026-04-01T09:00:00+08:00')))).toBe('appraised');
  });
  it('is done without when finance says so', () => {
    expect(codeOf(begun, officer, 'waiveKeyAppraisal', {})).toBe('performance.self_missing');
    expect(ended(step(done, officer, 'waiveKeyAppraisal', {}))).toBe('appraised');
  });
  it('chosen, ends the stage when it is there, on the money received', () => {
    expect(codeOf(done, officer, 'submitKeyAppraisal', {})).toBe('performance.not_offered');
    const chosen = step(done, officer, 'offerKeyAppraisal', { reason: ref('large') });
    expect(codeOf(chosen, officer, 'offerKeyAppraisal', { reason: ref('again') })).toBe('performance.already_offered');
    expect(tasks(chosen)).toEqual(['submitKeyAppraisal']);
    const light = [
      { ...o1, weight: '30' },
      { ...rest[0], weight: '20' },
      { ...rest[1], weight: '40' },
    ];
    expect(codeOf(chosen, officer, 'submitKeyAppraisal', { indicators: light, report: ref('r') })).toBe('performance.key_weights_too_low');
    const odd = [{ ...o1, weight: '55' }, ...rest];
    expect(codeOf(chosen, officer, 'submitKeyAppraisal', { indicators: odd, report: ref('r') })).toBe('performance.weights_not_100');
    const key = step(chosen, officer, 'submitKeyAppraisal', { indicators: [o1, ...rest], report: ref('r') });
    expect(key.state.performance.key?.appraisal?.score.total).toBeDefined();
    expect(ended(key)).toBe('appraised');
    expect(until(chosen, instant('2026-08-01T09:00:00+08:00')).state.performance.key?.late).toBe(true);
  });
  it('never touches the contract’s price', () => {
    const key = step(step(done, officer, 'offerKeyAppraisal', { reason: ref('large') }), officer, 'submitKeyAppraisal', {
      indicators: [{ ...o1, actual: '1' }, ...rest],
      report: ref('r'),
    });
    expect([key.state.funding, key.state.delivery]).toEqual([begun.state.funding, begun.state.delivery]);
  });
});

describe('outside its stage', () => {
  const elsewhere = {
    ...begun,
    state: { ...begun.state, stages: { ...begun.state.stages, open: [{ stage: 'delivery', since: begun.at }] } },
  };
  const own = Object.entries(purchaseCommands).filter(
    ([, { by, stages }]) => by === 'person' && stages !== 'any' && stages.join() === 'performance',
  );
  it.each(own.map(([type]) => type))('%s is refused', (type) => {
    expect(codeOf(elsewhere, agent, type)).toBe('purchase.wrong_stage');
  });
});
