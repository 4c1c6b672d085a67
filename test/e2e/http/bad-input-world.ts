import { Cast } from '../../../apps/local/src/scenario/cast.js';
import { addressOf, type Acting, type Door } from '../../../apps/local/src/scenario/door.js';
import { justiceBureau2025 } from '../../../apps/local/src/scenario/input.js';
import { Play } from '../../../apps/local/src/scenario/stage.js';
import { story } from '../../../apps/local/src/scenario/story.js';
import { Timeline } from '../../../apps/local/src/scenario/timeline.js';
import { type CaseId, instant, plusMs, toIso } from '@goufu/domain';
import { type EngineDoor, EnginePlace } from '../../support/engine-door.js';
import { Api } from './api.js';

const OPERATOR = { person: 'operator', appointment: '' };
const SINCE = '2020-01-02T09:00:00+08:00';
/** The story is played up to here: nothing that is asked for needs more. */
const LAST = 'open-assessment';

/** What somebody sent in the story. */
export interface Sent {
  readonly by: Acting;
  readonly path: string;
  readonly body: object;
  readonly key: string;
}
class Enough extends Error {}

/** The word by which rows name what was sent: the command's own, or what is made. */
const wordOf = (path: string): string => path.split('/').at(-1) ?? path;

/** One purchase as it stood before each command of its story: for each command asked for a world of its own, copied at that moment. */
export class BadInputWorld {
  readonly sent = new Map<string, Sent>();
  /** What rows put into addresses and bodies: `{purchase}`. */
  readonly names = new Map<string, string>();

  private constructor(
    readonly api: Api,
    readonly place: EnginePlace,
    readonly cast: Cast,
  ) {}

  static async begin(before: ReadonlySet<string>): Promise<BadInputWorld> {
    const api = await Api.start();
    const place = new EnginePlace(api.database.appUrl);
    const nobody = await place.open('bad-cast', 'demo-county', SINCE, OPERATOR.person);
    const cast = new Cast(nobody);
    await cast.stand(OPERATOR, SINCE.slice(0, 10));
    const world = new BadInputWorld(api, place, cast);
    const door = await place.copy('bad-cast', 'bad-story', `${justiceBureau2025.startsOn}T08:00:00+08:00`);
    const watched = world.watched(door, before);
    const play = new Play(cast.behind(watched), justiceBureau2025, new Timeline(watched), null, 'closed', {
      realm: door.realm,
      treasury: door.treasury,
    });
    await play.time.play([() => story(play)]).catch((error: unknown) => {
      if (!(error instanceof Enough)) throw error;
    });
    world.name(play);
    await world.close();
    await world.correctPayee();
    return world;
  }

  async end(): Promise<void> {
    await this.place.close();
    await this.api.stop();
  }

  /** The same door; before the first command of each word it copies the world, and it keeps what was sent. */
  private watched(door: EngineDoor, before: ReadonlySet<string>): Door {
    return {
      command: async (by, path, body, key) => {
        const word = wordOf(path);
        if (!this.sent.has(word)) {
          this.sent.set(word, { by, path, body, key });
          if (before.has(word)) await this.place.copy(door.realm, `before-${word}`, await door.now());
          if (word === LAST) throw new Enough();
        }
        const answer = await door.command(by, path, body, key);
        this.names.set(`made-by-${word}`, answer.id);
        // All bids are in, and nobody has touched them since.
        if (word === 'replace') await this.place.copy(door.realm, 'before-closing', await door.now());
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

  /** In a world of its own the deadline has passed by one millisecond, and the bids are closed. */
  private async close(): Promise<void> {
    const { deadlineAt } = this.sentAs('publish-tender-notice').body as { deadlineAt: string };
    await this.place.worlds.moveTo('before-closing', plusMs(instant(deadlineAt), 1));
    await this.place.engine.applyPassed('before-closing', this.filled('{purchase-id}') as CaseId);
  }

  /** The supplier changes the account. */
  private async changeAccount(door: EngineDoor, number: string): Promise<void> {
    const account = { name: '新户', bank: '示范银行示范县支行', number: `6222 0000 0000 ${number}` };
    await door.command(this.cast.as('agent-a'), this.filled('organisations/{supplier-a}/change-account'), { account }, `account-${number}`);
  }
  private async again(from: string, to: string): Promise<EngineDoor> {
    const clock = await this.place.worlds.clock(from);
    if (!clock) throw new Error(`the story has no ${from}`);
    return this.place.copy(from, to, toIso(clock.now));
  }

  /** A world in which the treasury sent an approved payment back, and it is corrected to an account that was changed since. */
  private async correctPayee(): Promise<void> {
    const door = await this.again('before-vote-disbursement', 'before-payee-corrected');
    const play = new Play(this.cast.behind(door), justiceBureau2025, new Timeline(door), null, 'closed', null);
    const id = this.filled('{disbursement-id}');
    await door.treasury.returnNext();
    await play.approveChain('wu-qiang', (view) => view.approval ?? null, 'vote-disbursement', '审批', id);
    await door.settle();
    await this.changeAccount(door, '0099');
    const correction = { account: 'registered', reason: '按登记账户更正。' };
    await door.command(this.cast.as('zhang-min'), `${addressOf(id)}/correct-request`, correction, 'corrected-once');
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

  /** How many rows stand in whatever a command writes, over all realms. */
  async written(): Promise<string> {
    const tables = [
      'event',
      'cases',
      'command',
      'effect',
      'file',
      'outbox',
      'posting',
      'content',
      'draft',
      'task',
      'notice',
      'person',
      'realm',
    ];
    const { rows } = await this.place.everyRealm.query(
      `select ${tables.map((table) => `(select count(*)::int from ${table}) as "${table}"`).join(', ')}`,
    );
    return JSON.stringify(rows[0]);
  }
}
