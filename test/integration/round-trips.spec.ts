import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isRefusal } from '@goufu/domain';
import { kindOf } from '@goufu/engine';
import type pg from 'pg';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { type Database, freshDatabase } from '../support/database.js';
import { EnginePlace } from '../support/engine-door.js';

/** What people give most often, and where they wait for each other. */
const HOT: ReadonlySet<string> = new Set([
  'catalogue.review',
  'purchase.votePlan',
  'purchase.votePlanAsFinance',
  'disbursement.voteDisbursement',
  'bid.submit',
  'bid.replace',
  'bid.withdraw',
]);

/** Counts everything that a pool's connections ask of PostgreSQL: also what is asked again, and what is taken back. */
const counting = (pool: pg.Pool): (() => number) => {
  let asked = 0;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    Object.assign(client, {
      query: (...args: unknown[]): unknown => {
        asked += 1;
        return query(...args);
      },
    });
  });
  return () => asked;
};

describe('a purchase from the catalogue to its close', () => {
  let database: Database;
  let place: EnginePlace;
  /** The most that each command has needed. */
  const most = new Map<string, number>();
  beforeAll(async () => {
    database = await freshDatabase();
    place = new EnginePlace(database.appUrl);
    const asked = counting(place.pool);
    const measured = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const before = asked();
      const result = await work();
      if (!isRefusal(result)) most.set(name, Math.max(most.get(name) ?? 0, asked() - before));
      return result;
    };
    const { engine } = place;
    const [execute, enter, applyPassed] = [engine.execute.bind(engine), engine.enter.bind(engine), engine.applyPassed.bind(engine)];
    engine.execute = (request) => measured(`${request.kind}.${request.type}`, () => execute(request));
    engine.enter = (realm, caseId, stage) => measured(`${kindOf(caseId)}.enterStage ${stage}`, () => enter(realm, caseId, stage));
    engine.applyPassed = (realm, caseId) => measured(`${kindOf(caseId)} due`, () => applyPassed(realm, caseId));
    const door = await place.open('counted', 'demo-county', `${justiceBureau2025.startsOn}T08:00:00+08:00`, 'op');
    const cast = new Cast(door);
    await cast.stand({ person: 'op', appointment: '' }, '2020-01-01');
    const time = new Timeline(door);
    const play = new Play(cast, justiceBureau2025, time, null, 'closed');
    await time.play([() => story(play)]);
  }, 120_000);
  afterAll(async () => {
    await place.close();
    await database.drop();
  });

  it('needs 4 round trips for an approval and a bid', () => {
    const hot = Object.fromEntries([...most].filter(([name]) => HOT.has(name)));
    expect(Object.keys(hot).sort()).toEqual([...HOT].sort());
    expect(Object.entries(hot).filter(([, trips]) => trips > 4)).toEqual([]);
  });

  it('needs 8 at most for anything else', () => {
    expect(most.size).toBeGreaterThan(50);
    expect([...most].filter(([, trips]) => trips > 8)).toEqual([]);
  });
});
