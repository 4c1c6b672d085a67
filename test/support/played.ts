import { randomUUID } from 'node:crypto';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import type { PlayedInput } from '../../apps/local/src/scenario/input.js';
import { Play, type Variant } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { type Database, freshDatabase } from './database.js';
import { type EngineDoor, EnginePlace } from './engine-door.js';

const OPERATOR = { person: 'operator', appointment: '' };
/** Before every story: who stands in the cast stands in it since. */
const SINCE = '2020-01-02';

/** A purchase that was played, and what the record says of it. */
export interface Played {
  readonly play: Play;
  readonly door: EngineDoor;
  // What the server says of a case; a spec looks at the fields that it compares.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly view: any;
  /** Fen by year of the line and bucket. */
  readonly ledger: ReadonlyMap<number, ReadonlyMap<string, bigint>>;
}

/** Plays purchases on one database: the cast is registered once for each jurisdiction, and every story gets a world copied from there. */
export class Stage {
  private readonly casts = new Map<string, Promise<{ readonly realm: string; readonly cast: Cast }>>();
  private constructor(
    private readonly database: Database,
    readonly place: EnginePlace,
  ) {}

  static async open(): Promise<Stage> {
    const database = await freshDatabase();
    return new Stage(database, new EnginePlace(database.appUrl));
  }
  async close(): Promise<void> {
    await this.place.close();
    await this.database.drop();
  }

  private castIn(jurisdiction: string): Promise<{ readonly realm: string; readonly cast: Cast }> {
    const known = this.casts.get(jurisdiction);
    if (known) return known;
    const stood = (async () => {
      const realm = `cast-${jurisdiction}`;
      const door = await this.place.open(realm, jurisdiction, `${SINCE}T09:00:00+08:00`, OPERATOR.person);
      const cast = new Cast(door);
      await cast.stand(OPERATOR, SINCE, jurisdiction);
      return { realm, cast };
    })();
    this.casts.set(jurisdiction, stood);
    return stood;
  }

  /** A purchase that has not begun, in a world of its own: for a story that a spec tells by itself. */
  async begin(input: PlayedInput, variant: Variant | null = null): Promise<Pick<Played, 'play' | 'door'>> {
    const { realm, cast } = await this.castIn(input.jurisdiction);
    const door = await this.place.copy(realm, `${input.name}-${randomUUID().slice(0, 8)}`, `${input.startsOn}T08:00:00+08:00`);
    const play = new Play(cast.behind(door), input, new Timeline(door), variant, 'closed', {
      realm: door.realm,
      treasury: door.treasury,
    });
    return { play, door };
  }

  /** Plays one story to its end; throws what was refused on the way, with the steps before it. */
  async play(input: PlayedInput, variant: Variant | null = null): Promise<Played> {
    const { play, door } = await this.begin(input, variant);
    try {
      await play.time.play([() => story(play)]);
    } catch (error) {
      const last = play.steps.slice(-3).map(({ at, person, what }) => `${at} ${person} ${what}`);
      throw new Error(`${input.name}: ${(error as Error).message}\nafter ${last.join('\n      ')}`, { cause: error });
    }
    // Nothing is done there any more: only what stands in the database is looked at.
    this.place.store.forget(door.realm);
    return { play, door, view: (await play.seen('xu-yan')).view, ledger: await this.ledgerOf(door.realm) };
  }

  /** Fen by year of the line and bucket. */
  async ledgerOf(realm: string): Promise<Played['ledger']> {
    const { rows } = await this.place.everyRealm.query<{ line: string; bucket: string; balance: bigint }>(
      `select line, bucket, balance from account where realm_id = $1 and balance <> 0 and line like 'budget/%' order by line, bucket`,
      [realm],
    );
    const years = new Map<number, Map<string, bigint>>();
    for (const { line, bucket, balance } of rows) {
      const year = Number(line.split('/')[1]);
      years.set(year, (years.get(year) ?? new Map<string, bigint>()).set(bucket, balance));
    }
    return years;
  }
}
