import { parseInstant } from '@goufu/domain';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { addressOf } from '../../apps/local/src/scenario/door.js';
import { HttpDoor } from '../../apps/local/src/scenario/http-door.js';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { planning, prepare } from '../../apps/local/src/scenario/preparation.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { tender } from '../../apps/local/src/scenario/tendering.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { openWorld, WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import { NAMESPACE } from '../../apps/local/src/temporal-server.js';
import { type Caller, HttpClient, type Said } from './http.js';
import { together, type Times, timesOf } from './measure.js';
import type { BenchServer } from './servers.js';
import { type BenchSystem, withSystem } from './system.js';

const DATABASE = 'bench_deadline';
/** Bids in the last seconds, and how many more are sent once it is too late. */
export const BIDS = 500;
const SECONDS = 5;
const TOO_LATE = 20;
/** People who send at once, each on a connection of its own. */
const CONNECTIONS = 200;
/** Before the first bid: nobody hurries. */
const QUIET_MS = 20_000;
const CLOSING_WITHIN_MS = 30_000;

export interface DeadlineTimes {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  /** Neither accepted nor refused. */
  readonly unanswered: number;
  /** Accepted, and not in the record. */
  readonly lost: number;
  /** In the record with a receipt at the deadline or later. */
  readonly late: number;
  /** In the closing; every one that was accepted, and no other. */
  readonly closed: number;
  readonly receiptMs: Times;
  /** From the deadline to the commit that closed the bids. */
  readonly closingMs: number;
  readonly quietClosingMs: number;
}

interface Announced {
  readonly realm: string;
  readonly purchase: string;
  readonly deadlineAt: string;
  readonly door: HttpDoor;
}

/** A world with one purchase whose notice is out, played by the people of the demonstration. */
const announce = async (system: BenchSystem, realm: string): Promise<Announced> => {
  const place = { databaseUrl: system.server.urls(DATABASE).app, temporalAddress: system.temporalAddress, temporalNamespace: NAMESPACE };
  const input = justiceBureau2025;
  await openWorld(place, { id: realm, name: realm, jurisdiction: input.jurisdiction, startsAt: `${input.startsOn}T08:00:00+08:00` });
  const operator = { person: WORLD_OPERATOR, appointment: '' };
  const door = new HttpDoor({ api: system.api.url, issuer: system.issuer.url, realm, operator });
  const cast = new Cast(door);
  await cast.stand(operator, '2020-01-01');
  const time = new Timeline(door);
  // Of this variant the tender ends with its notice.
  const play = new Play(cast, input, time, 'ended-in-tender', 'closed');
  await time.play([
    async () => {
      await prepare(play);
      await planning(play);
      await tender(play, 1, []);
    },
  ]);
  const { view } = await play.seen('tang-lin');
  const { deadlineAt } = view.tender.current as unknown as { deadlineAt: string };
  return { realm, purchase: play.purchase, deadlineAt, door };
};

interface Bidder {
  readonly supplier: string;
  readonly caller: Caller;
}
const register = async (system: BenchSystem, { realm, door }: Announced, count: number): Promise<readonly Bidder[]> => {
  const operator = { person: WORLD_OPERATOR, appointment: '' };
  const bidders: Bidder[] = [];
  await together(8, count, async (n) => {
    const person = `bidder-${n}`;
    const house = {
      type: 'supplier',
      name: `第${n}社会工作服务中心`,
      enterprise: 'small',
      creditCode: `91510132MB${String(n).padStart(8, '0')}`,
    };
    const { id } = await door.command(operator, 'organisations', house, `bidder:${n}`);
    await door.command(operator, `${addressOf(id)}/create-post`, { post: 'agent', roles: ['supplier-agent'] }, `bidder:${n}:post`);
    await door.command(operator, `${addressOf(id)}/appoint`, { person, post: 'agent', from: '2020-01-02' }, `bidder:${n}:appoint`);
    const post = `${id.slice(id.indexOf('/') + 1)}.agent.${person}`;
    bidders.push({ supplier: id, caller: { token: await system.token(person, realm), post } });
  });
  return bidders;
};

const offerOf = ({ supplier }: Bidder) => ({
  round: 1,
  supplier,
  documentVersion: 1,
  contractor: null,
  offer: {
    price: '3900000.00',
    enterprise: 'small',
    share: null,
    commitments: { staff: '二十四名专职社工按期到岗' },
    answers: { t1: '服务方案详见投标文件第三章' },
    files: [],
  },
});

interface Sent {
  readonly said: Said | null;
  readonly ms: number;
}
/** Every bidder sends once, evenly over the last seconds; the last few when it is too late. */
const rush = async (
  system: BenchSystem,
  { purchase }: Announced,
  bidders: readonly Bidder[],
  deadline: number,
): Promise<readonly Sent[]> => {
  const client = new HttpClient(system.api.url, CONNECTIONS);
  const everyMs = (SECONDS * 1000) / BIDS;
  const path = `${addressOf(purchase)}/bids`;
  const sent = await Promise.all(
    bidders.map(async (bidder, n): Promise<Sent> => {
      await wait(deadline - SECONDS * 1000 + n * everyMs - Date.now());
      const began = performance.now();
      const said = await client.command(bidder.caller, path, offerOf(bidder)).catch(() => null);
      return { said, ms: performance.now() - began };
    }),
  );
  client.close();
  return sent;
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

interface Closing {
  readonly ms: number;
  readonly bids: readonly { readonly bid: string }[];
}
/** The closing of a realm's tender, once it has been committed: how late, and with which bids. */
const closingOf = async (system: BenchSystem, realm: string): Promise<Closing> => {
  for (const end = Date.now() + CLOSING_WITHIN_MS; Date.now() < end; await wait(100)) {
    const [found] = await system.server.ask<{ ms: number; data: string }>(
      DATABASE,
      `select (extract(epoch from pg_xact_commit_timestamp(e.xmin) - e.effective_at) * 1000 + r.offset_ms)::float8 as ms, e.data
       from event e join realm r on r.realm_id = e.realm_id where e.realm_id = $1 and e.type = 'BidsClosed'`,
      [realm],
    );
    if (found) return { ms: found.ms, bids: (JSON.parse(found.data) as { bids: { bid: string }[] }).bids };
  }
  throw new Error(`the bids of ${realm} were not closed`);
};

/** The world's clock stands a while before the deadline; when that comes on the clock of this machine. */
const approach = async ({ door, deadlineAt }: Announced, ms: number): Promise<number> => {
  const deadline = parseInstant(deadlineAt) ?? 0;
  await door.advance(new Date(deadline - ms).toISOString());
  const now = parseInstant(await door.now()) ?? 0;
  return Date.now() + deadline - now;
};

/** A rush of bids at the end of one tender, and the end of another at which nobody does anything. */
export const measureDeadline = (server: BenchServer, say: (line: string) => void): Promise<DeadlineTimes> =>
  withSystem(
    server,
    DATABASE,
    async () => undefined,
    async (system) => {
      say('announcing two tenders ...');
      const [busy, quiet] = [await announce(system, 'rush'), await announce(system, 'quiet')];
      say(`registering ${BIDS + TOO_LATE} bidders ...`);
      const bidders = await register(system, busy, BIDS + TOO_LATE);
      say('waiting for the deadline ...');
      const deadline = await approach(busy, QUIET_MS);
      const sent = await rush(system, busy, bidders, deadline);
      const closing = await closingOf(system, busy.realm);
      await approach(quiet, SECONDS * 1000);
      const { ms: quietClosingMs } = await closingOf(system, quiet.realm);
      const accepted = sent.flatMap(({ said }) => (said && said.status < 300 ? [(JSON.parse(said.body) as { id: string }).id] : []));
      const refused = sent.filter(({ said }) => said !== null && said.status >= 400 && said.status < 500);
      const other = refused.find(({ said }) => (JSON.parse(said?.body ?? '{}') as { code?: string }).code !== 'bid.window_closed');
      if (other) throw new Error(`a bid was refused for another reason: ${other.said?.body}`);
      const stored = await server.ask<{ id: string; late: boolean }>(
        DATABASE,
        `select case_id as id, effective_at >= $2::timestamptz as late from event where realm_id = $1 and type = 'BidSubmitted'`,
        [busy.realm, busy.deadlineAt],
      );
      const known = new Set(stored.map(({ id }) => id));
      const counted = new Set(closing.bids.map(({ bid }) => bid));
      return {
        sent: sent.length,
        accepted: accepted.length,
        refused: refused.length,
        unanswered: sent.length - accepted.length - refused.length,
        lost: accepted.filter((id) => !known.has(id) || !counted.has(id)).length,
        late: stored.filter(({ late }) => late).length,
        closed: counted.size,
        receiptMs: timesOf(sent.map(({ ms }) => ms)),
        closingMs: closing.ms,
        quietClosingMs,
      };
    },
  );
