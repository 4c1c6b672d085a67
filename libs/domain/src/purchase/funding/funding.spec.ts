import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accountOf, postingsOf, type Move } from '../../budget/ledger.js';
import { initialBudget, type BudgetState } from '../../budget/budget.js';
import {
  instant,
  isRefusal,
  plusMs,
  type Context,
  type DomainEvent,
  type Instant,
  type Recorded,
  type Refusal,
} from '../../kernel/index.js';
import { contextOf, rulesOf } from '../../organisation/sample.js';
import { initialPurchase, type PurchaseState } from '../state.js';
import type { Instalment, Plan } from '../types.js';
import type { FundingCommand } from './events.js';
import { fundingPart, fundsHeld } from './part.js';
import { acceptFunds, addFunds, commitFunds, releaseCommitments, releaseFunds, reserveFunds } from './part.js';

const rules = rulesOf({
  'gps.no_budget_no_project': [true, 'flag'],
  'pay.no_budget': [true, 'flag'],
  'budget.later_year.due': [20, 'calendarDay'],
  'budget.carry_over.years_max': [2, 'count'],
});
const ENDS: Readonly<Record<number, Instant>> = {
  2025: instant('2026-01-01T00:00:00+08:00'),
  2026: instant('2027-01-01T00:00:00+08:00'),
  2027: instant('2028-01-01T00:00:00+08:00'),
};

/** One ledger and some purchases, without a database: every posting is applied, every balance looked at. */
class Books {
  readonly accounts = new Map<string, bigint>();
  readonly purchases = new Map<string, PurchaseState>();
  readonly lines = new Map<string, BudgetState>();
  at = instant('2025-03-03T10:00:00+08:00');

  line(year: number, amount: bigint): string {
    const id = `budget/${year}/l${this.lines.size}`;
    const data = { purchaser: 'organisation/b', year, number: id } as BudgetState['data'];
    this.lines.set(id, { ...initialBudget, data, endsAt: ENDS[year] ?? null });
    this.post([{ line: id, year, from: 'appropriation', to: 'available', amount }]);
    return id;
  }
  purchase(line: string, amount: bigint, schedule: readonly Pick<Instalment, 'id' | 'percent' | 'expectedOn'>[]): string {
    const id = `purchase/p${this.purchases.size}`;
    const plan = { amount, budgetLine: line, schedule } as unknown as Plan;
    const parties = { purchaser: 'organisation/b', finance: 'organisation/f', prefectureFinance: null, agency: null };
    this.purchases.set(id, { ...initialPurchase, id, openedAt: this.at, parties, planning: { ...initialPurchase.planning, plan } });
    return id;
  }
  of(id: string): PurchaseState {
    return this.purchases.get(id) ?? initialPurchase;
  }
  context(id: string): Context {
    const cases = [...this.lines].map(([line, state]) => ({ id: line, kind: 'budget', version: 1, state }));
    const accounts = new Map([...this.accounts].map(([account, balance]) => [account, { id: account, balance }]));
    return contextOf({ at: this.at, caseId: id, rules, accounts, cases });
  }
  /** Carries a decision out; a refusal changes nothing. */
  carry(id: string, events: readonly DomainEvent[] | Refusal): string {
    if (isRefusal(events)) return events.refused;
    for (const event of events) {
      const recorded = {
        caseId: id,
        event,
        effectiveAt: this.at,
        at: this.at,
        by: { person: null, appointment: null, organisation: null },
        version: 1,
      };
      this.purchases.set(id, fundingPart.evolve(this.of(id), recorded as Recorded<never>));
      if ('moves' in (event.data as object)) this.post((event.data as { moves: readonly Move[] }).moves);
    }
    return 'done';
  }
  give(id: string, type: FundingCommand['type'], data: object): string {
    const decided = fundingPart.decide(this.of(id), { type, caseId: id, data } as FundingCommand, this.context(id));
    return this.carry(id, isRefusal(decided) ? decided : decided.events);
  }
  private post(moves: readonly Move[]): void {
    for (const { from, to, amount } of postingsOf(moves, 'spec')) {
      if (amount < 0n) throw new Error(`a posting of ${amount} from ${from} to ${to}`);
      for (const [account, delta] of [
        [from, -amount],
        [to, amount],
      ] as const) {
        const balance = (this.accounts.get(account) ?? 0n) + delta;
        if (balance < 0n && !account.includes('#appropriation')) throw new Error(`${account} would fall to ${balance}`);
        this.accounts.set(account, balance);
      }
    }
  }
  /** Where books and purchases say different things of a line, or the books do not balance. */
  wrong(): readonly string[] {
    const total = [...this.accounts.values()].reduce((sum, balance) => sum + balance, 0n);
    const wrong = total === 0n ? [] : [`the books make ${total}`];
    for (const line of this.lines.keys())
      for (const place of ['reserved', 'committed', 'advanced', 'accepted', 'paid'] as const) {
        const held = [...this.purchases.values()].flatMap(({ funding }) =>
          funding.years.filter((year) => year.line === line).map((year) => year[place]),
        );
        const sum = held.reduce((left, amount) => left + amount, 0n);
        const booked = this.accounts.get(accountOf(line, place)) ?? 0n;
        if (sum !== booked) wrong.push(`${line} ${place}: ${sum} held, ${booked} booked`);
      }
    return wrong;
  }
}
const schedule = [
  { id: 'first', percent: '40', expectedOn: '2025-04-15' },
  { id: 'second', percent: '27.22', expectedOn: '2025-09-15' },
  { id: 'tail', percent: '32.78', expectedOn: '2026-04-15' },
] as unknown as readonly Instalment[];
const contract = (amount: bigint): readonly Instalment[] => {
  const [first, second] = [(amount * 40n) / 100n, (amount * 27n) / 100n];
  return schedule.map((one, i) => ({ ...one, amount: [first, second, amount - first - second][i] ?? 0n }));
};

