import { verify } from '@goufu/engine';
import { poolFor, RecordStore } from '@goufu/persistence';
import type pg from 'pg';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { addressOf, type Door } from '../../apps/local/src/scenario/door.js';
import { justiceBureau2025, type PlayedInput } from '../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../apps/local/src/scenario/judging.js';
import { afterSigning, contract } from '../../apps/local/src/scenario/performing.js';
import { planning, prepare } from '../../apps/local/src/scenario/preparation.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { tender } from '../../apps/local/src/scenario/tendering.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { WholeSystem } from '../support/whole-system.js';
import { payments, wholeStatement } from './payments.js';
import { operator } from './tales.js';
import { type Moment, moments, TreasuryGate, until } from './treasury-gate.js';
import { TreasuryProcess } from './treasury-process.js';

export const victims = ['worker', 'treasury'] as const;
export type Victim = (typeof victims)[number];

/** What goes wrong at the treasury, and what has to come of an order of 100: paid, returned, and how its payment stage ends. */
export const faults = {
  delay: { plant: { kind: 'delay', ms: 800 }, paid: 100, returned: 0, ends: 'paid' },
  'timeout after accepting': { plant: { kind: 'timeoutAfterAccepting' }, paid: 100, returned: 0, ends: 'paid' },
  'duplicate answer': { plant: { kind: 'duplicateAnswer' }, paid: 100, returned: 0, ends: 'paid' },
  refuse: { plant: { kind: 'refuse', reason: 'account_closed' }, paid: 0, returned: 0, ends: 'reopened' },
  return: { plant: { kind: 'returnAfter', ms: 1_500, reason: 'name_mismatch' }, paid: 100, returned: 100, ends: 'reopened' },
  partial: { plant: { kind: 'partial', percent: '50.00' }, paid: 50, returned: 0, ends: 'reopened' },
  down: { plant: { kind: 'down', times: 3 }, paid: 100, returned: 0, ends: 'paid' },
} as const;
type Fault = keyof typeof faults;

/** One cell of the table: a payment of its own. */
export interface Row {
  readonly fault: Fault;
  readonly moment: Moment;
  readonly victim: Victim;
  readonly id: string;
}
/** What came of a payment, in the record and at the treasury. */
export interface Come {
  readonly effect: string;
  readonly paid: number;
  readonly returned: number;
  readonly ends: string | null;
  /** Payments that left the treasury under its key. */
  readonly payments: number;
}
export type TableRow = Row & Come;

/** Paid once or not at all, as the treasury says. */
export const isAsItMust = ({ fault, effect, paid, returned, ends, payments: left }: TableRow): boolean => {
  const must = faults[fault];
  return effect === 'done' && paid === must.paid && returned === must.returned && ends === must.ends && left === (must.paid > 0 ? 1 : 0);
};

/** Faults down, moments of each victim across; how many of how many are as they must. */
export const treasuryTable = (rows: readonly TableRow[]): string => {
  const columns = victims.flatMap((victim) => moments.map((moment) => [victim, moment] as const));
  const cell = (fault: Fault, victim: Victim, moment: Moment): string => {
    const of = rows.filter((row) => row.fault === fault && row.victim === victim && row.moment === moment);
    return `${of.filter(isAsItMust).length}/${of.length}`;
  };
  const names = Object.keys(faults) as Fault[];
  const width = Math.max(...names.map((name) => name.length));
  return [
    ...columns.map(([victim, moment], i) => `${String(i + 1).padStart(2)}  ${victim} killed ${moment}`),
    '',
    `${''.padEnd(width)}${columns.map((_, i) => String(i + 1).padStart(6)).join('')}`,
    ...names.map((name) => `${name.padEnd(width)}${columns.map(([victim, moment]) => cell(name, victim, moment).padStart(6)).join('')}`),
    ...rows.filter((row) => !isAsItMust(row)).map((row) => JSON.stringify(row)),
  ].join('\n');
};

const REALM = 'treasury-table';
const WITHIN_MS = 180_000;

/** A purchase with an instalment for each row, all of them due at once; a plan has fifty at most. */
const manyInstalments = (name: string, rows: number): PlayedInput => {
  const small = Array.from({ length: rows }, () => '0.5');
  const rest = 100 - 30 - rows * 0.5;
  const all = rows + 2;
  return {
    ...justiceBureau2025,
    name,
    percents: ['30', ...small, String(rest)],
    triggers: [...Array.from({ length: all - 1 }, () => 'contract-signed' as const), 'acceptance-published'],
    offsets: Array.from({ length: all }, () => ({ unit: 'month' as const, length: 1 })),
    conditions: Array.from({ length: all }, (_, i) => (i === all - 1 ? ['invoice', 'acceptance', 'assessment'] : ['invoice'])),
  };
};

