import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '@goufu/engine';
import { poolFor, RecordStore } from '@goufu/persistence';
import type pg from 'pg';
import { Cast, houses } from '../../apps/local/src/scenario/cast.js';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import { Crowd } from '../support/crowd.js';
import { alerts, askedBy, dashboards } from '../support/monitoring.js';
import { type Started, WholeSystem } from '../support/whole-system.js';

const REALM = 'several';
const operator = { person: WORLD_OPERATOR, appointment: '' };

describe('two API processes and two workers side by side', () => {
  let system: WholeSystem;
  let crowd: Crowd;
  let play: Play;
  let pool: pg.Pool;
  const killed: string[] = [];
  beforeAll(async () => {
    system = await WholeSystem.start(2, 2);
    pool = poolFor(system.database.appUrl, 2, '*');
    const doors = [await system.world(REALM, `${justiceBureau2025.startsOn}T08:00:00+08:00`), system.door(REALM, system.apis[1])];
    crowd = new Crowd(doors);
    const cast = new Cast(crowd);
    await cast.stand(operator, '2020-01-01');
    const time = new Timeline(crowd);
    play = new Play(cast, justiceBureau2025, time, null, 'evaluation');
    const kill = (what: string, process: Started | undefined): void => {
      if (process?.child.kill('SIGKILL')) killed.push(what);
    };
    // in the middle of planning, and in the middle of bidding
    crowd.after(12, () => kill('worker', system.workers[0]));
    crowd.after(35, () => {
      kill('api', system.apis[0]);
      crowd.without(doors[0]);
    });
    await time.play([() => story(play)]);
    await crowd.settle();
  }, 120_000);
  afterAll(async () => {
    await pool.end();
    await system.stop();
  }, 60_000);
  const rows = async <T extends pg.QueryResultRow>(text: string): Promise<readonly T[]> => (await pool.query<T>(text, [REALM])).rows;

  it('carry a purchase to its evaluation, though one of each was killed on the way', async () => {
    expect(killed).toEqual(['worker', 'api']);
    expect(crowd.lost).toBeGreaterThan(0);
    const { view } = await play.seen('tang-lin');
    expect(view.stage).toBe('evaluation');
    expect(view.ended).toEqual({ planning: 'approved', tender: 'opened' });
    expect(view.tender.current.opening?.count).toBe(justiceBureau2025.bids.length);
  });

  it('carry out once what was sent to both at the same moment', async () => {
    const acted = await rows<{ commands: number }>(
      'select count(distinct request_id)::int as commands from event where realm_id = $1 and person is not null',
    );
    // moves of the clock have keys too, but nobody sends them twice here
    const kept = await rows<{ commands: number }>(
      `select count(*)::int as commands from command where realm_id = $1 and case_id <> 'world'`,
    );
    expect(kept[0]?.commands).toBe(crowd.carriedOut.size);
    expect(acted[0]?.commands).toBeLessThanOrEqual(crowd.carriedOut.size);
    const made = await rows<{ kind: string; n: number }>(
      'select kind, count(*)::int as n from cases where realm_id = $1 group by kind order by kind',
    );
    expect(Object.fromEntries(made.map(({ kind, n }) => [kind, n]))).toEqual({
      bid: justiceBureau2025.bids.length,
      budget: 1,
      catalogue: 1,
      'expert-pool': 1,
      // and the office of the operator
      organisation: houses.length + 1,
      purchase: 1,
    });
  });

  it('lose nothing: every chain holds, and nothing waits', async () => {
    expect(await verify(new RecordStore(pool), REALM)).toMatchObject({ broken: null });
    const waiting = await rows<{ n: number }>('select count(*)::int as n from outbox where realm_id = $1 and done_at is null');
    expect(waiting).toEqual([{ n: 0 }]);
    const effects = await rows<{ state: string }>('select distinct state from effect where realm_id = $1');
    expect(effects).toEqual([{ state: 'done' }]);
    const between = await rows(`select id from cases where realm_id = $1 and lifecycle is not null and not closed and open_stages = '{}'`);
    expect(between).toEqual([]);
  });

  it('are seen by the operator: those that live, and no other', async () => {
    const token = await system.token(operator.person, REALM);
    const response = await fetch(`${system.apis[1]?.url}/v1/operations`, { headers: { authorization: `Bearer ${token}` } });
    const page = (await response.json()) as {
      processes: readonly { process: string; place: string; release: string }[];
      temporal: { reachable: boolean };
      stuck: readonly unknown[];
    };
    expect(page.temporal.reachable).toBe(true);
    expect(page.stuck).toEqual([]);
    const alive = [system.apis[1], system.workers[1]].map((one) => one?.child.pid);
    expect(page.processes.map(({ process, place }) => `${process}:${place.split(':')[1]}`)).toEqual([
      `api:${alive[0]}`,
      `worker:${alive[1]}`,
    ]);
  });

  it('measure everything that alerts and dashboards ask for', async () => {
    const texts = await Promise.all(
      [system.apis[1], system.workers[1]].map(async (one) => (await fetch(`${one?.operations}/metrics`)).text()),
    );
    const measured = new Set([...texts.join('\n').matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
    const exprs = [...alerts(), ...dashboards().flatMap(({ panels }) => panels.flatMap(({ targets }) => targets))].map(({ expr }) => expr);
    const asked = new Set(exprs.flatMap(askedBy).map(({ metric }) => metric.replace(/_(bucket|count|sum)$/, '')));
    expect([...asked].filter((name) => name !== 'up' && !measured.has(name))).toEqual([]);
  });
});
