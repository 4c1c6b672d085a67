import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '@goufu/engine';
import { poolFor, RecordStore } from '@goufu/persistence';
import type pg from 'pg';
import { Cast, houses } from '../../apps/local/src/scenario/cast.js';
import { type Acting, type Answer, type Door, Refused, type Shown, type StoredFile } from '../../apps/local/src/scenario/door.js';
import type { HttpDoor } from '../../apps/local/src/scenario/http-door.js';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import { type Started, WholeSystem } from '../support/whole-system.js';

const REALM = 'several';
const operator = { person: WORLD_OPERATOR, appointment: '' };

/** An impatient crowd: every command is sent to every process at once under one key; whoever asks next asks another process. */
class Crowd implements Door {
  /** Keys of commands that were carried out. */
  readonly carriedOut = new Set<string>();
  /** Commands that got an answer from one process and none from another. */
  lost = 0;
  private turn = 0;
  private readonly plans: { readonly at: number; readonly happen: () => void }[] = [];

  constructor(private doors: readonly HttpDoor[]) {}

  /** When so many further commands have been sent, but not yet answered. */
  after(commands: number, happen: () => void): void {
    this.plans.push({ at: this.carriedOut.size + commands, happen });
  }
  without(gone: HttpDoor | undefined): void {
    this.doors = this.doors.filter((door) => door !== gone);
  }

  async command(who: Acting, path: string, body: object, key: string): Promise<Answer> {
    const sent = this.doors.map((door) => door.command(who, path, body, key));
    const settled = Promise.allSettled(sent);
    for (const { happen } of this.plans.filter(({ at }) => at === this.carriedOut.size)) happen();
    const answers: Answer[] = [];
    let failure: unknown = null;
    for (const result of await settled) {
      if (result.status === 'fulfilled') answers.push(result.value);
      else if (result.reason instanceof Refused && result.reason.problem.status !== 503) throw result.reason;
      else failure = result.reason;
    }
    const [first] = answers;
    if (!first) throw failure;
    if (failure) this.lost += 1;
    if (answers.some(({ id, version }) => id !== first.id || version !== first.version))
      throw new Error(`${path}: the same key got ${JSON.stringify(answers)}`);
    this.carriedOut.add(`${who.person} ${key}`);
    return first;
  }

  /** Asks one process, and another if that one is no more. */
  private async anyOf<T>(ask: (door: HttpDoor) => Promise<T>): Promise<T> {
    this.turn += 1;
    const turned = this.doors.map((_, n) => this.doors[(n + this.turn) % this.doors.length] as HttpDoor);
    let failure: unknown = null;
    for (const door of turned) {
      try {
        return await ask(door);
      } catch (error) {
        if (error instanceof Refused) throw error;
        failure = error;
      }
    }
    throw failure;
  }
  show = (who: Acting | null, path: string): Promise<Shown> => this.anyOf((door) => door.show(who, path));
  get = <T>(who: Acting | null, path: string): Promise<T> => this.anyOf((door) => door.get<T>(who, path));
  store = (who: Acting, name: string, text: string): Promise<StoredFile> => this.anyOf((door) => door.store(who, name, text));
  now = (): Promise<string> => this.anyOf((door) => door.now());
  advance = (to: string): Promise<void> => this.anyOf((door) => door.advance(to));
  settle = (): Promise<void> => this.anyOf((door) => door.settle());
}

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
});
