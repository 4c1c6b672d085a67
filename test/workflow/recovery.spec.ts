import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Rig, until } from './rig.js';

const HOUR = 3_600_000;

describe('recovery', () => {
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
  const driftOf = (id: string) =>
    until('the drift is seen', async () => {
      const { events } = await rig.handle(id).fetchHistory();
      return events?.find((event) => event.workflowTaskFailedEventAttributes?.failure?.message?.includes('lifecycle drift'));
    });

  it('an open case whose workflow was ended gets one again, a closed case loses one that it does not need', async () => {
    const open = await begin();
    const closed = await begin();
    await rig.give(closed, 'report', { outcome: 'done' });
    await rig.isClosed(closed);
    await rig.handle(open).terminate('by the test');
    // as if the case were older and its end a minute past
    await rig.sql(
      `update cases set created_at = created_at - interval '1 hour', last_at = last_at - interval '1 hour' where id = any($1)`,
      [[open, closed]],
    );
    await until('the guard finds it', async () => (await rig.sweep()).started > 0);
    await rig.hasStatus(open, 'RUNNING');
    expect(await rig.sweep()).toEqual({ started: 0, ended: 0, failed: [] });
    await rig.give(open, 'report', { outcome: 'again' });
    await rig.isOpen(open, 'work:2');
  });

  it('a release with a new stage before the current one fails visibly and changes nothing; the right release goes on', async () => {
    const id = await begin({ patienceMs: HOUR });
    const before = await rig.facts(id);
    await rig.rest();
    await rig.work('errand-grown.workflow.ts');
    await rig.recover(true);
    await driftOf(id);
    expect(await rig.facts(id)).toEqual(before);
    expect(await rig.status(id)).toBe('RUNNING');
    await rig.rest();
    await rig.work();
    await rig.recover(true);
    await rig.give(id, 'report', { outcome: 'done' });
    expect(await rig.isClosed(id)).toMatchObject({ ended: { work: 'done', closing: 'closed' } });
  }, 60_000);

  it('a run that goes on under such a release fails visibly too', async () => {
    const id = await begin({ patienceMs: HOUR });
    await rig.rest();
    await rig.work('errand-grown.workflow.ts');
    await rig.system.lifecycles.moved({ realm: rig.realm, caseId: id }, 99);
    await driftOf(id);
    await rig.rest();
    await rig.work();
  }, 60_000);

  describe('when PostgreSQL was restored to an earlier moment', () => {
    const restoredAfter = async (id: string, work: () => Promise<unknown>): Promise<void> => {
      const owner = new pg.Client({
        connectionString: Object.assign(new URL(process.env.DATABASE_SUPER_URL ?? ''), { pathname: `/${rig.database.name}` }).href,
      });
      await owner.connect();
      await owner.query(`create table kept as select * from cases where id = ${owner.escapeLiteral(id)}`);
      await work();
      await owner.query('delete from event e using kept k where e.case_id = k.id and e.version > k.version');
      await owner.query('delete from cases c using kept k where c.id = k.id');
      await owner.query('insert into cases select * from kept');
      await owner.query('drop table kept');
      await owner.end();
    };

    it('its workflow begins anew from what stands there', async () => {
      const id = await begin();
      await restoredAfter(id, async () => {
        await rig.give(id, 'report', { outcome: 'again' });
        await rig.isOpen(id, 'work:2');
        await rig.give(id, 'report', { outcome: 'again' });
        await rig.isOpen(id, 'work:3');
      });
      expect(await rig.facts(id)).toMatchObject({ open: ['work'], ended: {} });
      await rig.recover(true);
      await rig.give(id, 'report', { outcome: 'done' });
      expect(await rig.isClosed(id)).toMatchObject({ ended: { work: 'done', closing: 'closed' } });
    });

    it('a run that was not recovered notices by itself when it is next woken', async () => {
      const id = await begin({ patienceMs: HOUR });
      await restoredAfter(id, async () => {
        for (let n = 2; n <= 4; n += 1) {
          await rig.give(id, 'report', { outcome: 'again' });
          await rig.isOpen(id, `work:${n}`);
        }
      });
      await rig.system.lifecycles.told({ realm: rig.realm, caseId: id }, 1_000);
      await rig.give(id, 'report', { outcome: 'done' });
      expect(await rig.isClosed(id)).toMatchObject({ ended: { work: 'done', closing: 'closed' } });
    });
  });
});
