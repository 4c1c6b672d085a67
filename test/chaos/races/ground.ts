import { Dice } from '../../../apps/local/src/scenario/dice.js';
import { copyOf, type Database, deadlocksIn, freshDatabase } from '../../support/database.js';
import { EngineDoor, EnginePlace } from '../../support/engine-door.js';
import { law } from '../../support/engine.js';
import { Moments, standing } from '../../support/moments.js';
import { Arena } from './arena.js';
import { prepareBases } from './bases.js';
import { wrongs } from './invariants.js';
import { TwoApis } from './two-apis.js';
import { Lead, type Race, type Standing, standingOf } from './race.js';

/** Worlds that race on one database before it is thrown away: it stays small however long the races go on. */
const LOT = 300;
/** Repetitions under way at once: while PostgreSQL works for one, another goes on. */
const LANES = 3;

export interface Racing {
  readonly repetitions: number;
  readonly seed: number;
  /** What people send goes through HTTP, each side to an API process of its own. */
  readonly isThroughHttp?: boolean;
  readonly told?: (standing: Standing) => void;
}

/** The moments before each race, on a database of which every lot of repetitions gets a copy. */
export class RaceGround {
  private constructor(
    private readonly database: Database,
    private readonly moments: Moments,
    private readonly law_ = law(),
  ) {}

  static async prepare(): Promise<RaceGround> {
    const database = await freshDatabase();
    const { place, cast } = await standing(database.appUrl);
    const moments = new Moments(place, cast);
    await prepareBases(moments);
    // A database is copied while nobody is connected to it.
    await place.close();
    return new RaceGround(database, moments);
  }
  end(): Promise<void> {
    return this.database.drop();
  }

  async run(race: Race, { repetitions, seed, isThroughHttp = false, told }: Racing): Promise<Standing> {
    const standing = standingOf(race);
    const dice = new Dice(seed);
    const lead = new Lead(dice);
    while (standing.repetitions < repetitions) {
      await this.lot(race, standing, { count: Math.min(LOT, repetitions - standing.repetitions), isThroughHttp }, lead);
      told?.(standing);
    }
    return standing;
  }

  private async lot(
    race: Race,
    standing: Standing,
    { count, isThroughHttp }: { count: number; isThroughHttp: boolean },
    lead: Lead,
  ): Promise<void> {
    const database = await copyOf(this.database.name);
    const places = [new EnginePlace(database.appUrl, this.law_), new EnginePlace(database.appUrl, this.law_)] as const;
    const doors = isThroughHttp ? await TwoApis.on(database) : null;
    const first = standing.repetitions;
    const realms = Array.from({ length: count }, (_, n) => `race-${first + n}`);
    try {
      await places[0].stamp(race.base, realms);
      const waiting = [...realms.entries()];
      const lane = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [n, realm] = next;
          const engines = [await EngineDoor.at(places[0], realm), await EngineDoor.at(places[1], realm)] as const;
          await this.once(race, standing, new Arena(realm, first + n, engines, this.moments, doors?.into(realm)), lead);
          for (const place of places) place.store.forget(realm);
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      standing.broken.push(...(await wrongs(places[0].everyRealm, race.base, realms)));
      for (const { store } of places) {
        standing.contended += store.begunAgain.contended;
        standing.overtaken += store.begunAgain.overtaken;
      }
    } finally {
      await doors?.stop();
      await Promise.all(places.map((place) => place.close()));
      standing.deadlocks += await deadlocksIn(database.name);
      await database.drop();
    }
  }

  private async once(race: Race, standing: Standing, arena: Arena, lead: Lead): Promise<void> {
    standing.repetitions += 1;
    try {
      const [one, other] = await race.ready(arena, lead.next());
      const side = await race.judge(arena, await Promise.all([one(), other()]));
      standing.won[side] += 1;
      lead.won(side);
    } catch (error) {
      standing.illegal.push(`${arena.realm}: ${(error as Error).message}`);
    }
  }
}