describe('the money of a purchase', () => {
  it('is reserved once, however often it is asked', () => {
    const books = new Books();
    const id = books.purchase(books.line(2025, 100n), 100n, schedule);
    books.carry(id, reserveFunds(books.of(id), books.of(id).planning.plan as Plan, books.context(id)));
    expect(reserveFunds(books.of(id), books.of(id).planning.plan as Plan, books.context(id))).toEqual([]);
    expect(fundsHeld(books.of(id))).toMatchObject({ reserved: 67n, planned: 33n });
  });

  it('carried twice already is not carried a third time with its money: it is surplus, and the new line has to bear it', () => {
    const books = new Books();
    const old = books.line(2025, 1000n);
    const id = books.purchase(old, 100n, [{ ...schedule[0], percent: '100' }] as never);
    books.carry(id, reserveFunds(books.of(id), books.of(id).planning.plan as Plan, books.context(id)));
    books.carry(id, commitFunds(books.of(id), [{ ...schedule[0], amount: 100n }] as never, books.context(id)));
    books.at = ENDS[2025] as Instant;
    books.give(id, 'fundingYearEnd', { line: old });
    const next = books.line(2026, 500n);
    const state = books.of(id);
    books.purchases.set(id, {
      ...state,
      funding: { ...state.funding, years: state.funding.years.map((year) => ({ ...year, carried: 2 })) },
    });
    books.give(id, 'carryFunds', { from: old, to: next, withFunds: true });
    expect(books.accounts.get(accountOf(old, 'withdrawn'))).toBe(100n);
    expect(books.accounts.get(accountOf(next, 'available'))).toBe(400n);
    expect(books.wrong()).toEqual([]);
  });

  it('what is cut from an instalment leaves the year that expected it, and the next year keeps the money of its own', () => {
    const books = new Books();
    const line = books.line(2025, 100n);
    const id = books.purchase(line, 100n, schedule);
    books.carry(id, reserveFunds(books.of(id), books.of(id).planning.plan as Plan, books.context(id)));
    books.carry(id, commitFunds(books.of(id), contract(100n), books.context(id)));
    books.carry(id, releaseCommitments(books.of(id), [{ instalment: 'second', amount: 5n }], books.context(id)));
    expect(fundsHeld(books.of(id))).toMatchObject({ committed: 62n, planned: 33n });
    expect(books.accounts.get(accountOf(line, 'available'))).toBe(38n);
    books.carry(id, releaseCommitments(books.of(id), 5n, books.context(id)));
    expect(fundsHeld(books.of(id))).toMatchObject({ committed: 62n, planned: 28n });
  });

  it('nothing falls due in the year of the line: the contract is signed all the same, and the next line bears it', () => {
    const books = new Books();
    const line = books.line(2025, 100n);
    const parts = [{ id: 'tail', percent: '100', expectedOn: '2026-04-15' }] as unknown as readonly Instalment[];
    const id = books.purchase(line, 100n, parts);
    books.carry(id, reserveFunds(books.of(id), books.of(id).planning.plan as Plan, books.context(id)));
    expect(
      books.carry(
        id,
        commitFunds(
          books.of(id),
          parts.map((one) => ({ ...one, amount: 90n })),
          books.context(id),
        ) as never,
      ),
    ).toBe('done');
    expect(fundsHeld(books.of(id))).toMatchObject({ reserved: 0n, committed: 0n, planned: 90n });
    books.at = ENDS[2025] as Instant;
    expect(fundingPart.deadlines?.(books.of(id), id).map(({ id: due }) => due)).toEqual([`funding/year-end/${line}`]);
    books.give(id, 'fundingYearEnd', { line });
    expect(books.of(id).funding.unfunded.map(({ year }) => year)).toEqual([2026]);
    const next = books.line(2026, 500n);
    books.give(id, 'fundYear', { year: 2026, line: next });
    expect(fundsHeld(books.of(id))).toMatchObject({ committed: 90n, planned: 0n });
    expect(books.accounts.get(accountOf(next, 'committed'))).toBe(90n);
    expect(books.wrong()).toEqual([]);
  });

  it('a year without a payment lies in between: its line takes the plan over and hands it on', () => {
    const books = new Books();
    const old = books.line(2025, 100n);
    const parts = [
      { id: 'first', percent: '40', expectedOn: '2025-11-15', amount: 40n },
      { id: 'tail', percent: '60', expectedOn: '2027-01-15', amount: 60n },
    ] as unknown as readonly Instalment[];
    const id = books.purchase(old, 100n, parts);
    books.carry(id, reserveFunds(books.of(id), books.of(id).planning.plan as Plan, books.context(id)));
    books.carry(id, commitFunds(books.of(id), parts, books.context(id)));
    books.give(id, 'instalmentPaid', { instalment: 'first', disbursement: 'd', amount: 40n, last: true });
    const lines = [old, books.line(2026, 500n), books.line(2027, 500n)];
    for (const [at, line] of lines.slice(0, 2).entries()) {
      books.at = ENDS[2025 + at] as Instant;
      books.give(id, 'fundingYearEnd', { line });
      books.give(id, 'fundYear', { year: 2026 + at, line: lines[at + 1] });
    }
    expect(fundsHeld(books.of(id))).toMatchObject({ committed: 60n, planned: 0n });
    expect(books.accounts.get(accountOf(lines[2] ?? '', 'committed'))).toBe(60n);
    expect(books.accounts.get(accountOf(lines[1] ?? '', 'available'))).toBe(500n);
    expect(books.wrong()).toEqual([]);
  });

  it('more than was committed can never be posted as paid', () => {
    const books = new Books();
    const id = books.purchase(books.line(2025, 100n), 100n, schedule);
    books.carry(id, reserveFunds(books.of(id), books.of(id).planning.plan as Plan, books.context(id)));
    books.carry(id, commitFunds(books.of(id), contract(100n), books.context(id)));
    expect(() => books.give(id, 'instalmentPaid', { instalment: 'first', disbursement: 'd', amount: 68n, last: true })).toThrow(
      'more than',
    );
  });

  it('through any course of a purchase the books balance, no account is below zero, and state and ledger say the same', () => {
    const step = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom(
        'reserve',
        'release',
        'commit',
        'request',
        'pay',
        'return',
        'accept',
        'cut',
        'add',
        'move',
        'year',
        'fund',
        'carry',
        'clawback',
      ),
      amount: fc.bigInt(1n, 400n),
      instalment: fc.constantFrom('first', 'second', 'tail'),
      flag: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.bigInt(0n, 1500n), fc.bigInt(0n, 1500n), fc.array(step, { maxLength: 60 }), (first, second, steps) => {
        const books = new Books();
        const old = books.line(2025, first);
        const ids = [300n, 500n, 700n].map((amount) => books.purchase(old, amount, schedule));
        let next: string | null = null;
        for (const { who, what, amount, instalment, flag } of steps) {
          const id = ids[who] ?? '';
          const state = books.of(id);
          const context = books.context(id);
          const { committedAt, instalments } = state.funding;
          const { committed, accepted } = fundsHeld(state);
          const of = instalments[instalment];
          const least = (...amounts: bigint[]): bigint => amounts.reduce((a, b) => (a < b ? a : b));
          if (what === 'reserve' && committedAt === null) books.carry(id, reserveFunds(state, state.planning.plan as Plan, context));
          else if (what === 'release' && committedAt === null) books.carry(id, releaseFunds(state, context));
          else if (what === 'commit' && committedAt === null && state.funding.years.length > 0)
            books.carry(id, commitFunds(state, contract(amount), context));
          else if (what === 'request' && of) books.give(id, 'instalmentRequested', { instalment, disbursement: 'd', amount, invoice: 'i' });
          else if (what === 'pay' && of && committed + accepted > 0n)
            books.give(id, 'instalmentPaid', { instalment, disbursement: 'd', amount: least(amount, committed + accepted), last: flag });
          else if (what === 'return' && of && of.paid > 0n)
            books.give(id, 'instalmentReturned', { instalment, disbursement: 'd', amount: least(amount, of.paid) });
          else if (what === 'accept' && committedAt !== null) books.carry(id, acceptFunds(state));
          else if (what === 'cut' && committedAt !== null)
            books.carry(id, releaseCommitments(state, flag ? amount : [{ instalment, amount }], context));
          else if (what === 'add' && of) books.carry(id, addFunds(state, instalment, amount, context));
          else if (what === 'move' && of)
            books.give(id, 'moveExpectedPayment', {
              instalment,
              expectedOn: flag ? '2026-05-01' : '2025-11-01',
              reason: { content: 'c', hash: 'h' },
            });
          else if (what === 'year' && books.at < (ENDS[2025] as Instant)) {
            books.at = ENDS[2025] as Instant;
            for (const each of ids) books.give(each, 'fundingYearEnd', { line: old });
          } else if (what === 'fund' && books.at >= (ENDS[2025] as Instant)) {
            next ??= books.line(2026, second);
            books.give(id, flag ? 'fundYear' : 'fundPlannedPart', { year: 2026, line: next });
          } else if (what === 'carry' && next !== null) books.give(id, 'carryFunds', { from: old, to: next, withFunds: flag });
          else if (what === 'clawback')
            books.give(id, 'clawbackReceived', {
              disbursement: 'd',
              amount: least(amount, fundsHeld(state).paid + fundsHeld(state).advanced),
            });
          books.at = plusMs(books.at, 1000);
          expect(books.wrong()).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
