import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Hint } from '@goufu/relay';
import { Rig, until } from './rig.js';

describe('several processes side by side', () => {
  let rig: Rig;
  let other: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
    other = rig.beside();
    for (const one of [rig, other]) {
      one.system.start();
      await one.work();
    }
  }, 60_000);
  afterAll(async () => {
    await other.leave();
    await rig.close();
  });

  it('carry every case to its end, whoever decided and whoever relayed', async () => {
    const ids = await Promise.all(Array.from({ length: 24 }, async (_, n) => (await (n % 2 ? rig : other).give(null, 'begin')).id));
    await Promise.all(ids.map((id) => rig.isOpen(id, 'work')));
    await Promise.all(ids.map((id, n) => (n % 2 ? other : rig).give(id, 'report', { outcome: 'again' })));
    await Promise.all(ids.map((id) => rig.isOpen(id, 'work:2')));
    await Promise.all(ids.map((id, n) => (n % 3 ? other : rig).give(id, 'report', { outcome: 'done' })));
    await Promise.all(ids.map((id) => rig.isClosed(id)));
    await until('nothing is left to tell', async () => (await rig.system.outbox.waiting()).rows === 0);
  });

  it('both guards may meet a due: it happens once', async () => {
    await Promise.all([rig.rest(), other.rest()]);
    const { id } = await rig.give(null, 'begin', { patienceMs: 100 });
    await rig.system.engine.enter(rig.realm, id, 'work');
    const guards = [rig.guard(), other.guard()];
    for (const guard of guards) guard.start();
    await until('the due is applied', async () => (await rig.facts(id)).ended.work);
    await Promise.all(guards.map((guard) => guard.stop()));
    const ends = await rig.sql(`select version from event where case_id = $1 and type = 'StageEnded'`, [id]);
    expect(ends).toHaveLength(1);
  });

  it('what one commits, the other hears of', async () => {
    const hints: Hint[] = [];
    const leave = other.system.hints.subscribe({ hint: (hint) => hints.push(hint), resync: () => undefined });
    const { id, version } = await rig.give(null, 'begin');
    await until('the hint arrives', async () => hints.some((hint) => hint.id === id));
    expect(hints).toContainEqual({ realm: rig.realm, id, version });
    leave();
  });

  it('a due that changes nothing is an alarm, and is let be for a while', async () => {
    const { id } = await rig.give(null, 'begin', { patienceMs: 1, broken: true });
    await rig.system.engine.enter(rig.realm, id, 'work');
    await rig.sql(`update cases set next_due_at = next_due_at - interval '1 minute' where id = $1`, [id]);
    const guard = rig.guard();
    guard.start();
    await until('the alarm', async () => rig.lines.some((line) => line.level === 'error' && JSON.stringify(line.meta).includes(id)));
    await guard.stop();
    const stuck = await rig.system.recovery.stuck();
    expect(stuck.map((row) => [row.caseId, row.what])).toContainEqual([id, 'due']);
    expect(stuck.filter(({ remedy }) => remedy.en.length < 20 || remedy.zh.length < 10)).toEqual([]);
  });
});
