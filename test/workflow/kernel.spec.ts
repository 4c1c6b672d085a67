import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { effectWorkflowIdOf, workflowIdOf } from '@goufu/messages';
import { Rig, until } from './rig.js';

const HOUR = 3_600_000;

describe('the lifecycle of a case', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
    rig.system.start();
    await rig.work();
  }, 60_000);
  afterAll(async () => {
    await rig.close();
  });
  const begin = async (data: object = {}) => {
    const { id } = await rig.give(null, 'begin', data);
    await rig.isOpen(id, 'work');
    return id;
  };

  it('enters its first stage, its next rounds and its end as Postgres says how each ended', async () => {
    const id = await begin();
    await rig.give(id, 'report', { outcome: 'again' });
    await rig.isOpen(id, 'work:2');
    await rig.give(id, 'report', { outcome: 'well done' });
    expect(await rig.isClosed(id)).toMatchObject({ ended: { work: 'again', 'work:2': 'well done', closing: 'closed' } });
    await rig.hasStatus(id, 'COMPLETED');
  });

  it('is woken for a due that became earlier than the one it waits for', async () => {
    const id = await begin({ patienceMs: HOUR });
    await rig.give(id, 'hurry', { inMs: 300 });
    expect(await rig.isClosed(id)).toMatchObject({ ended: { work: 'expired' } });
  });

  it('sleeps again when a due became later, and is told nothing that does not concern it', async () => {
    const id = await begin({ patienceMs: 400 });
    await rig.give(id, 'hurry', { inMs: 900 });
    await rig.give(id, 'note');
    expect(await rig.isClosed(id)).toMatchObject({ ended: { work: 'expired' } });
    const [{ told } = { told: -1 }] = await rig.sql<{ told: number }>('select count(*)::int as told from outbox where case_id = $1', [id]);
    expect(told).toBe(1);
  });

  it('leaves a closed case closed when a late message arrives twice', async () => {
    const id = await begin();
    await rig.give(id, 'report', { outcome: 'done' });
    const { version } = await rig.isClosed(id);
    await rig.hasStatus(id, 'COMPLETED');
    const of = { realm: rig.realm, caseId: id };
    await rig.system.lifecycles.told(of, version);
    await rig.system.lifecycles.moved(of, version);
    await rig.system.lifecycles.moved(of, version);
    await rig.hasStatus(id, 'COMPLETED');
    expect(await rig.facts(id)).toMatchObject({ version, closed: true });
  });

  it('a closed case that is taken up again gets a new run, which finds its place', async () => {
    const id = await begin();
    await rig.give(id, 'report', { outcome: 'done' });
    await rig.isClosed(id);
    await rig.hasStatus(id, 'COMPLETED');
    await rig.give(id, 'reopen');
    await rig.isOpen(id, 'work:2');
    await rig.give(id, 'report', { outcome: 'done' });
    expect(await rig.isClosed(id)).toMatchObject({ ended: { work: 'again', 'work:2': 'done', closing: 'closed' } });
  });

  it('a stage that is taken up again while its case is closing is gone back to, whatever the run was told of it', async () => {
    let isPaid = false;
    const heard = () =>
      Promise.resolve(isPaid ? { final: true as const, answer: { paid: 1n } } : { final: false as const, why: 'accepted' });
    rig.outsides.payment = { ask: heard, send: heard };
    const id = await begin();
    await rig.give(id, 'pay', { key: `${id}:payment:1`, kind: 'payment' });
    await rig.give(id, 'report', { outcome: 'done' });
    await rig.isOpen(id, 'closing');
    await rig.give(id, 'reopen');
    await rig.isOpen(id, 'work:2');
    isPaid = true;
    await rig.give(id, 'report', { outcome: 'done' });
    expect(await rig.isClosed(id)).toMatchObject({ ended: { work: 'again', 'work:2': 'done', closing: 'closed' } });
  });

  it('goes on from Postgres after it was terminated in a stage', async () => {
    const id = await begin();
    await rig.handle(id).terminate('by the test');
    await rig.give(id, 'report', { outcome: 'again' });
    await rig.isOpen(id, 'work:2');
    await rig.handle(id).terminate('by the test');
    await rig.system.lifecycles.restart({ realm: rig.realm, caseId: id });
    await rig.give(id, 'report', { outcome: 'done' });
    expect(await rig.isClosed(id)).toMatchObject({ ended: { work: 'again', 'work:2': 'done', closing: 'closed' } });
  });

  it('waits in closing until what was sent to the outside is answered, whatever becomes of the first attempts', async () => {
    const sent: string[] = [];
    let asked = 0;
    rig.outsides.payment = {
      ask: ({ key }) => {
        asked += 1;
        if (!sent.includes(key)) return Promise.resolve(null);
        return Promise.resolve(asked < 8 ? { final: false, why: 'accepted' } : { final: true, answer: { paid: 1n } });
      },
      send: ({ key }) => {
        sent.push(key);
        return Promise.resolve({ final: false, why: 'no answer' });
      },
    };
    const id = await begin();
    await rig.give(id, 'pay', { key: `${id}:payment:1`, kind: 'payment' });
    await rig.give(id, 'report', { outcome: 'done' });
    await rig.isClosed(id);
    expect(sent).toEqual([`${id}:payment:1`]);
    // the answer stands in the case first, the effect's own row follows
    await until('the effect is done', async () => {
      const [effect] = await rig.sql<{ state: string }>('select state from effect where case_id = $1', [id]);
      return effect?.state === 'done';
    });
    await rig.hasStatus(id, 'COMPLETED');
  });

  it('while an effect is in hand its worker says that it lives: of one that is killed Temporal hears nothing, and asks another', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const final = { final: true as const, answer: { paid: 1n } };
    rig.outsides.payment = { ask: () => held.then(() => final), send: () => Promise.resolve(final) };
    const id = await begin();
    const key = `${id}:payment:1`;
    await rig.give(id, 'pay', { key, kind: 'payment' });
    const effect = rig.client.workflow.getHandle(effectWorkflowIdOf({ realm: rig.realm, key }));
    await until('a beat is heard', async () => {
      const described = await effect.describe().catch(() => null);
      return described?.raw.pendingActivities?.[0]?.lastHeartbeatTime;
    });
    answer();
    await rig.give(id, 'report', { outcome: 'done' });
    await rig.isClosed(id);
  });

  it('a notice leaves through the relay', async () => {
    const id = await begin();
    await rig.give(id, 'pay', { key: `${id}:notice:1`, kind: 'notice' });
    const [row] = await until('the notice is out', async () => {
      const rows = await rig.sql<{ state: string }>('select state from effect where case_id = $1', [id]);
      return rows[0]?.state === 'done' && rows;
    });
    expect(row).toEqual({ state: 'done' });
  });

  it('a due that changes nothing is asked again after a pause, not without end', async () => {
    const id = await begin({ patienceMs: 100, broken: true });
    await until('the due was tried', async () =>
      (await rig.handle(id).fetchHistory()).events?.some((event) => event.timerFiredEventAttributes),
    );
    const length = async () => Number((await rig.handle(id).describe()).historyLength);
    const before = await length();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await length()) - before).toBeLessThan(5);
    await rig.give(id, 'report', { outcome: 'done' });
    await rig.isClosed(id);
  });

  it('a budget line of two realms has two workflows', () => {
    expect(workflowIdOf({ realm: rig.realm, caseId: 'budget/2025/a' })).not.toBe(workflowIdOf({ realm: 'other', caseId: 'budget/2025/a' }));
  });
});
