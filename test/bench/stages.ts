import type { CaseId, Instant } from '@goufu/domain';
import { eventually } from '../../apps/local/src/eventually.js';
import { BenchCounty } from './county.js';
import { type Caller, HttpClient } from './http.js';
import { alone, type Times, timesOf } from './measure.js';
import type { BenchServer } from './servers.js';
import { type BenchSystem, withSystem } from './system.js';

/** Commands a second, and how many of them end a stage. */
export const PACE = { commands: 20, ending: 4 };
const SECONDS = 60;
/** The first seconds count for nothing: plans, caches and connections are there. */
const WARM_SECONDS = 5;
/** Dues of the same while, each in a realm whose own clock reaches it then. */
const DUES = 120;
/** After the last command: a due, and a next stage, that have not come by then do not count as late but as missing. */
const DUES_WITHIN_MS = 5_000;
const ENTERED_WITHIN_MS = 60_000;
/** Between the setting of the clocks and the first due. */
const LEAD_MS = 45_000;
/** Workflows begun a second before it starts. */
const BEGUN_A_SECOND = 100;
const DATABASE = 'bench_stages';
const REALM = 'stages';

export interface StageTimes {
  /** What Temporal takes to answer anything, alone. */
  readonly temporalMs: Times;
  readonly commands: number;
  /** From sending to the answer. */
  readonly commandMs: Times;
  readonly ended: number;
  readonly entered: number;
  /** From the commit that ended a stage to the commit that entered the next. */
  readonly nextStageMs: Times;
  readonly dues: number;
  readonly applied: number;
  /** From the due instant to the commit that applied it. */
  readonly dueMs: Times;
}

interface Prepared {
  readonly accept: readonly CaseId[];
  readonly assess: readonly CaseId[];
  readonly votes: readonly { readonly item: CaseId; readonly hash: string }[];
  readonly handler: (item: number) => { readonly person: string; readonly post: string };
  readonly officer: { readonly person: string; readonly post: string };
  /** The due instant of each realm with one. */
  readonly dues: readonly { readonly realm: string; readonly caseId: CaseId; readonly at: Instant }[];
}

const posted = ({ person, appointment }: { readonly person: string; readonly appointment: string | null }) => ({
  person,
  post: appointment ?? '',
});

/** Every command has a case of its own: none waits for another. */
const prepare = async (superUrl: string): Promise<Prepared> => {
  const total = (SECONDS + WARM_SECONDS) * PACE.commands;
  const county = await BenchCounty.open(superUrl, REALM, Date.now() as Instant, 1);
  county.pace = 0;
  const [accept, assess, votes]: [CaseId[], CaseId[], { item: CaseId; hash: string }[]] = [[], [], []];
  for (let n = 0; n < total; n += 1) {
    const which = n % (PACE.commands / PACE.ending);
    if (which > 0) {
      const item = await county.item(n, 'review');
      votes.push({ item, hash: county.hashOf(item) });
    } else if (accept.length === assess.length) accept.push(await county.item(n, 'proposal'));
    else assess.push(await county.item(n, 'assessment'));
  }
  const dues: Prepared['dues'][number][] = [];
  for (let n = 0; n < DUES; n += 1) {
    const own = await BenchCounty.open(superUrl, `due-${n}`, Date.now() as Instant, 1);
    const caseId = await own.item(n, 'review');
    const at = own.memory.dueOf(caseId);
    if (at === null) throw new Error('an item under review waits for nothing');
    await own.close();
    dues.push({ realm: own.realm, caseId, at });
  }
  const { officer } = county;
  const [bureau] = county.bureaux;
  await county.close();
  if (!bureau) throw new Error('there is no bureau');
  return { accept, assess, votes, handler: () => posted(bureau.handler), officer: posted(officer), dues };
};

/** The clocks of the realms with a due are set so that one falls due every half second from a moment on. */
const setClocks = async (server: BenchServer, dues: Prepared['dues'], from: number): Promise<void> => {
  const every = (SECONDS * 1000) / dues.length;
  await server.ask(
    DATABASE,
    `update realm r set world = true, offset_ms = n.shift from unnest($1::text[], $2::bigint[]) as n(realm, shift) where r.realm_id = n.realm`,
    [dues.map(({ realm }) => realm), dues.map(({ at }, n) => Math.round(at - from - n * every))],
  );
};

/** One command every so many milliseconds, whether the one before has been answered or not. */
const paced = async (count: number, everyMs: number, work: (n: number) => Promise<void>): Promise<void> => {
  const began = performance.now();
  const sent: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    const early = n * everyMs - (performance.now() - began);
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    sent.push(work(n));
  }
  await Promise.all(sent);
};

