import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cast, players } from '../../apps/local/src/scenario/cast.js';
import { addressOf } from '../../apps/local/src/scenario/door.js';
import type { HttpDoor } from '../../apps/local/src/scenario/http-door.js';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { planning, prepare } from '../../apps/local/src/scenario/preparation.js';
import { Play, shifted } from '../../apps/local/src/scenario/stage.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import { plainly, told, type Told, withoutMachine } from '../support/transcript.js';
import { WholeSystem } from '../support/whole-system.js';

const input = justiceBureau2025;
const NOTICE_DAY = 36;
const DEADLINE_DAY = 63;
const BIDDERS = 5;
/** Both clocks begin at the same instant, and play the same days; between these they run as fast as the machine lets them. */
const CLOCKS_APART_MS = 60_000;
const operator = { person: WORLD_OPERATOR, appointment: '' };

const LAW = ['calculators', 'rules?limit=5', 'rules/contract.sign', 'rules/diff?from=national@2022-06-30&to=national@2022-07-01'];
const LISTS = ['purchases', 'bids', 'catalogue-items', 'organisations', 'expert-pools', 'budget-lines', 'disbursements', 'batches'];

/** Who is no owner of a bid. Null: nobody in particular. */
const viewers: readonly (string | null)[] = [
  'zhang-min',
  'sun-li',
  'tang-lin',
  'wu-qiang',
  'feng-wei',
  'jiang-bo',
  'xu-yan',
  'expert-1',
  'evaluator-1',
  'gao-feng',
  'outsider',
  WORLD_OPERATOR,
  null,
];

const aloud = (body: string | undefined): Told => ({ asked: 'GET /v1/hints', status: 200, headers: [], body: body ?? '' });

