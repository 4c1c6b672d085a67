import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Clock } from './clock.js';
import type { Order } from './order.js';
import { Treasury } from './treasury.js';

const root = mkdtempSync(join(tmpdir(), 'treasury-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const freshDir = (): string => mkdtempSync(join(root, 'd-'));

/** A clock that stands until it is turned; what falls due runs in order of time. */
class HandClock implements Clock {
  private at = Date.parse('2026-03-02T01:00:00Z');
  private waiting: { at: number; run: () => void }[] = [];
  now(): number {
    return this.at;
  }
  after(ms: number, run: () => void): () => void {
    const entry = { at: this.at + Math.max(0, ms), run };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((each) => each !== entry);
    };
  }
  turn(ms: number): void {
    const until = this.at + ms;
    for (;;) {
      const next = this.waiting.filter((each) => each.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.waiting = this.waiting.filter((each) => each !== next);
      this.at = Math.max(this.at, next.at);
      next.run();
    }
    this.at = until;
  }
}

const order = (more: Partial<Order> = {}): Order => ({
  orderNo: '支付令〔2025〕1号',
  realm: 'demo',
  payer: 'justice-bureau',
  payee: { name: '晨光社工服务中心', account: '6222020000001234567' },
  amount: 162_240_000n,
  currency: 'CNY',
  memo: null,
  callbackUrl: null,
  asOf: null,
  ...more,
});
const open = (dir = freshDir(), clock = new HandClock()) => ({ dir, clock, treasury: new Treasury({ dir, clock }) });
const kinds = (treasury: Treasury): string[] =>
  (treasury.statement(null, 0, 500)?.lines ?? []).map((line) => `${line.kind} ${line.amount}`);

describe('the treasury', () => {
  it('pays an accepted order once, after its latency', () => {
    const { treasury, clock } = open();
    expect(treasury.accept('pay/1', order()).state).toBe('accepted');
    clock.turn(19);
    expect(treasury.ask('pay/1')?.state).toBe('accepted');
    clock.turn(1);
    expect(treasury.ask('pay/1')).toMatchObject({ state: 'paid', paid: 162_240_000n, returned: 0n, reason: null });
    treasury.accept('pay/1', order());
    clock.turn(60_000);
    expect(kinds(treasury)).toEqual(['paid 162240000']);
  });

  it('takes the same order again, whatever the place of calling back and the clock of the caller', () => {
    const { treasury } = open();
    const first = treasury.accept('pay/1', order());
    expect(treasury.accept('pay/1', order({ callbackUrl: 'http://127.0.0.1:1/', asOf: 1 }))).toBe(first);
  });

  it.each<[string, Partial<Order>]>([
    ['amount', { amount: 1n }],
    ['payee', { payee: { name: '晨光社工服务中心', account: '6222020000007654321' } }],
    ['order number', { orderNo: '2' }],
    ['realm', { realm: 'other' }],
    ['memo', { memo: 'x' }],
  ])('refuses a used key with another %s', (_, change) => {
    const { treasury } = open();
    treasury.accept('pay/1', order());
    expect(() => treasury.accept('pay/1', order(change))).toThrow(expect.objectContaining({ code: 'treasury.key_reused' }));
  });

  it('refuses a second key for an order number that is under way or paid, and takes it after a refusal or a return', () => {
    const { treasury, clock } = open();
    treasury.plant({ kind: 'refuse', reason: 'account_closed', times: 1 });
    treasury.plant({ kind: 'returnAfter', ms: 100, reason: 'name_mismatch', times: 1 });
    const again = (key: string) => () => treasury.accept(key, order());
    treasury.accept('pay/1', order());
    expect(again('pay/2')).toThrow(expect.objectContaining({ code: 'treasury.order_no_open' }));
    clock.turn(20);
    expect(treasury.ask('pay/1')).toMatchObject({ state: 'refused', paid: 0n, reason: 'account_closed' });
    again('pay/2')();
    clock.turn(20);
    expect(again('pay/3')).toThrow(expect.objectContaining({ code: 'treasury.order_no_open' }));
    clock.turn(100);
    expect(treasury.ask('pay/2')).toMatchObject({ state: 'returned', paid: 162_240_000n, returned: 162_240_000n, reason: 'name_mismatch' });
    again('pay/3')();
    clock.turn(20);
    expect(kinds(treasury)).toEqual(['refused 0', 'paid 162240000', 'returned 162240000', 'paid 162240000']);
  });

  it.each([
    ['40 %', { percent: 40 }, 64_896_000n, 'partial'],
    ['27.22 %', { percent: '27.22' }, 44_161_728n, 'partial'],
    ['an amount', { amount: '1000.00' }, 100_000n, 'partial'],
    ['more than the whole', { amount: '9999999.00' }, 162_240_000n, 'paid'],
  ])('pays %s of an order in part', (_, parameters, paid, state) => {
    const { treasury, clock } = open();
    treasury.plant({ kind: 'partial', ...parameters });
    treasury.accept('pay/1', order());
    clock.turn(20);
    expect(treasury.ask('pay/1')).toMatchObject({ state, paid, returned: 0n });
  });

  it('strikes only what a fault is aimed at, as often and as long as it says', () => {
    const { treasury, clock } = open();
    treasury.plant({ kind: 'refuse', reason: 'a', match: { realm: 'demo', keyPrefix: 'pay/' }, times: 1 });
    treasury.plant({ kind: 'refuse', reason: 'b', match: { realm: 'other' }, forMs: 1000 });
    const sent = (key: string, realm: string) => {
      treasury.accept(key, order({ realm, orderNo: key }));
      clock.turn(20);
      return treasury.ask(key)?.reason ?? null;
    };
    expect([sent('x/1', 'demo'), sent('pay/1', 'demo'), sent('pay/2', 'demo'), sent('x/2', 'other')]).toEqual([null, 'a', null, 'b']);
    clock.turn(1000);
    expect(sent('x/3', 'other')).toBeNull();
  });

  it('is switched right by removing a fault, also after a restart', () => {
    const first = open();
    const fault = first.treasury.plant({ kind: 'down', mode: 'drop' });
    expect(first.treasury.shut({ realm: null, key: null })).toBe('drop');
    first.treasury.close();
    const second = open(first.dir, first.clock);
    expect(second.treasury.shut({ realm: null, key: null })).toBe('drop');
    second.treasury.remove(fault.id);
    expect(second.treasury.shut({ realm: null, key: null })).toBeNull();
    expect(() => second.treasury.remove('F9')).toThrow(expect.objectContaining({ code: 'treasury.fault_unknown' }));
  });

  it('tells a doubled movement twice under one number', () => {
    const { treasury, clock } = open();
    treasury.plant({ kind: 'duplicateAnswer' });
    treasury.accept('pay/1', order());
    clock.turn(20);
    const lines = treasury.statement('demo', 0, 10)?.lines ?? [];
    expect(lines.map((line) => [line.line, line.movementNo])).toEqual([
      [1, 'M000000001'],
      [2, 'M000000001'],
    ]);
  });

  it('dates money by the clock of the caller, in Shanghai', () => {
    const { treasury, clock } = open();
    treasury.plant({ kind: 'returnAfter', ms: 1000, reason: 'late' });
    treasury.accept('pay/1', order({ asOf: Date.parse('2025-12-31T15:59:59.500Z') }));
    clock.turn(20);
    expect(treasury.ask('pay/1')?.valueOn).toBe('2025-12-31');
    clock.turn(1000);
    expect(treasury.ask('pay/1')?.valueOn).toBe('2026-01-01');
  });

  it('takes a clawback in parts and lists each once', () => {
    const { treasury } = open();
    const part = {
      demandNo: '退款1号',
      realm: 'demo',
      payer: order().payee,
      currency: 'CNY',
      memo: null,
      callbackUrl: null,
      asOf: null,
    } as const;
    treasury.receive('back/1', { ...part, amount: 5_000n });
    treasury.receive('back/1', { ...part, amount: 5_000n });
    treasury.receive('back/2', { ...part, amount: 2_500n });
    expect(() => treasury.receive('back/2', { ...part, amount: 1n })).toThrow(expect.objectContaining({ code: 'treasury.key_reused' }));
    expect(kinds(treasury)).toEqual(['receipt 5000', 'receipt 2500']);
  });

  it('goes through the statement page by page, one realm at a time, and knows a cursor that is not its own', () => {
    const { treasury, clock } = open();
    for (const [key, realm] of [
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'a'],
      ['4', 'a'],
      ['5', 'b'],
    ] as const) {
      treasury.accept(key, order({ realm, orderNo: key }));
      clock.turn(20);
    }
    const first = treasury.statement('a', 0, 2);
    expect([first?.lines.map((line) => line.key), first?.more]).toEqual([['1', '3'], true]);
    const second = treasury.statement('a', first?.last ?? 0, 2);
    expect([second?.lines.map((line) => line.key), second?.last, second?.more]).toEqual([['4'], 5, false]);
    expect(treasury.statement('a', 5, 2)).toEqual({ lines: [], last: 5, more: false });
    expect(treasury.statement('a', 6, 2)).toBeNull();
  });
});

describe('the journal', () => {
  it('settles after a restart what was accepted before, and gives back what was to be given back', () => {
    const first = open();
    first.treasury.plant({ kind: 'returnAfter', ms: 1000, reason: 'closed' });
    first.treasury.accept('pay/1', order());
    first.treasury.close();
    first.clock.turn(5000);
    const second = open(first.dir, first.clock);
    expect(second.treasury.ask('pay/1')?.state).toBe('accepted');
    second.clock.turn(0);
    expect(second.treasury.ask('pay/1')?.state).toBe('paid');
    second.treasury.close();
    const third = open(first.dir, first.clock);
    third.clock.turn(1000);
    expect(kinds(third.treasury)).toEqual(['paid 162240000', 'returned 162240000']);
  });

  it('cuts off a line that was never finished and says where any other damage is', () => {
    const { dir, treasury } = open();
    treasury.accept('pay/1', order());
    treasury.close();
    appendFileSync(join(dir, 'journal.jsonl'), '{"t":"accepted","key":"pay/2"');
    const again = open(dir);
    expect(again.treasury.counts().orders).toBe(1);
    again.treasury.accept('pay/3', order({ orderNo: '3' }));
    again.treasury.close();
    open(dir).treasury.close();
    appendFileSync(join(dir, 'journal.jsonl'), 'not json\n');
    expect(() => open(dir)).toThrow(/damaged at line 4/);
  });

  it('refuses the data of a newer version', () => {
    const dir = freshDir();
    writeFileSync(join(dir, 'journal.jsonl'), '{"t":"journal","version":2,"at":0}\n');
    expect(() => open(dir)).toThrow(/newer version/);
  });

  it('belongs to one process; a lock whose owner is gone is taken over', () => {
    const { dir, treasury } = open();
    expect(() => open(dir)).toThrow(/in use by process/);
    treasury.close();
    writeFileSync(join(dir, 'owner.lock'), `${process.pid} 1`);
    open(dir).treasury.close();
    writeFileSync(join(dir, 'owner.lock'), '');
    open(dir).treasury.close();
  });

  const step = fc.oneof(
    fc.record({ do: fc.constant('send' as const), key: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ do: fc.constant('turn' as const), ms: fc.integer({ min: 0, max: 60 }) }),
    fc.record({ do: fc.constant('restart' as const) }),
    fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom(
        { kind: 'refuse', reason: 'no', times: 1 },
        { kind: 'partial', percent: 50, times: 1 },
        { kind: 'returnAfter', ms: 30, reason: 'back', times: 1 },
        { kind: 'duplicateAnswer', times: 1 },
      ),
    }),
  );
  it('never pays a key twice and forgets no acknowledged order, however often it is sent and restarted', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let { dir, clock, treasury } = open();
        const acknowledged = new Map<string, string[]>();
        for (const each of steps) {
          if (each.do === 'send') {
            const key = `pay/${each.key}`;
            const { treasuryNo } = treasury.accept(key, order({ orderNo: key }));
            acknowledged.set(key, [...(acknowledged.get(key) ?? []), treasuryNo]);
          } else if (each.do === 'turn') clock.turn(each.ms);
          else if (each.do === 'fault') treasury.plant(each.fault);
          else {
            treasury.close();
            ({ treasury } = open(dir, clock));
          }
        }
        clock.turn(1000);
        for (const [key, numbers] of acknowledged) {
          const known = treasury.ask(key);
          expect([...new Set(numbers)]).toEqual([known?.treasuryNo]);
          expect(known?.state).not.toBe('accepted');
          const movements = new Map(
            treasury
              .statement(null, 0, 500)
              ?.lines.filter((line) => line.key === key)
              .map((line) => [line.movementNo, line]),
          );
          const told = [...movements.values()];
          const out = told.filter((line) => line.kind === 'paid' || line.kind === 'partial');
          expect(out.length).toBe(known?.state === 'refused' ? 0 : 1);
          expect(out[0]?.amount ?? 0n).toBe(known?.paid);
          expect(told.filter((line) => line.kind === 'returned').length).toBe(known?.state === 'returned' ? 1 : 0);
        }
        treasury.close();
        rmSync(dir, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  it('reads a journal that was cut at any byte as what was whole before the cut', () => {
    const { dir, clock, treasury } = open();
    treasury.plant({ kind: 'partial', percent: 10, times: 1 });
    for (const key of ['1', '2', '3']) {
      treasury.accept(key, order({ orderNo: key }));
      clock.turn(20);
    }
    treasury.close();
    const file = join(dir, 'journal.jsonl');
    const bytes = readFileSync(file);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length }), (cut) => {
        const copy = join(root, `cut-${cut}`);
        mkdirSync(copy);
        copyFileSync(file, join(copy, 'journal.jsonl'));
        truncateSync(join(copy, 'journal.jsonl'), cut);
        const wholeLines = bytes.subarray(0, cut).toString('utf8').split('\n').slice(0, -1);
        const reopened = open(copy, clock).treasury;
        expect(reopened.counts()).toMatchObject({
          orders: wholeLines.filter((line) => line.startsWith('{"t":"accepted"')).length,
          lines: wholeLines.filter((line) => line.startsWith('{"t":"settled"')).length,
        });
        reopened.close();
        rmSync(copy, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });
});
