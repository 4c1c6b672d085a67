import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instant, isRefusal, yuan, type CaseId } from '@goufu/domain';
import { keepWhatIsNew } from '../support/corpus.js';
import { freshDatabase, type Database } from '../support/database.js';
import { Realm } from '../support/engine.js';
import { booksHold, moneyKinds, treasuryCounty, type TreasuryCounty } from '../support/money.js';

describe('the money of budget lines', () => {
  let database: Database;
  let realm: Realm;
  let people: TreasuryCounty;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  beforeEach(async () => {
    realm = await Realm.open(database.appUrl, instant('2025-03-03T10:00:00+08:00'), { types: moneyKinds });
    people = await treasuryCounty(realm);
  });
  afterEach(() => keepWhatIsNew(realm, 'spec', ['budget', 'disbursement', 'batch']));
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });
  const ok = { sum: 0n, wrong: 0, below: 0 };
  const whole = [{ id: 'all', percent: '100', expectedOn: '2025-06-01' }];
  /** Everything that has come due, case by case, as the guard does. */
  const guard = async (): Promise<void> => {
    for (let round = 0; round < 40; round += 1) {
      const due = await realm.sql<{ id: CaseId }>(
        `select c.id from cases c join realm r using (realm_id) where c.next_due_at is not null and not c.closed
         and c.next_due_at <= clock_timestamp() + r.offset_ms * interval '1 ms' order by c.next_due_at, c.id`,
      );
      if (due.length === 0) {
        const soon = await realm.sql(
          `select c.id from cases c join realm r using (realm_id) where c.next_due_at is not null and not c.closed
           and c.next_due_at <= clock_timestamp() + (r.offset_ms + 5000) * interval '1 ms'`,
        );
        if (soon.length === 0) return;
        await realm.sql(`update realm set offset_ms = offset_ms + 1000 where realm_id = $1`, [realm.id]);
      }
      for (const { id } of due) await realm.engine.applyPassed(realm.id, id);
    }
    throw new Error('dues without end');
  };

  it('a line is approved by the finance bureau in charge, once', async () => {
    const data = { number: '示范财预〔2025〕18号', projectCode: 'P-18' };
    const line = await people.line(yuan('4056000.00'), data);
    expect(line).toMatch(/^budget\/2025\/[0-9a-f-]{36}$/);
    await expect(people.line(1n, data)).rejects.toThrow('budget.line_exists');
    expect(await people.balances(line)).toEqual({ appropriation: -yuan('4056000.00'), available: yuan('4056000.00') });
    expect(
      await realm.refused(people.officer, 'budget', line, 'adjustLine', { number: 'x', delta: -yuan('4056000.01'), reason: '调减' }),
    ).toBe('budget.not_available');
    await realm.done(people.officer, 'budget', line, 'adjustLine', { number: 'x', delta: -yuan('56000.00'), reason: '调减' });
    expect((await people.balances(line)).available).toBe(yuan('4000000.00'));
    expect(await realm.refused(people.handler, 'budget', line, 'adjustLine', { number: 'x', delta: 1n, reason: '调增' })).toBe(
      'access.role_missing',
    );
  });

  it('the last fen of a line goes to one of two purchases that reach for it at once', async () => {
    const line = await people.line(100n);
    const two = await Promise.all([people.planned(line, 60n, whole), people.planned(line, 60n, whole)]);
    const answers = await Promise.all(two.map((id) => realm.give('system', 'purchase', id, 'reserve')));
    expect(answers.map((answer) => (isRefusal(answer) ? answer.refused : 'reserved')).toSorted()).toEqual([
      'planning.not_budgeted',
      'reserved',
    ]);
    expect(await people.balances(line)).toEqual({ appropriation: -100n, available: 40n, reserved: 60n });
    expect(await booksHold(realm)).toEqual(ok);
  });

  it('many purchases at once never hold more than the line has', async () => {
    const line = await people.line(1000n);
    const ids: CaseId[] = [];
    for (let n = 0; n < 12; n += 1) ids.push(await people.planned(line, BigInt(90 + n * 7), whole));
    const beside = Realm.beside(database.appUrl, realm, moneyKinds);
    await Promise.all(ids.map((id, n) => (n % 2 === 0 ? realm : beside).give('system', 'purchase', id, 'reserve')));
    await Promise.all(
      ids.map((id, n) => (n % 3 === 0 ? beside : realm).give('system', 'purchase', id, n % 2 === 0 ? 'release' : 'reserve')),
    );
    const { available = 0n, reserved = 0n } = await people.balances(line);
    expect(available + reserved).toBe(1000n);
    expect(reserved).toBeGreaterThan(0n);
    expect(await booksHold(realm)).toEqual(ok);
  });

  it('reserves what falls due in its own year, plans the rest, and releases what the award left', async () => {
    const line = await people.line(yuan('4056000.00'));
    const id = await people.planned(line, yuan('4056000.00'));
    await realm.done('system', 'purchase', id, 'reserve');
    expect(await people.balances(line)).toEqual({
      appropriation: -yuan('4056000.00'),
      available: yuan('1329556.80'),
      reserved: yuan('2726443.20'),
      'planned-2026': yuan('1329556.80'),
      'appropriation-planned-2026': -yuan('1329556.80'),
    });
    await realm.done('system', 'purchase', id, 'release');
    expect(await people.balances(line)).toEqual({ appropriation: -yuan('4056000.00'), available: yuan('4056000.00') });
    await people.contracted(line, [yuan('1600000.00'), yuan('1088800.00'), yuan('1311200.00')]);
    expect(await people.balances(line)).toMatchObject({
      available: yuan('1367200.00'),
      committed: yuan('2688800.00'),
      'planned-2026': yuan('1311200.00'),
    });
    expect(await booksHold(realm)).toEqual(ok);
  });

  it('at the end of the year withdraws what is uncommitted and keeps what is committed for a decision', async () => {
    const line = await people.line(yuan('1000.00'));
    const open = await people.planned(line, yuan('100.00'), whole);
    await realm.done('system', 'purchase', open, 'reserve');
    const bound = await people.contracted(line, [yuan('300.00'), yuan('200.00'), yuan('50.00')]);
    await realm.engine.enter(realm.id, line, 'year');
    await realm.travel(instant('2026-01-01T00:00:05+08:00'));
    await guard();
    expect(await people.balances(line)).toEqual({
      appropriation: -yuan('1000.00'),
      withdrawn: yuan('500.00'),
      committed: yuan('500.00'),
      'planned-2026': yuan('150.00'),
      'appropriation-planned-2026': -yuan('150.00'),
    });
    const { toCarry, stage } = await realm.seen<{ toCarry: bigint; stage: string | null }>(line, people.officer);
    expect({ toCarry, stage }).toEqual({ toCarry: yuan('500.00'), stage: null });
    // Neither silence nor the closing drops a commitment: the line stays open for the decision.
    await realm.engine.enter(realm.id, line, 'closing');
    expect((await realm.seen<{ closed: boolean }>(line, people.officer)).closed).toBe(false);
    const late = await people.planned(line, yuan('1.00'), whole);
    expect(await realm.refused('system', 'purchase', late, 'reserve')).toBe('funding.line_stopped');
    const tasks = await realm.sql(`select name from task where case_id = $1`, [line]);
    expect(tasks).toEqual([{ name: 'proposeCarryOver' }]);

    // The new year's line takes the plans over by a batch.
    const next = await people.line(yuan('800.00'), { year: 2026, continues: line });
    await guard();
    expect(await people.balances(next)).toEqual({
      appropriation: -yuan('800.00'),
      available: yuan('650.00'),
      reserved: yuan('100.00'),
      committed: yuan('50.00'),
    });
    expect((await people.balances(line))['planned-2026']).toBeUndefined();
    expect(await booksHold(realm)).toEqual(ok);

    // Finance decides: the money goes along.
    await realm.done(people.handler, 'budget', line, 'proposeCarryOver', { into: next, reason: '合同未履行完毕' });
    for (const voter of [people.officer, people.approver]) {
      const { carryOver } = await realm.seen<{ carryOver: { hash: string } }>(line, voter);
      await realm.done(voter, 'budget', line, 'voteCarryOver', { verb: 'approve', hash: carryOver.hash });
    }
    await guard();
    expect(await people.balances(next)).toMatchObject({
      committed: yuan('550.00'),
      available: yuan('650.00'),
      'appropriation-carried': -yuan('500.00'),
    });
    expect(await people.balances(line)).toMatchObject({ carried: yuan('500.00') });
    expect((await realm.seen<{ closed: boolean }>(line, people.officer)).closed).toBe(true);
    const { funding } = await people.stateOf<{ funding: { years: { year: number; committed: bigint }[] } }>(bound);
    expect(funding.years.map(({ year, committed }) => [year, committed])).toEqual([[2026, yuan('550.00')]]);
    expect(await booksHold(realm)).toEqual(ok);
  });

  it('a new line that cannot bear the planned part leaves it to finance, and nothing is lost', async () => {
    const line = await people.line(yuan('1000.00'));
    const id = await people.contracted(line, [yuan('300.00'), yuan('200.00'), yuan('100.00')]);
    await realm.travel(instant('2026-01-01T00:00:05+08:00'));
    await guard();
    const next = await people.line(yuan('60.00'), { year: 2026, continues: line });
    await guard();
    expect(await people.balances(next)).toEqual({ appropriation: -yuan('60.00'), available: yuan('60.00') });
    expect((await people.balances(line))['planned-2026']).toBe(yuan('100.00'));
    const todo = await realm.sql<{ name: string; organisation: string }>(
      `select name, organisation from task where case_id = $1 and name = 'fundPlannedPart'`,
      [id],
    );
    expect(todo).toEqual([{ name: 'fundPlannedPart', organisation: people.finance }]);
    expect(await realm.refused(people.officer, 'purchase', id, 'fundPlannedPart', { year: 2026, line: next })).toBe('funding.year_short');
    await realm.done(people.officer, 'budget', next, 'adjustLine', { number: '追加', delta: yuan('40.00'), reason: '追加预算' });
    await realm.done(people.officer, 'purchase', id, 'fundPlannedPart', { year: 2026, line: next });
    expect(await people.balances(next)).toMatchObject({ committed: yuan('100.00') });
    // Refused, the carry-over is a withdrawal: the new line has to bear the commitments, or finance hears of it.
    await realm.done(people.handler, 'budget', line, 'proposeCarryOver', { into: next, reason: '结转' });
    const { carryOver } = await realm.seen<{ carryOver: { hash: string } }>(line, people.officer);
    await realm.done(people.officer, 'budget', line, 'voteCarryOver', { verb: 'refuse', hash: carryOver.hash, opinion: '收回' });
    await guard();
    expect(await people.balances(line)).toMatchObject({ withdrawn: yuan('1000.00') });
    expect(await people.balances(next)).toMatchObject({ committed: yuan('100.00'), 'planned-2026': yuan('500.00') });
    expect(await booksHold(realm)).toEqual(ok);
  });

  it('a payment whose expected day moves over the end of the year moves its part with it', async () => {
    const line = await people.line(yuan('1000.00'));
    const id = await people.contracted(line, [yuan('300.00'), yuan('200.00'), yuan('100.00')]);
    await realm.done(people.handler, 'purchase', id, 'moveExpectedPayment', {
      instalment: 'second',
      expectedOn: '2026-02-01',
      reason: '进度推迟',
    });
    expect(await people.balances(line)).toMatchObject({
      committed: yuan('300.00'),
      available: yuan('700.00'),
      'planned-2026': yuan('300.00'),
    });
    await realm.done(people.handler, 'purchase', id, 'moveExpectedPayment', {
      instalment: 'tail',
      expectedOn: '2025-12-01',
      reason: '提前验收',
    });
    expect(await people.balances(line)).toMatchObject({
      committed: yuan('400.00'),
      available: yuan('600.00'),
      'planned-2026': yuan('200.00'),
    });
    expect(await booksHold(realm)).toEqual(ok);
  });
});