/** One of the two worlds: the same purchase up to the days of bidding. */
class World {
  readonly bids: string[] = [];
  private readonly none: readonly string[] = Array.from({ length: BIDDERS }, () => `bid/${randomUUID()}`);
  readonly bidders: { readonly person: string; readonly supplier: string }[] = [];
  outsider = '';
  readonly unmade = randomUUID();
  document = '';
  deadlineAt = '';
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly name: string,
    readonly system: WholeSystem,
    readonly door: HttpDoor,
    readonly play: Play,
    private readonly time: Timeline,
  ) {}

  static async open(system: WholeSystem, name: string): Promise<World> {
    const door = await system.world(name, `${input.startsOn}T08:00:00+08:00`);
    const cast = new Cast(door);
    await cast.stand(operator, '2020-01-01');
    const time = new Timeline(door);
    const world = new World(name, system, door, new Play(cast, input, time, null, 'closed'), time);
    for (let n = 1; n <= BIDDERS; n += 1) world.bidders.push({ person: `bidder-${n}`, supplier: await world.supplier(`bidder-${n}`, n) });
    world.outsider = await world.supplier('outsider', 9);
    return world;
  }

  private async supplier(person: string, n: number): Promise<string> {
    const own = { type: 'supplier', name: `第${n}社会工作服务中心`, enterprise: 'small', creditCode: `91510132MA0000${n}00${n}` };
    const account = { name: '基本户', bank: '示范银行', number: `6222 0000 0000 900${n}` };
    const { id } = await this.door.command(operator, 'organisations', { ...own, account }, randomUUID());
    await this.door.command(operator, `${addressOf(id)}/create-post`, { post: 'agent', roles: ['supplier-agent'] }, randomUUID());
    await this.door.command(operator, `${addressOf(id)}/appoint`, { person, post: 'agent', from: '2020-01-01' }, randomUUID());
    return id;
  }

  /** Everything up to the days on which bids come in. */
  async announce(): Promise<void> {
    const { play, door } = this;
    const announced = async (): Promise<void> => {
      await prepare(play);
      await planning(play);
      await play.on(NOTICE_DAY);
      this.deadlineAt = play.day(DEADLINE_DAY, '10:00');
      const document = await door.store(play.cast.as('tang-lin'), '招标文件.pdf', `%PDF-1.4\n招标文件 ${input.title}`);
      this.document = document.file;
      const from = play.day(NOTICE_DAY).slice(0, 10);
      const notice = {
        documents: [document],
        text: '公开招标公告。',
        supply: { from, to: shifted(from, 10) },
        deadlineAt: this.deadlineAt,
        openingAt: this.deadlineAt,
        questionsUntil: play.day(DEADLINE_DAY, '09:00'),
        media: ['provincial-portal'],
        bond: null,
      };
      await play.give('tang-lin', 'publish-tender-notice', notice, '发布招标公告');
      await this.ask('二十四个岗位是否允许跨片区调配？');
      await play.on(DEADLINE_DAY - 6);
      await door.settle();
    };
    await this.time.play([announced]);
  }

  async ask(question: string): Promise<void> {
    const as = { person: 'outsider', appointment: '' };
    await this.door.command(as, `${addressOf(this.play.purchase)}/ask-question`, { question }, randomUUID());
  }

  private offer(n: number) {
    const price = `${3_900_000 - n * 1000}.00`;
    const answers = { t1: '服务方案' };
    return { price, enterprise: 'small', share: null, commitments: { staff: '二十四名专职社工按期到岗' }, answers, files: [] };
  }
  /** Each bidder bids; the first replaces the bid, the last takes it back and comes again. */
  async bid(): Promise<void> {
    const path = `${addressOf(this.play.purchase)}/bids`;
    for (const [n, { person, supplier }] of this.bidders.entries()) {
      const body = { round: 1, supplier, documentVersion: 1, contractor: null, offer: this.offer(n) };
      const { id } = await this.door.command({ person, appointment: '' }, path, body, randomUUID());
      this.bids.push(id);
      const address = addressOf(id);
      if (n === BIDDERS - 1) await this.door.command({ person, appointment: '' }, `${address}/withdraw`, {}, randomUUID());
      if (n === BIDDERS - 1 || n === 0)
        await this.door.command(
          { person, appointment: '' },
          `${address}/replace`,
          { documentVersion: 1, offer: this.offer(n) },
          randomUUID(),
        );
    }
  }

  /** The first bidder replaces the bid once more. */
  async again(): Promise<void> {
    const body = { documentVersion: 1, offer: this.offer(0) };
    await this.door.command({ person: 'bidder-1', appointment: '' }, `${this.bidAddresses()[0]}/replace`, body, randomUUID());
  }

  /** Five addresses at which there is a bid, or none. */
  bidAddresses(): readonly string[] {
    return (this.bids.length > 0 ? this.bids : this.none).map(addressOf);
  }

  async headers(person: string | null): Promise<Record<string, string>> {
    if (person === null) return { realm: this.name };
    const token = this.tokens.get(person) ?? (await this.system.token(person, this.name));
    this.tokens.set(person, token);
    const acting: Record<string, string> = players.some((one) => one.person === person)
      ? { 'acting-post': this.play.cast.as(person).appointment }
      : {};
    return { authorization: `Bearer ${token}`, ...acting };
  }
  async send(person: string | null, method: string, path: string, body?: object): Promise<Told> {
    const headers = await this.headers(person);
    const sent = body ? { body: JSON.stringify(body) } : {};
    if (body) Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': randomUUID() });
    return told(`${method} ${path}`, await fetch(`${this.system.apis[0]?.url}${path}`, { method, headers, ...sent }));
  }
  /** What a person hears of cases that move. */
  async listen(person: string | null) {
    const leaving = new AbortController();
    const response = await fetch(`${this.system.apis[0]?.url}/v1/hints`, { headers: await this.headers(person), signal: leaving.signal });
    let text = [...response.headers].filter(([name]) => name.startsWith('x-') || name === 'content-type').join('\n');
    const reading = (async () => {
      try {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) text += Buffer.from(chunk).toString();
      } catch {
        // we left
      }
    })();
    return {
      text: () => text.replaceAll(': beat\n\n', ''),
      until: async (said: RegExp): Promise<void> => {
        for (const end = Date.now() + 5_000; !said.test(text) && Date.now() < end; )
          await new Promise((resolve) => setTimeout(resolve, 10));
        if (!said.test(text)) throw new Error(`${person ?? 'anybody'} in ${this.name} has not heard ${said}: ${text}`);
      },
      stop: async (): Promise<void> => {
        leaving.abort();
        await reading;
      },
    };
  }
  /** All pages of a list. */
  async pages(person: string | null, path: string, limit: number): Promise<readonly Told[]> {
    const all: Told[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Told = await this.send(
        person,
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor && `&cursor=${cursor}`}`,
      );
      // what was asked holds the cursor that the last page gave
      all.push({ ...page, asked: path });
      cursor = page.status === 200 ? (JSON.parse(page.body) as { next: string | null }).next : null;
    }
    return all;
  }
}

describe('two worlds, with 0 and 5 bids on the same tender', () => {
  let system: WholeSystem;
  let quiet: World;
  let busy: World;
  const both = <T>(work: (world: World) => Promise<T>): Promise<[T, T]> => Promise.all([work(quiet), work(busy)]);
  beforeAll(async () => {
    system = await WholeSystem.start(1, 1);
    [quiet, busy] = (await Promise.all(['world0', 'world5'].map((name) => World.open(system, name)))) as [World, World];
    await both((world) => world.announce());
  }, 400_000);
  afterAll(async () => {
    await system?.stop();
  }, 30_000);

  /** What a viewer is told over every route that reads. */
  const reads = async (world: World, viewer: string | null): Promise<readonly Told[]> => {
    const { play } = world;
    const one = (path: string) => world.send(viewer, 'GET', path);
    const cases = [
      play.purchase,
      play.catalogueItem,
      play.cast.pool,
      ...play.lines.values(),
      ...['justice', 'agency', 'supplier-a'].map((key) => play.cast.id(key)),
      world.outsider,
      ...world.bidders.slice(0, 2).map(({ supplier }) => supplier),
    ];
    const all: Told[] = [];
    for (const kind of LISTS) all.push(...(await world.pages(viewer, `/v1/${kind}`, 9)));
    for (const words of [input.title, '投标', '第1社会工作服务中心'])
      all.push(...(await world.pages(viewer, `/v1/search?q=${encodeURIComponent(words)}`, 2)));
    all.push(...(await world.pages(viewer, '/v1/tasks', 2)), ...(await world.pages(viewer, '/v1/notices', 1)));
    const notices = JSON.parse(all.at(-1)?.body ?? '') as { items: readonly { href: string }[] };
    for (const { href } of notices.items) all.push(await one(href));
    for (const id of cases) {
      const address = `/v1/${addressOf(id)}`;
      for (const part of ['', '/drafts/offer', `/why/${id === play.purchase ? 'submitSheet' : 'revise'}`])
        all.push(await one(address + part));
      all.push(...(await world.pages(viewer, `${address}/timeline`, 7)));
    }
    for (const line of play.lines.values()) all.push(...(await world.pages(viewer, `/v1/${addressOf(line)}/statement`, 2)));
    all.push(await one(`/v1/${addressOf(play.cast.id('justice'))}/set-aside/2025`));
    all.push(withoutMachine(await one('/v1/operations')), await one('/v1/imports/template'));
    all.push(...(await world.pages(viewer, '/v1/people', 5)), await one('/v1/people/zhang-min'));
    for (const path of LAW) all.push(await one(`/v1/${path}`));
    // Of these there is none so far, in either world.
    for (const plural of ['disbursements', 'batches'])
      for (const part of ['', '/timeline', '/drafts/offer', '/why/revise']) all.push(await one(`/v1/${plural}/${world.unmade}${part}`));
    for (const address of world.bidAddresses())
      for (const part of ['', '/timeline', '/drafts/offer', '/why/withdraw']) all.push(await one(`/v1/${address}${part}`));
    for (const file of [world.document, '0'.repeat(64)])
      for (const query of ['', `?case=${play.purchase}`, `?case=bid/${world.bidAddresses()[0]?.split('/')[1]}`])
        all.push(await one(`/v1/files/${file}${query}`));
    for (const path of ['/v1/me', '/v1/sessions', '/v1/sessions/current', '/health/live', '/health/ready', '/metrics', '/v1/no-such-route'])
      all.push(await one(path));
    return all;
  };
  /** What a viewer is told who tries what is not theirs, or comes too early. */
  const attempts = async (world: World, viewer: string | null): Promise<readonly Told[]> => {
    const purchase = `/v1/${addressOf(world.play.purchase)}`;
    const all: Told[] = [];
    for (const address of world.bidAddresses()) {
      const offer = { price: '1.00', enterprise: 'small', share: null, commitments: {}, answers: {}, files: [] };
      all.push(
        await world.send(viewer, 'POST', `/v1/${address}/withdraw`, {}),
        await world.send(viewer, 'POST', `/v1/${address}/replace`, { documentVersion: 1, offer }),
        await world.send(viewer, 'POST', `/v1/${address}/confirm`, { documentVersion: 1 }),
        await world.send(viewer, 'PUT', `/v1/${address}/drafts/offer`, { text: '草稿' }),
      );
    }
    all.push(
      await world.send(viewer, 'POST', `${purchase}/open-bids`, { attendees: '监督人员', record: null }),
      await world.send(viewer, 'POST', `${purchase}/close-opening`, { record: '无异议' }),
      await world.send(viewer, 'POST', `${purchase}/object-at-opening`, { text: '有异议' }),
      await world.send(viewer, 'POST', `${purchase}/check-qualification`, { bid: `bid/${randomUUID()}`, qualified: true, reason: null }),
    );
    return all;
  };
  /** The button by which a supplier bids, on the purchase as this person sees it. */
  const wayToBid = async (world: World, person: string): Promise<unknown> => {
    const address = `/v1/${addressOf(world.play.purchase)}`;
    const { actions } = JSON.parse((await world.send(person, 'GET', address)).body) as {
      actions: readonly { begins?: string; href: string }[];
    };
    return actions.find(({ begins, href }) => begins === 'bid' && href === `${address}/bids`);
  };
  const same = ([first, second]: readonly [readonly Told[], readonly Told[]]): void => {
    const [zero, five] = [plainly(quiet.name, first), plainly(busy.name, second)];
    // one by one: a difference is then small enough to read
    zero.forEach(({ lines, instants }, n) => {
      expect(five[n]?.lines).toEqual(lines);
      const apart = instants.map((at, i) => Math.abs(at - (five[n]?.instants[i] ?? 0)));
      expect([lines[0], apart.filter((ms) => ms > CLOCKS_APART_MS)]).toEqual([lines[0], []]);
    });
    expect(five).toHaveLength(zero.length);
  };

  it('measure the same before and after five bids, on the ports of operators too', async () => {
    const scraped = async (): Promise<readonly string[]> => {
      const texts = [];
      for (const { operations } of [...system.apis, ...system.workers])
        for (const path of ['/metrics', '/stuck', '/health/ready']) texts.push(await (await fetch(`${operations}${path}`)).text());
      return texts
        .join('\n')
        .split('\n')
        .filter((line) => !/^(#|process_|nodejs_|goufu_process_)|_age_seconds |_lateness_seconds /.test(line));
    };
    const before = await scraped();
    await busy.bid();
    expect(busy.bids).toHaveLength(BIDDERS);
    expect(await scraped()).toEqual(before);
    expect(before.join('\n')).toContain('goufu_command_seconds_count');
  });

  it('hint the same to everybody but the bidders', async () => {
    const streams = await both(async (world) => {
      const listening = [...viewers, ...world.bidders.map(({ person }) => person)];
      return new Map(await Promise.all(listening.map(async (person) => [person, await world.listen(person)] as const)));
    });
    for (const each of streams) for (const stream of each.values()) await stream.until(/event: ready/);
    await busy.again();
    // the bidder hears of it, so it was told
    await streams[1].get('bidder-1')?.until(/"case":"bid/);
    await both((world) => world.ask('投标保证金如何缴纳？'));
    for (const each of streams) for (const stream of each.values()) await stream.until(/"case":"purchase/);
    for (const viewer of viewers) {
      const [zero, five] = streams.map((each) => each.get(viewer)?.text() ?? '');
      expect([viewer, plainly(busy.name, [aloud(five)])]).toEqual([viewer, plainly(quiet.name, [aloud(zero)])]);
      expect(five).not.toContain('bid/');
    }
    // one bidder's bid is nothing to another
    for (const bidder of ['bidder-2', 'bidder-5']) expect(streams[1].get(bidder)?.text()).not.toContain('bid/');
    await Promise.all(streams.flatMap((each) => [...each.values()].map((stream) => stream.stop())));
  });

  it.each(viewers.map((viewer) => [viewer ?? 'anybody', viewer] as const))(
    'say the same to %s over every route',
    async (_title, viewer) => {
      same(await both((world) => reads(world, viewer)));
    },
  );

  it.each(viewers.map((viewer) => [viewer ?? 'anybody', viewer] as const))('refuse %s in the same words', async (_title, viewer) => {
    same(await both((world) => attempts(world, viewer)));
  });

  it('show a bid to its bidder alone, and another’s as if there were none', async () => {
    for (const [n, { person }] of busy.bidders.entries()) {
      const answers = await Promise.all(busy.bids.map((id) => busy.send(person, 'GET', `/v1/${addressOf(id)}`)));
      expect(answers.map(({ status }) => status)).toEqual(busy.bids.map((_, at) => (at === n ? 200 : 404)));
      const missing = await busy.send(person, 'GET', `/v1/bids/${randomUUID()}`);
      const other = answers[(n + 1) % BIDDERS];
      const words = (answer: Told | undefined) => plainly(busy.name, answer ? [{ ...answer, asked: '' }] : []);
      expect(words(other)).toEqual(words(missing));
      const listed = JSON.parse((await busy.send(person, 'GET', '/v1/bids')).body) as { items: readonly { id: string }[] };
      expect(listed.items.map(({ id }) => id)).toEqual([busy.bids[n]]);
      expect(await wayToBid(busy, person)).toMatchObject({
        allowed: false,
        reason: { code: 'bid.already_submitted', meta: { bid: busy.bids[n] } },
      });
      expect(await wayToBid(quiet, person)).toMatchObject({ allowed: true });
    }
  });

  it('describe their routes to everybody alike, and are asked over each that reads', async () => {
    const [first, second] = await both((world) => world.send(null, 'GET', '/openapi.json'));
    expect(second.body).toBe(first.body);
    const { paths } = JSON.parse(first.body) as { paths: Readonly<Record<string, object>> };
    const asked = (await reads(busy, null)).map((told) => told.asked.replace(/^GET /, '').split('?')[0] ?? '');
    const unasked = Object.entries(paths)
      .filter(([path, operations]) => 'get' in operations && path !== '/v1/hints') // listened to above
      .filter(([path]) => !asked.some((one) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(one)));
    expect(unasked.map(([path]) => path)).toEqual([]);
  });

  it('move their clocks over the same dues, until the bids are opened: then everybody hears of them', async () => {
    const advance = (world: World, to: string) => world.send(WORLD_OPERATOR, 'POST', `/v1/worlds/${world.name}/advance`, { to });
    const early = (at: string) => new Date(Date.parse(at) - 60_000).toISOString();
    same(await both(async (world) => [await advance(world, early(world.deadlineAt)), ...(await reads(world, null))]));
    await both((world) => advance(world, world.deadlineAt));
    const stages = await both(async (world) => {
      const { body } = await world.send(null, 'GET', `/v1/${addressOf(world.play.purchase)}`);
      return (JSON.parse(body) as { view: { stage: string } }).view.stage;
    });
    expect(stages).toEqual(['failure', 'tender']);
    await busy.play.give('tang-lin', 'open-bids', { attendees: '投标人代表', record: null }, '开标');
    const opened = JSON.parse((await busy.send(null, 'GET', `/v1/${addressOf(busy.play.purchase)}`)).body) as {
      view: { tender: { current: { opening: { count: number } } } };
    };
    expect(opened.view.tender.current.opening.count).toBe(BIDDERS);
  });
});