const lots = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** Real payments of one purchase, each with its own fault and held at its own moment when worker or treasury are killed. */
export class TreasuryTable {
  readonly rows: Row[] = [];

  private constructor(
    private readonly system: WholeSystem,
    private readonly gate: TreasuryGate,
    private readonly treasury: TreasuryProcess,
    private readonly pool: pg.Pool,
    private readonly cast: Cast,
    private readonly door: Door,
    private readonly told: (what: string) => void,
  ) {}

  /** `told`: how far it is. */
  static async open(of: readonly Omit<Row, 'id'>[], told: (what: string) => void = () => undefined): Promise<TreasuryTable> {
    const gate = await TreasuryGate.start();
    const treasury = new TreasuryProcess();
    gate.leadsTo(await treasury.up());
    const system = await WholeSystem.start(1, 2, { TREASURY_URL: gate.url, LOG_LEVEL: 'info' });
    const { startsOn } = justiceBureau2025;
    const door = await system.world(REALM, `${startsOn}T08:00:00+08:00`);
    const cast = new Cast(door);
    await cast.stand(operator, startsOn);
    const table = new TreasuryTable(system, gate, treasury, poolFor(system.database.appUrl, 2, '*'), cast, door, told);
    const time = new Timeline(door);
    await time.play(
      victims.map((victim) => async () => {
        const rows = of.filter((row) => row.victim === victim);
        const input = manyInstalments(`treasury-table-${victim}`, rows.length);
        const play = new Play(cast, input, time, null, 'closed');
        await prepare(play);
        await planning(play);
        await tender(play, 1, input.bids);
        await evaluation(play, 0);
        await award(play, 1, 0);
        await contract(play, 0);
        await afterSigning(play);
        await play.on(120);
        told(`${rows.length} payments are asked for`);
        await table.askForAll(play, rows);
      }),
    );
    return table;
  }

  /** Requests, confirmations and every vote but the last: an order is then one vote away. */
  private async askForAll(play: Play, of: readonly Omit<Row, 'id'>[]): Promise<void> {
    const { cast, door } = this;
    const { view } = await play.seen('zhang-min');
    const agent = 'agent-a';
    const { supplier } = view.contract.signed;
    const issuedOn = (await door.now()).slice(0, 10);
    const file = await door.store(cast.as(agent), '发票.pdf', '%PDF-1.4\ntable');
    const instalments = view.delivery.instalments.slice(1, -1);
    const asked = async (row: Omit<Row, 'id'>, n: number): Promise<Row> => {
      const { id: instalment = '', payable: amount = '' } = instalments[n] ?? {};
      const invoice = { number: `FP-${play.input.name}-${instalment}`, amount, issuedOn, file };
      const body = { supplier, instalment, amount, invoice };
      const { id } = await cast.command(
        agent,
        `${addressOf(play.purchase)}/disbursements`,
        body,
        `request:${play.input.name}:${instalment}`,
      );
      return { ...row, id };
    };
    const rows: Row[] = [];
    for (const lot of lots([...of.entries()], 8)) rows.push(...(await Promise.all(lot.map(([n, row]) => asked(row, n)))));
    await door.settle();
    for (const lot of lots(rows, 8))
      await Promise.all(
        lot.map(async ({ id }) => {
          await cast.on('zhang-min', id, 'confirm-request', { facts: '服务属实。' }, `confirm:${id.slice(13)}`);
          while ((await this.openSeats(id)).steps > 1) await this.vote(id);
        }),
      );
    this.rows.push(...rows);
  }

  private async openSeats(id: string): Promise<{ readonly steps: number; readonly person: string; readonly hash: string }> {
    const { view } = await this.door.show(this.cast.as('wu-qiang'), addressOf(id));
    const chain = view.approval;
    const steps = chain?.steps.filter(({ state }) => state !== 'passed') ?? [];
    const open = chain?.steps.find(({ state }) => state === 'open');
    const seat = chain?.seats.find((one) => one.step === open?.id && one.generation === chain.generation && one.outcome === null);
    if (!chain || !seat) throw new Error(`nobody's turn at ${id}: ${JSON.stringify(chain)}`);
    return { steps: steps.length, person: seat.person, hash: chain.hash };
  }
  private async vote(id: string): Promise<void> {
    const { person, hash } = await this.openSeats(id);
    const vote = { verb: 'approve', hash, opinion: '同意' };
    await this.cast.on(person, id, 'vote-disbursement', vote, `vote:${id.slice(13)}:${person}`);
  }

