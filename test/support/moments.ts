import { Cast } from '../../apps/local/src/scenario/cast.js';
import { addressOf, type Acting, type Door } from '../../apps/local/src/scenario/door.js';
import type { PlayedInput } from '../../apps/local/src/scenario/input.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { toIso } from '@goufu/domain';
import { type EngineDoor, EnginePlace } from './engine-door.js';

const OPERATOR = { person: 'operator', appointment: '' };
const SINCE = '2020-01-02T09:00:00+08:00';

/** What somebody sent in the story. */
export interface Sent {
  readonly by: Acting;
  readonly path: string;
  readonly body: object;
  readonly key: string;
}
/** Which moments of a story are kept, and after which of them nothing more is needed. */
export interface Wanted {
  /** Realm of the story. */
  readonly realm: string;
  readonly input: PlayedInput;
  /** Words of commands; for each a world of its own, as it stood before: `<prefix><word>`. */
  readonly before: Pick<ReadonlySet<string>, 'has'>;
  readonly prefix?: string;
  readonly last: string;
}
class Enough extends Error {}

/** Waits for a story that is left where nothing more is needed. */
export const enough = async (told: Promise<void>): Promise<void> => {
  try {
    await told;
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
};

/** The word by which a command is named: its own, or what is made; the second time with `-2`, and so on. */
const wordOf = (path: string): string => path.split('/').at(-1) ?? path;

/** One purchase as it stood before each command of its story: for each command asked for a world of its own, copied at that moment. */
export class Moments {
  readonly sent = new Map<string, Sent>();
  /** What stands in for `{purchase}` and the like. */
  readonly names = new Map<string, string>();

  constructor(
    readonly place: EnginePlace,
    readonly cast: Cast,
  ) {}

  /** Plays a story up to its last wanted moment. */
  async tell(wanted: Wanted): Promise<Play> {
    const { realm, input } = wanted;
    const door = await this.place.copy(CAST, realm, `${input.startsOn}T08:00:00+08:00`);
    const watched = this.watched(door, wanted);
    const play = new Play(this.cast.behind(watched), input, new Timeline(watched), null, 'closed', { realm, treasury: door.treasury });
    await enough(play.time.play([() => story(play)]));
    this.name(play);
    return play;
  }

  /** The same door; before the wanted commands it copies the world, and it keeps what was sent. */
  watched(door: EngineDoor, { before, last, prefix = 'before-' }: Pick<Wanted, 'before' | 'last' | 'prefix'>): Door {
    const times = new Map<string, number>();
    return {
      command: async (by, path, body, key) => {
        const time = (times.get(wordOf(path)) ?? 0) + 1;
        times.set(wordOf(path), time);
        const word = time === 1 ? wordOf(path) : `${wordOf(path)}-${time}`;
        if (!this.sent.has(word)) {
          this.sent.set(word, { by, path, body, key });
          if (before.has(word)) await this.place.copy(door.realm, `${prefix}${word}`, await door.now());
          if (word === last) throw new Enough();
        }
        const answer = await door.command(by, path, body, key);
        if (time === 1) this.names.set(`made-by-${word}`, answer.id);
        // All bids are in, and nobody has touched them since.
        if (word === 'replace' && before.has('closing')) await this.place.copy(door.realm, `${prefix}closing`, await door.now());
        return answer;
      },
      show: (who, path) => door.show(who, path),
      get: (who, path) => door.get(who, path),
      store: (who, name, text) => door.store(who, name, text),
      now: () => door.now(),
      advance: (to) => door.advance(to),
      settle: () => door.settle(),
    };
  }

  /** A world copied once more. */
  async again(from: string, to: string): Promise<EngineDoor> {
    const clock = await this.place.worlds.clock(from);
    if (!clock) throw new Error(`the story has no ${from}`);
    return this.place.copy(from, to, toIso(clock.now));
  }

  /** What was sent in the story; throws where nobody did. */
  sentAs(word: string): Sent {
    const sent = this.sent.get(word);
    if (!sent) throw new Error(`nobody sends ${word} in the story`);
    return sent;
  }

  private name(play: Play): void {
    const put = (name: string, id: string): void => {
      this.names.set(name, addressOf(id).split('/')[1] ?? '');
      this.names.set(`${name}-id`, id);
      this.names.set(`${name}-step`, id.replaceAll('/', '~1'));
    };
    put('purchase', play.purchase);
    put('item', play.catalogueItem);
    put('disbursement', this.names.get('made-by-disbursements') ?? '');
    put('pool', this.cast.pool);
    for (const [year, id] of play.lines) put(`line-${year}`, id);
    for (const [supplier, id] of play.bids) put(supplier.replace('supplier', 'bid'), id);
    for (const house of ['justice', 'finance', 'agency', 'audit', 'township', 'supplier-a', 'supplier-b', 'supplier-c', 'prefecture'])
      put(house, this.cast.id(house));
    for (const [word, { key }] of this.sent) this.names.set(`key-of-${word}`, key);
  }

  /** Text with its `{names}` filled in; everything else as it is, deep inside too. */
  filled<T>(value: T): T {
    if (typeof value === 'string')
      return value.replace(/\{([a-z][a-z0-9-]*)\}/g, (whole, name: string) => this.names.get(name) ?? whole) as T & string;
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return value.map((item: unknown) => this.filled(item)) as T;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [this.filled(key), this.filled(member as unknown)])) as T;
  }
}

const CAST = 'cast-of-moments';
/** Houses and people of a cast, in a world of their own. */
export const standing = async (databaseUrl: string): Promise<{ readonly place: EnginePlace; readonly cast: Cast }> => {
  const place = new EnginePlace(databaseUrl);
  const nobody = await place.open(CAST, 'demo-county', SINCE, OPERATOR.person);
  const cast = new Cast(nobody);
  await cast.stand(OPERATOR, SINCE.slice(0, 10));
  return { place, cast };
};
