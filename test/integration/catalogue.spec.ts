import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dateOf, type Instant, instant, plusMs } from '@goufu/domain';
import { keep } from '../support/corpus.js';
import { freshDatabase, type Database } from '../support/database.js';
import { county, type County, itemIn, proposal, Realm } from '../support/engine.js';

interface Seen {
  readonly stage: string | null;
  readonly current: { readonly version: number; readonly standard: string; readonly guidingCode: string } | null;
  readonly versions: readonly { readonly version: number; readonly effectiveAt: number }[];
  readonly review: {
    readonly hash: string;
    readonly status: string;
    readonly due: { readonly dueAt: Instant };
    readonly escalations: number;
  } | null;
  readonly stages: { readonly ended: Record<string, string> };
}

describe('a catalogue item', () => {
  let database: Database;
  let realm: Realm;
  let people: County;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl);
    people = await county(realm);
  });
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });
  const see = (id: string, by = people.handler): Promise<Seen> => realm.seen<Seen>(id, by);
  const vote = async (id: string, by: typeof people.officer, verb: string, more: object = {}) =>
    realm.give(by, 'catalogue', id, 'review', { verb, hash: (await see(id)).review?.hash, ...more });
  const propose = (more: Record<string, unknown> = {}, by = people.handler) =>
    realm.give(by, 'catalogue', null, 'propose', proposal(people, more));
  const enter = (id: string, stage: string) => realm.engine.enter(realm.id, id, stage);

  it('goes from proposal to listing, is published and found by the public', async () => {
    const id = await itemIn(realm, people, 'listing');
    const seen = await realm.seen<Seen>(id, 'anonymous');
    expect(seen).toMatchObject({ stage: 'listing', current: { version: 1, guidingCode: 'A1007', title: '社区矫正帮教服务' } });
    expect(seen).not.toHaveProperty('assessment');
    expect(seen.current?.standard).toContain('一人一档');
    expect(await realm.sql('select kind, title from notice where case_id = $1', [id])).toEqual([
      { kind: 'catalogueNotice', title: '政府购买服务目录：社区矫正帮教服务（第1版）' },
    ]);
    expect(await realm.sql('select public, state, stage from case_view where key = $1', [id])).toEqual([
      { public: true, state: 'listed', stage: 'listing' },
    ]);
    expect(await realm.sql('select kind, state from effect where case_id = $1', [id])).toEqual([{ kind: 'notice', state: 'wanted' }]);
    expect(await realm.sql('select next_due_at from cases where id = $1', [id])).toEqual([{ next_due_at: null }]);
  });

  it.each([
    ['outside of the guiding catalogue', { guidingCode: 'A9999' }, 'catalogue.not_in_guiding_catalogue'],
    ['under no procurement code', { procurementCode: 'C99999999' }, 'catalogue.not_in_classification'],
    ['not on the department’s own list', { onDepartmentList: false }, 'catalogue.not_on_department_list'],
    ['that is labour dispatch', { negativeFacts: ['labourDispatch'] }, 'catalogue.on_negative_list'],
  ])('%s is refused with the article', async (_title, more, code) => {
    const answer = await propose(more);
    expect(answer).toMatchObject({ refused: code });
    expect(answer).toHaveProperty('rule.citation');
  });

  it('without an indicator, or with the same one twice, is refused', async () => {
    expect(await propose({ indicators: [] })).toMatchObject({ refused: 'catalogue.indicators_missing' });
    const [indicator] = proposal(people).indicators;
    expect(await propose({ indicators: [indicator, indicator] })).toMatchObject({ refused: 'catalogue.indicator_twice' });
  });

  it('is proposed from below by a social organisation, in its own name', async () => {
    expect(await propose({ proposer: people.supplier, origin: 'bottom-up' }, people.agent)).toHaveProperty('version', 1);
    expect(await propose({ proposer: people.bureau }, people.agent)).toMatchObject({ refused: 'catalogue.proposer_not_yours' });
    expect(await propose({}, people.auditor)).toMatchObject({ refused: 'access.role_missing' });
  });

  it('is nobody’s business outside before it is listed', async () => {
    const id = await itemIn(realm, people, 'assessment');
    expect(await realm.engine.view(realm.id, id, people.agent)).toBeNull();
    expect(await realm.engine.view(realm.id, id, 'anonymous')).toBeNull();
    expect(await realm.refused(people.agent, 'catalogue', id, 'accept')).toBe('case.not_found');
    expect(await realm.engine.view(realm.id, id, people.auditor)).not.toBeNull();
  });

  it('waits between two stages: nothing can be done to it', async () => {
    const id = await itemIn(realm, people, 'proposal');
    await realm.done(people.handler, 'catalogue', id, 'accept');
    expect(await realm.refused(people.handler, 'catalogue', id, 'assessNeed', { needed: true, text: '需要' })).toBe(
      'catalogue.stage_not_open',
    );
  });

  it('that is withdrawn or not needed closes', async () => {
    const withdrawn = await itemIn(realm, people, 'proposal');
    await realm.done(people.handler, 'catalogue', withdrawn, 'withdraw', { reason: '重复提出' });
    expect(await enter(withdrawn, 'closing')).toMatchObject({ closed: true, ended: { proposal: 'withdrawn', closing: 'closed' } });
    await keep(realm, { 'catalogue-withdrawn': withdrawn });
    const idle = await itemIn(realm, people, 'assessment');
    await realm.done(people.handler, 'catalogue', idle, 'assessNeed', { needed: false, text: '现有力量足够。' });
    expect(await enter(idle, 'closing')).toMatchObject({ closed: true, ended: { assessment: 'not-needed' } });
  });

  it('is returned to the drafter with a reason, and comes straight back to who returned it', async () => {
    const id = await itemIn(realm, people, 'review');
    expect(await vote(id, people.officer, 'return', { to: 'drafter' })).toMatchObject({ refused: 'approval.reason_required' });
    expect(await vote(id, people.officer, 'return', { to: 'drafter', opinion: '指标不可衡量' })).toHaveProperty('version');
    expect(await realm.sql('select name, person from task where case_id = $1', [id])).toEqual([{ name: 'resubmit', person: 'zhang-min' }]);
    await realm.done(people.handler, 'catalogue', id, 'resubmit', { indicators: [{ ...proposal(people).indicators[0], target: '1600' }] });
    expect((await see(id)).review?.status).toBe('open');
    expect(await vote(id, people.officer, 'refuse', { opinion: '不属于本部门职责' })).toHaveProperty('version');
    expect(await enter(id, 'closing')).toMatchObject({ closed: true, ended: { review: 'refused' } });
    await keep(realm, { 'catalogue-refused': id });
  });

  it('is not reviewed by those who wrote it, nor on a version that is no more', async () => {
    const id = await itemIn(realm, people, 'review');
    expect(await realm.refused(people.officer, 'catalogue', id, 'review', { verb: 'approve', hash: 'old' })).toBe(
      'approval.protected_changed',
    );
    expect(await vote(id, people.approver, 'approve')).toMatchObject({ refused: 'approval.not_your_seat' });
    expect(await vote(id, people.handler, 'approve')).toMatchObject({ refused: 'access.role_missing' });
  });

  it('that nobody reviews is escalated at its due, and the due moves on', async () => {
    const late = await Realm.open(database.appUrl, instant('2025-03-03T10:00:00+08:00'));
    const staff = await county(late);
    const id = await itemIn(late, staff, 'review');
    const before = await late.seen<Seen>(id, staff.handler);
    const due = before.review?.due.dueAt ?? (0 as Instant);
    expect(dateOf(plusMs(due, -1))).toBe('2025-03-24'); // 15 working days after 3 March
    await late.travel(plusMs(due, 60_000));
    const facts = await late.engine.fireDue(late.id, id);
    expect(facts?.open).toEqual(['review']);
    const [breach] = await late.sql<{ effective_at: number }>(
      `select effective_at from event where case_id = $1 and type = 'ReviewEscalated'`,
      [id],
    );
    expect(breach?.effective_at).toBe(due);
    const tasks = await late.sql<{ name: string; role: string }>(`select name, role from task where case_id = $1 and role is not null`, [
      id,
    ]);
    expect(tasks).toEqual([{ name: 'answerEscalation', role: 'finance-leader' }]);
    const after = await late.seen<Seen>(id, staff.handler);
    expect(dateOf(plusMs(after.review?.due.dueAt ?? (0 as Instant), -1))).toBe('2025-04-15'); // 清明 is no working day
    await late.done(staff.leader, 'catalogue', id, 'answerEscalation', { note: '已督促经办人' });
    expect(await late.refused(staff.leader, 'catalogue', id, 'answerEscalation', { note: '再次' })).toBe('catalogue.no_escalation');
    await keep(late, { 'catalogue-escalated': id });
  });

  it('loses no day to an outage, and is assessed late with a mark', async () => {
    const slow = await Realm.open(database.appUrl, instant('2025-03-03T10:00:00+08:00'));
    const staff = await county(slow);
    const id = await itemIn(slow, staff, 'proposal');
    await slow.done(staff.handler, 'catalogue', id, 'accept');
    await slow.travel(instant('2025-03-04T12:00:00+08:00'));
    await slow.engine.enter(slow.id, id, 'assessment');
    const due = async () => (await slow.sql<{ next_due_at: Instant }>('select next_due_at from cases where id = $1', [id]))[0]?.next_due_at;
    expect(dateOf(plusMs((await due()) ?? (0 as Instant), -1))).toBe('2025-03-18'); // 10 working days after 4 March
    await slow.travel(instant('2025-03-20T09:00:00+08:00'));
    await slow.engine.fireDue(slow.id, id);
    expect(await slow.sql('select meta from task where case_id = $1', [id])).toEqual([{ meta: { late: true } }]);
    await slow.done(staff.handler, 'catalogue', id, 'assessNeed', { needed: false, text: '另行安排。' });
    await keep(slow, { 'catalogue-assessed-late': id });
  });

  it('is revised under review, keeps its versions, and is delisted', async () => {
    const id = await itemIn(realm, people, 'listing');
    expect(await realm.refused(people.handler, 'catalogue', id, 'revise', { unit: '岗位·年' })).toBe('catalogue.nothing_changed');
    await realm.done(people.handler, 'catalogue', id, 'revise', { standard: '走访不少于1800人次。' });
    expect(await realm.refused(people.handler, 'catalogue', id, 'revise', { unit: '月' })).toBe('catalogue.revision_under_review');
    expect((await see(id, people.agent)).current?.version).toBe(1);
    await vote(id, people.officer, 'approve');
    await vote(id, people.approver, 'approve');
    const seen = await see(id);
    expect(seen.versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(seen.current?.standard).toBe('走访不少于1800人次。');
    expect(await realm.refused(people.handler, 'catalogue', id, 'delist', { reason: '政策调整' })).toBe('access.role_missing');
    await realm.done(people.bureauLeader, 'catalogue', id, 'delist', { reason: '政策调整' });
    expect(await enter(id, 'closing')).toMatchObject({ closed: true, ended: { listing: 'delisted' } });
    await keep(realm, { 'catalogue-delisted': id });
  });
});