  /** Orders the payments of these rows, kills their victim once each stands at its moment, and waits until every one has come to its end. */
  async strike(victim: Victim): Promise<void> {
    const rows = this.rows.filter((row) => row.victim === victim);
    this.told(`${rows.length} payments are ordered`);
    for (const { id, fault, moment } of rows) {
      await this.treasury.plant({ times: 1, ...faults[fault].plant, match: { keyPrefix: keyOf(id) } });
      this.gate.hold(keyOf(id), moment);
    }
    for (const lot of lots(rows, 8)) await Promise.all(lot.map(({ id }) => this.vote(id)));
    const standing = async ({ id, moment }: Row): Promise<boolean> =>
      moment === 'after its answer' ? (await this.come(id)).effect === 'done' : this.gate.isHeld(keyOf(id));
    await this.every(rows, standing, 'stand at their moment');
    this.told(`${victim} is killed`);
    if (victim === 'worker') {
      const workers = this.system.workers.splice(0);
      for (const { child } of workers) child.kill('SIGKILL');
      await Promise.all(workers.map(({ ended }) => ended));
      this.gate.letGo();
      await Promise.all(workers.map(() => this.system.startWorker()));
    } else {
      await this.treasury.down();
      this.gate.letGo();
      this.gate.leadsTo(await this.treasury.up());
    }
    await this.every(rows, async ({ id, fault }) => {
      const { ends, paid, returned } = faults[fault];
      const come = await this.come(id);
      return come.effect === 'done' && come.ends === ends && come.paid === paid && come.returned === returned;
    });
  }

  /** Waits until it is true of every row. Without a word for it the wait is in vain silently: whoever compares tells what came instead. */
  private async every(rows: readonly Row[], isTrue: (row: Row) => Promise<boolean>, word: string | null = null): Promise<void> {
    let left = rows;
    const look = async (): Promise<boolean> => {
      const looked = await Promise.all(left.map(async (row) => ((await isTrue(row)) ? [] : [row])));
      left = looked.flat();
      return left.length === 0;
    };
    await until('every row', look, WITHIN_MS).catch(() => undefined);
    if (left.length === 0 || word === null) return;
    const come = await Promise.all(left.map(async (row) => ({ ...row, ...(await this.come(row.id)) })));
    throw new Error(`they do not ${word}: ${JSON.stringify(come)}`);
  }

  /** What stands in the record of a payment, its figures out of 100. */
  async come(id: string): Promise<Omit<Come, 'payments'>> {
    const { rows } = await this.pool.query<{ effect: string | null; wanted: string; paid: string; returned: string; ends: string | null }>(
      `select f.state as effect, substring(f.payload from '"amount":\\{"\\$n":"(\\d+)"') as wanted,
         (select coalesce(sum((e.data::jsonb#>>'{amount,$n}')::bigint), 0)::text from event e where e.case_id = f.case_id and e.type = 'PaymentPosted') as paid,
         (select coalesce(sum((e.data::jsonb#>>'{amount,$n}')::bigint), 0)::text from event e where e.case_id = f.case_id and e.type = 'PaymentReturned') as returned,
         (select state::jsonb#>>'{stages,ended,payment}' from cases c where c.realm_id = f.realm_id and c.id = f.case_id) as ends
       from effect f where f.realm_id = $1 and f.case_id = $2 and f.kind = 'payment'`,
      [REALM, id],
    );
    const [row] = rows;
    if (!row) return { effect: 'none', paid: 0, returned: 0, ends: null };
    const share = (fen: string): number => Number((BigInt(fen) * 100n) / BigInt(row.wanted));
    return { effect: row.effect ?? 'none', paid: share(row.paid), returned: share(row.returned), ends: row.ends };
  }

  /** Everything that came of the rows, payments counted at the treasury. */
  async all(): Promise<readonly (Row & Come)[]> {
    const statement = await wholeStatement(this.treasury.url);
    return Promise.all(
      this.rows.map(async (row) => {
        const paid = statement.filter(({ key, kind }) => key === keyOf(row.id) && (kind === 'paid' || kind === 'partial'));
        return { ...row, ...(await this.come(row.id)), payments: paid.length };
      }),
    );
  }

  /** What is wrong between treasury, record and ledger. */
  async faultsInBooks(): Promise<readonly string[]> {
    const { doubled, missing, unbooked } = await payments(this.pool, await wholeStatement(this.treasury.url));
    const store = new RecordStore(this.pool);
    const { broken } = await verify(store);
    return [...doubled, ...missing, ...unbooked, ...(broken ? [JSON.stringify(broken)] : [])];
  }

  async close(): Promise<void> {
    await this.gate.close();
    await this.system.stop();
    await this.pool.end();
    await this.treasury.remove();
  }
}

const keyOf = (id: string): string => `${REALM}/${id}:1`;

/** Every fault at every moment of every victim. */
export const cells: readonly Omit<Row, 'id'>[] = victims.flatMap((victim) =>
  moments.flatMap((moment) => (Object.keys(faults) as Fault[]).map((fault) => ({ fault, moment, victim }))),
);
