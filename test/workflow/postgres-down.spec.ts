import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Hint } from '@goufu/relay';
import { Unavailable } from '@goufu/persistence';
import { OwnPostgres } from './own-postgres.js';
import { Rig, until } from './rig.js';

describe('PostgreSQL is killed and comes back', () => {
  let postgres: OwnPostgres;
  let rig: Rig;
  let other: Rig;
  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    Object.assign(process.env, {
      DATABASE_URL: postgres.urls.app,
      DATABASE_OWNER_URL: postgres.urls.owner,
      DATABASE_SUPER_URL: postgres.urls.superuser,
    });
    rig = await Rig.open();
    other = rig.beside();
    for (const one of [rig, other]) {
      one.system.start();
      await one.work();
    }
  }, 120_000);
  afterAll(async () => {
    await other.leave();
    await rig.close();
    await postgres.remove();
  }, 60_000);

  it('the same processes go on: commands, lifecycles, guards, relay and hints', async () => {
    const hints: Hint[] = [];
    let resyncs = 0;
    const leave = other.system.hints.subscribe({ hint: (hint) => hints.push(hint), resync: () => void (resyncs += 1) });
    const guard = other.guard();
    guard.start();
    const id = (await rig.give(null, 'begin')).id;
    const late = (await rig.give(null, 'begin', { patienceMs: 3_000 })).id;
    await Promise.all([rig.isOpen(id, 'work'), rig.isOpen(late, 'work')]);
    await until('hints are heard', () => Promise.resolve(hints.some((hint) => hint.id === late)));

    await postgres.down();
    const before = resyncs;
    const asked = performance.now();
    const told = await Promise.all([1, 2, 3].map(() => rig.give(id, 'note').catch((error: unknown) => error)));
    expect(told.every((error) => error instanceof Unavailable)).toBe(true);
    expect(performance.now() - asked).toBeLessThan(6_000);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await postgres.up();

    const { version } = await until('a command is accepted', () => rig.give(id, 'report', { outcome: 'again' }).catch(() => null), 15_000);
    expect(version).toBeGreaterThan(0);
    await until('whoever listens looks at everything again', () => Promise.resolve(resyncs > before), 15_000);
    await until('the lifecycle goes on', async () => (await rig.facts(id)).open.includes('work:2'), 45_000);
    // What was said before the listener was back is what it looks at everything for; from then on it hears.
    const note = await rig.give(id, 'note');
    await until(
      'hints are heard again',
      () => Promise.resolve(hints.some((hint) => hint.id === id && hint.version >= note.version)),
      15_000,
    );
    await until('what fell due meanwhile is done', async () => (await rig.facts(late)).closed, 45_000);
    expect((await rig.facts(late)).ended.work).toBe('expired');
    await guard.stop();
    leave();
  }, 120_000);
});