const until = async (at: number): Promise<void> => {
  if (at > Date.now()) await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
};

const load = async (system: BenchSystem, { accept, assess, votes, handler, officer }: Prepared, from: number): Promise<Times> => {
  const client = new HttpClient(system.api.url, 64);
  const caller = async ({ person, post }: { person: string; post: string }): Promise<Caller> => ({
    token: await system.token(person, REALM),
    post,
  });
  const [bureau, finance] = [await caller(handler(0)), await caller(officer)];
  const pathOf = (item: CaseId, command: string): string => `catalogue-items/${item.slice(item.indexOf('/') + 1)}/${command}`;
  const [toAccept, toAssess, toVote] = [[...accept], [...assess], [...votes]];
  const times: number[] = [];
  const one = async (n: number): Promise<void> => {
    const began = performance.now();
    const which = n % (PACE.commands / PACE.ending);
    if (which > 0) {
      const { item = '', hash = '' } = toVote.pop() ?? {};
      await client.done(finance, pathOf(item, 'review'), { verb: 'approve', hash });
    } else if (toAccept.length >= toAssess.length) {
      await client.done(bureau, pathOf(toAccept.pop() ?? '', 'accept'), {});
    } else {
      const text = '在册对象逐年增加，现有人员不足。';
      await client.done(bureau, pathOf(toAssess.pop() ?? '', 'assess-need'), { needed: true, text });
    }
    times.push(performance.now() - began);
  };
  const everyMs = 1000 / PACE.commands;
  await until(from - WARM_SECONDS * 1000);
  await paced(WARM_SECONDS * PACE.commands, everyMs, one);
  times.length = 0;
  await paced(SECONDS * PACE.commands, everyMs, one);
  client.close();
  return timesOf(times);
};

/** Next stages and dues under a steady load, on real processes. */
export const measureStages = async (server: BenchServer, say: (line: string) => void): Promise<StageTimes> => {
  let prepared: Prepared | undefined;
  return withSystem(
    server,
    DATABASE,
    async () => {
      say('making items for a steady load ...');
      prepared = await prepare(server.urls(DATABASE).superuser);
    },
    async (system) => {
      if (!prepared) throw new Error('nothing was prepared');
      say('beginning their workflows ...');
      await system.recover(BEGUN_A_SECOND);
      const from = Date.now() + LEAD_MS;
      await setClocks(server, prepared.dues, from);
      await system.beginAnew(prepared.dues);
      const temporalMs = await alone(50, () => system.client.workflowService.getSystemInfo({}));
      if (Date.now() > from - WARM_SECONDS * 1000) throw new Error('the clocks were not set in time: the machine is too busy');
      say(`${PACE.commands} commands a second for ${SECONDS} s ...`);
      const commandMs = await load(system, prepared, from);
      await until(from + SECONDS * 1000 + DUES_WITHIN_MS);
      const stages = () =>
        server.ask<{ ms: number | null }>(
          DATABASE,
          `select (extract(epoch from pg_xact_commit_timestamp(n.xmin) - pg_xact_commit_timestamp(e.xmin)) * 1000)::float8 as ms
           from event e left join event n on n.realm_id = e.realm_id and n.case_id = e.case_id and n.version > e.version and n.type = 'StageEntered'
           where e.realm_id = $1 and e.type = 'StageEnded' and e.recorded_at >= to_timestamp($2::float8 / 1000)`,
          [REALM, from],
        );
      // A late one counts as late; one that does not come counts as not entered.
      await eventually(async () => (await stages()).every(({ ms }) => ms !== null), ENTERED_WITHIN_MS);
      const next = await stages();
      const late = await server.ask<{ ms: number }>(
        DATABASE,
        // Whatever the due did bears its instant.
        `select distinct on (e.realm_id) (extract(epoch from pg_xact_commit_timestamp(e.xmin) - e.effective_at) * 1000 + r.offset_ms)::float8 as ms
         from unnest($1::text[], $2::float8[]) as n(realm, at)
         join realm r on r.realm_id = n.realm
         join event e on e.realm_id = n.realm and e.effective_at = to_timestamp(n.at / 1000)
         order by e.realm_id, e.case_id, e.version`,
        [prepared.dues.map(({ realm }) => realm), prepared.dues.map(({ at }) => at)],
      );
      const entered = next.flatMap(({ ms }) => ms ?? []);
      return {
        temporalMs,
        commands: SECONDS * PACE.commands,
        commandMs,
        ended: next.length,
        entered: entered.length,
        nextStageMs: timesOf(entered),
        dues: DUES,
        applied: late.length,
        dueMs: timesOf(late.map(({ ms }) => ms)),
      };
    },
  );
};
