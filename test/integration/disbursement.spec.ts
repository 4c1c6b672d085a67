import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instant, type CaseId, type Json, yuan } from '@goufu/domain';
import { keepWhatIsNew } from '../support/corpus.js';
import { freshDatabase, type Database } from '../support/database.js';
import { acting, Realm } from '../support/engine.js';
import { booksHold, moneyKinds, treasuryCounty, type TreasuryCounty } from '../support/money.js';

const file = { file: 'a'.repeat(64), name: '发票.pdf', size: 1000, mediaType: 'application/pdf' };
const amounts = [yuan('40000.00'), yuan('27220.00'), yuan('32780.00')] as const;

describe('paying an instalment', () => {
  let database: Database;
  let realm: Realm;
  let people: TreasuryCounty;
  let line: CaseId;
  let purchase: CaseId;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  beforeEach(async () => {
    realm = await Realm.open(database.appUrl, instant('2025-03-03T10:00:00+08:00'), { types: moneyKinds });
    people = await treasuryCounty(realm);
    line = await people.line(yuan('100000.00'));
    purchase = await people.contracted(line, amounts);
  });
  afterEach(() => keepWhatIsNew(realm, 'spec', ['budget', 'disbursement', 'batch']));
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });

  const asked = (more: Record<string, unknown> = {}, number = `2511200000${Math.floor(Math.random() * 1e9)}`) => ({
    purchase,
    supplier: people.supplier,
    instalment: 'first',
    amount: amounts[0],
    invoice: { number, amount: (more.amount as bigint | undefined) ?? amounts[0], issuedOn: '2025-03-03', file },
    ...more,
  });
  const request = async (more: Record<string, unknown> = {}, number?: string): Promise<CaseId> => {
    const { id } = await realm.done(people.agent, 'disbursement', null, 'requestPayment', asked(more, number));
    await realm.engine.enter(realm.id, id, 'approval');
    return id;
  };
  const confirmed = async (more: Record<string, unknown> = {}): Promise<CaseId> => {
    const id = await request(more);
    await realm.done(people.handler, 'disbursement', id, 'confirmRequest', { facts: '服务已按合同提供' });
    return id;
  };
  const ordered = async (more: Record<string, unknown> = {}): Promise<CaseId> => {
    const id = await confirmed(more);
    await people.approve(id);
    await realm.engine.enter(realm.id, id, 'payment');
    return id;
  };
  const answer = (id: CaseId, n: number, state: string, paid: bigint, returned = 0n, amount: bigint = amounts[0]) =>
    realm.done('system', 'disbursement', id, 'recordEffect', {
      key: `${id}:${n}`,
      answer: {
        key: `x/${id}:${n}`,
        state,
        treasuryNo: `T${n}`,
        amount,
        paid,
        returned,
        reason: null,
        valueOn: '2025-03-05',
      } as unknown as Json,
    });
  interface Seen {
    readonly stage: string | null;
    readonly desk: string;
    readonly closed: boolean;
    readonly paid: bigint;
    readonly overdue: boolean;
    readonly due: { dueAt: number; rule: string };
    readonly attempts: readonly { n: number; state: string; amount: bigint; orderNo: string }[];
    readonly approval: { hash: string; status: string; generation: number };
    readonly recovery: {
      number: string;
      received: bigint;
      writtenOff: bigint;
      overdueSince: number | null;
      legalOpen: boolean;
      writeOff: { hash: string };
    };
  }
  const seen = (id: CaseId) => realm.seen<Seen>(id, people.officer);
  const effects = () => realm.sql<{ key: string; payload: string; state: string }>('select key, payload, state from effect order by key');
  const books = async () => expect(await booksHold(realm)).toEqual({ sum: 0n, wrong: 0, below: 0 });

  it('goes from the invoice over the handler and other approvers to one payment order, and is posted as a prepayment', async () => {
    const id = await ordered();
    const [order, ...more] = await effects();
    expect(more).toEqual([]);
    expect(order?.key).toBe(`${id}:1`);
    expect(order?.payload).toContain('晨光社会工作服务中心');
    expect(order?.payload).not.toContain('6222020000001234567');
    await answer(id, 1, 'paid', amounts[0]);
    expect(await seen(id)).toMatchObject({ stage: null, paid: amounts[0], desk: 'over' });
    await realm.engine.enter(realm.id, id, 'closing');
    expect(await people.balances(line)).toMatchObject({ advanced: amounts[0], committed: amounts[1] });
    await realm.done('system', 'purchase', purchase, 'accept', {});
    expect(await people.balances(line)).toMatchObject({ paid: amounts[0], accepted: amounts[1] });
    await books();
    // Told again, nothing happens twice.
    await answer(id, 1, 'paid', amounts[0]);
    expect(await people.balances(line)).toMatchObject({ paid: amounts[0], accepted: amounts[1] });
  });

  it('is asked for by the contract party alone, for what is ready, payable and covered by its own invoice', async () => {
    const ask = (more: Record<string, unknown>, by = people.agent) =>
      realm.refused(by, 'disbursement', null, 'requestPayment', asked(more));
    const stranger = await realm.organisation(
      { type: 'supplier', name: '别家', enterprise: 'small', creditCode: '91320400MA1WXYT08B' },
      { 'xu-li': 'supplier-agent' },
    );
    expect(await ask({ supplier: stranger }, acting(stranger, 'supplier-agent', 'xu-li'))).toBe('disbursement.purchase_unknown');
    expect(await ask({}, people.handler)).toBe('access.role_missing');
    expect(await ask({ instalment: 'fourth' })).toBe('disbursement.instalment_unknown');
    expect(await ask({ amount: amounts[0] + 1n })).toBe('disbursement.above_payable');
    expect(await ask({ amount: 0n })).toBe('disbursement.amount_not_positive');
    expect(await ask({ invoice: { ...asked().invoice, amount: 1n } })).toBe('disbursement.invoice_differs');
    expect(await ask({ invoice: { ...asked().invoice, issuedOn: '2025-03-04' } })).toBe('disbursement.invoice_later');
    await request();
    expect(await ask({})).toBe('disbursement.instalment_open');
  });

  it('uses an invoice once over all cases; a refused request sets it free for the same instalment', async () => {
    const number = '25112000000099887766';
    const id = await request({}, number);
    const elsewhere = await people.contracted(await people.line(yuan('100000.00')), amounts);
    expect(await realm.refused(people.agent, 'disbursement', null, 'requestPayment', { ...asked({}, number), purchase: elsewhere })).toBe(
      'disbursement.invoice_used',
    );
    await realm.done(people.handler, 'disbursement', id, 'confirmRequest', { facts: '服务已提供' });
    const { approval } = await seen(id);
    await realm.done(people.bureauApprover, 'disbursement', id, 'voteDisbursement', {
      verb: 'refuse',
      hash: approval.hash,
      opinion: '考核未完成',
    });
    expect(await seen(id)).toMatchObject({ stage: null, desk: 'over' });
    const again = await request({}, number);
    expect(again).not.toBe(id);
    expect(await realm.refused(people.agent, 'disbursement', null, 'requestPayment', { ...asked({}, number), purchase: elsewhere })).toBe(
      'disbursement.invoice_used',
    );
  });

  it('is approved by others than who confirmed it, and returned to the handler or to the supplier with reasons', async () => {
    const id = await confirmed();
    let { approval } = await seen(id);
    expect(await realm.refused(people.handler, 'disbursement', id, 'voteDisbursement', { verb: 'approve', hash: approval.hash })).toBe(
      'access.role_missing',
    );
    expect(await realm.refused(people.officer, 'disbursement', id, 'voteDisbursement', { verb: 'approve', hash: approval.hash })).toBe(
      'approval.not_your_seat',
    );
    expect(
      await realm.refused(people.bureauApprover, 'disbursement', id, 'voteDisbursement', {
        verb: 'return',
        to: 'supplier',
        hash: approval.hash,
      }),
    ).toBe('approval.reason_required');
    const back = { verb: 'return', hash: approval.hash, opinion: '发票抬头有误' };
    await realm.done(people.bureauApprover, 'disbursement', id, 'voteDisbursement', { ...back, to: 'supplier' });
    expect((await seen(id)).desk).toBe('supplier');
    expect(await realm.refused(people.handler, 'disbursement', id, 'confirmRequest', { facts: 'x' })).toBe('disbursement.wrong_desk');
    const { invoice } = asked();
    await realm.done(people.agent, 'disbursement', id, 'resubmitRequest', { amount: amounts[0], invoice });
    await realm.done(people.handler, 'disbursement', id, 'confirmRequest', { facts: '服务已提供' });
    ({ approval } = await seen(id));
    await realm.done(people.bureauApprover, 'disbursement', id, 'voteDisbursement', { ...back, hash: approval.hash, to: 'drafter' });
    expect((await seen(id)).desk).toBe('handler');
    await realm.done(people.handler, 'disbursement', id, 'confirmRequest', { facts: '补充材料' });
    await people.approve(id);
    expect((await effects()).map(({ key }) => key)).toEqual([`${id}:1`]);
  });

  it('pays the undisputed part and leaves the rest to be asked for again', async () => {
    const id = await request();
    const less = { facts: '部分服务有争议', amount: yuan('30000.00') };
    expect(await realm.refused(people.handler, 'disbursement', id, 'confirmRequest', less)).toBe('disbursement.dispute_unreasoned');
    await realm.done(people.handler, 'disbursement', id, 'confirmRequest', { ...less, dispute: '空岗两周' });
    await people.approve(id);
    await realm.engine.enter(realm.id, id, 'payment');
    await answer(id, 1, 'paid', yuan('30000.00'), 0n, yuan('30000.00'));
    const rest = await request({ amount: yuan('10000.00') });
    expect(await seen(rest)).toMatchObject({ desk: 'handler' });
    await books();
  });

  it('refused by the treasury is corrected and ordered again under a new key; another account voids the approvals', async () => {
    const id = await ordered();
    await answer(id, 1, 'refused', 0n);
    await realm.engine.enter(realm.id, id, 'approval:2');
    expect(await seen(id)).toMatchObject({ stage: 'approval:2', desk: 'correction' });
    await realm.done(people.handler, 'disbursement', id, 'correctRequest', { account: 'contract', reason: '国库系统故障' });
    expect((await effects()).map(({ key }) => key)).toEqual([`${id}:1`, `${id}:2`]);
    await realm.engine.enter(realm.id, id, 'payment:2');
    await answer(id, 2, 'refused', 0n);
    await realm.engine.enter(realm.id, id, 'approval:3');
    await realm.done('system', 'organisation', people.supplier, 'changeAccount', {
      account: { name: '晨光社会工作服务中心', bank: '另一银行', number: '6222029999999999999' },
    });
    await realm.done(people.handler, 'disbursement', id, 'correctRequest', { account: 'registered', reason: '开户行变更' });
    expect(await seen(id)).toMatchObject({ desk: 'chain', approval: { status: 'open', generation: 2 } });
    expect((await effects()).length).toBe(2);
    await people.approve(id);
    expect((await effects()).map(({ key }) => key)).toEqual([`${id}:1`, `${id}:2`, `${id}:3`]);
    await realm.engine.enter(realm.id, id, 'payment:3');
    await answer(id, 3, 'paid', amounts[0]);
    expect((await seen(id)).attempts.map(({ state }) => state)).toEqual(['refused', 'refused', 'paid']);
    expect(await people.balances(line)).toMatchObject({ advanced: amounts[0] });
    await books();
  });

  it('paid in part posts the part and orders the rest without new votes', async () => {
    const id = await ordered();
    await answer(id, 1, 'partial', yuan('15000.00'));
    expect(await people.balances(line)).toMatchObject({ advanced: yuan('15000.00') });
    await realm.engine.enter(realm.id, id, 'approval:2');
    await realm.done(people.handler, 'disbursement', id, 'correctRequest', { account: 'contract', reason: '补付余款' });
    expect((await seen(id)).attempts[1]).toMatchObject({ n: 2, amount: yuan('25000.00') });
    await realm.engine.enter(realm.id, id, 'payment:2');
    await answer(id, 2, 'paid', yuan('25000.00'), 0n, yuan('25000.00'));
    expect(await seen(id)).toMatchObject({ paid: amounts[0], desk: 'over' });
    await books();
  });

  it('returned after the case was closed is posted back and taken up again, and paid once in the end', async () => {
    const id = await ordered();
    await answer(id, 1, 'paid', amounts[0]);
    await realm.engine.enter(realm.id, id, 'closing');
    expect((await seen(id)).closed).toBe(true);
    const movement = {
      movementNo: 'M9',
      kind: 'returned',
      amount: amounts[0],
      valueOn: '2025-03-07',
      reason: 'name_mismatch',
      treasuryNo: 'T1',
    };
    const told = { key: `${id}:1`, movement };
    await realm.done('system', 'disbursement', id, 'recordTreasuryMovement', told);
    await realm.done('system', 'disbursement', id, 'recordTreasuryMovement', told);
    await answer(id, 1, 'returned', amounts[0], amounts[0]);
    expect(await seen(id)).toMatchObject({ closed: false, paid: 0n, desk: 'correction' });
    expect(await people.balances(line)).toMatchObject({ committed: amounts[0] + amounts[1] });
    const [told2] = await realm.sql<{ n: number }>(`select count(*)::int as n from outbox where case_id = $1 and channel = 'moved'`, [id]);
    expect(told2?.n).toBeGreaterThan(0);
    await realm.engine.enter(realm.id, id, 'approval:2');
    await realm.done(people.handler, 'disbursement', id, 'correctRequest', { account: 'contract', reason: '户名已更正' });
    await realm.engine.enter(realm.id, id, 'payment:2');
    await answer(id, 2, 'paid', amounts[0]);
    await realm.engine.enter(realm.id, id, 'closing');
    expect(await seen(id)).toMatchObject({ closed: true, paid: amounts[0] });
    expect(await people.balances(line)).toMatchObject({ advanced: amounts[0], committed: amounts[1] });
    await books();
  });

  it('is due fifteen days from the invoice, whatever the purchaser takes, and late it alarms finance and purchaser', async () => {
    const id = await request();
    const { due } = await seen(id);
    expect(due).toMatchObject({ rule: 'pay.purchase.due', dueAt: instant('2025-03-19T00:00:00+08:00') });
    await realm.travel(instant('2025-03-19T00:00:01+08:00'));
    await realm.engine.applyPassed(realm.id, id);
    expect((await seen(id)).overdue).toBe(true);
    const tasks = await realm.sql<{ name: string; role: string }>(
      `select name, role from task where case_id = $1 and name = 'acknowledgeAlarm' order by role`,
      [id],
    );
    expect(tasks.map(({ role }) => role)).toEqual(['finance-officer', 'purchaser-handler']);
    await realm.done(people.officer, 'disbursement', id, 'acknowledgeAlarm', { alarm: 'payment-overdue' });
    expect(await realm.refused(people.officer, 'disbursement', id, 'acknowledgeAlarm', { alarm: 'payment-overdue' })).toBe(
      'disbursement.no_such_alarm',
    );
    await realm.done(people.handler, 'disbursement', id, 'confirmRequest', { facts: '迟办' });
    expect((await seen(id)).due.dueAt).toBe(due.dueAt);
  });

  it('waits for finance when the year has turned and the money was not carried; its due date stays', async () => {
    const id = await confirmed();
    await realm.travel(instant('2026-01-02T09:00:00+08:00'));
    await realm.engine.applyPassed(realm.id, purchase);
    const { approval, due } = await seen(id);
    await realm.done(people.bureauApprover, 'disbursement', id, 'voteDisbursement', { verb: 'approve', hash: approval.hash });
    expect(await realm.refused(people.officer, 'disbursement', id, 'voteDisbursement', { verb: 'approve', hash: approval.hash })).toBe(
      'disbursement.year_not_funded',
    );
    expect((await seen(id)).due.dueAt).toBe(due.dueAt);
    expect(await effects()).toEqual([]);
  });

  describe('money back', () => {
    const demanded = async (): Promise<CaseId> => {
      const paid = await ordered();
      await answer(paid, 1, 'paid', amounts[0]);
      await realm.done('system', 'purchase', purchase, 'demand', { amount: yuan('12000.00') });
      const [row] = await realm.sql<{ id: CaseId }>(`select id from cases where kind = 'disbursement' and state like '%退款通知书%'`);
      const id = row?.id ?? '';
      await realm.engine.enter(realm.id, id, 'approval');
      await realm.engine.enter(realm.id, id, 'payment');
      return id;
    };
    const receipt = (id: CaseId, movementNo: string, amount: bigint) =>
      realm.done('system', 'disbursement', id, 'recordTreasuryMovement', {
        key: null,
        movement: { movementNo, kind: 'receipt', amount, valueOn: '2025-03-20', treasuryNo: 'R', reason: null },
      });

    it('is demanded with a number that the treasury finds, received in parts, each once', async () => {
      const id = await demanded();
      const { recovery } = await seen(id);
      expect(recovery.number).toBe('退款通知书〔2025〕1号');
      expect(await realm.sql('select case_id from claim where name = $1', [`demand/${recovery.number}`])).toEqual([{ case_id: id }]);
      await receipt(id, 'M1', yuan('5000.00'));
      await receipt(id, 'M1', yuan('5000.00'));
      expect((await seen(id)).recovery.received).toBe(yuan('5000.00'));
      await receipt(id, 'M2', yuan('7000.00'));
      await realm.engine.enter(realm.id, id, 'closing');
      expect(await seen(id)).toMatchObject({ closed: true });
      expect(await people.balances(line)).toMatchObject({ advanced: yuan('28000.00') });
      await books();
    });

    it('overdue opens legal recovery and, decided by a chain, is written off', async () => {
      const id = await demanded();
      await realm.done(people.handler, 'disbursement', id, 'agreeParts', {
        parts: [
          { amount: yuan('2000.00'), dueOn: '2025-03-31' },
          { amount: yuan('10000.00'), dueOn: '2025-04-30' },
        ],
        agreement: '分两期退还',
      });
      await receipt(id, 'M1', yuan('2000.00'));
      await realm.travel(instant('2025-05-01T00:00:01+08:00'));
      await realm.engine.applyPassed(realm.id, id);
      expect((await seen(id)).recovery.overdueSince).toBe(instant('2025-05-01T00:00:00+08:00'));
      await realm.travel(instant('2025-06-05T00:00:01+08:00'));
      await realm.engine.applyPassed(realm.id, id);
      expect((await seen(id)).recovery.legalOpen).toBe(true);
      await realm.done(people.bureauLeader, 'disbursement', id, 'recordLegalStep', { step: '向法院起诉' });
      await realm.done(people.handler, 'disbursement', id, 'proposeWriteOff', { reason: '对方已注销' });
      for (const voter of [people.bureauLeader, people.approver, people.leader]) {
        const { recovery } = await seen(id);
        await realm.done(voter, 'disbursement', id, 'voteWriteOff', { verb: 'approve', hash: recovery.writeOff.hash });
      }
      expect((await seen(id)).recovery.writtenOff).toBe(yuan('10000.00'));
      await realm.engine.enter(realm.id, id, 'closing');
      expect((await seen(id)).closed).toBe(true);
      await books();
    });
  });
});
