import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Command,
  type Context,
  type Deadline,
  type Decision,
  type DomainEvent,
  type Instant,
  isRefusal,
  plusMs,
  type Recorded,
  refuse,
  type Refusal,
} from '@goufu/domain';
import { type CaseType, verify } from '@goufu/engine';
import { poolFor, RecordStore, Unavailable } from '@goufu/persistence';
import { freshDatabase, type Database } from '../support/database.js';
import { Realm } from '../support/engine.js';

/** A case without a subject: money, numbers, claims, other cases, dues with locks, and a window, nothing else. */
interface Jar {
  readonly line: string;
  readonly numbers: readonly number[];
  readonly told: number;
  readonly rings: number;
  readonly ringAt: Instant | null;
  readonly other: string | null;
}
type Data = Record<string, unknown>;
const event = (type: string, data: object = {}): DomainEvent<string, Data> => ({ type, schema: 1, data: data as Data });
const account = (line: string, bucket: string) => `${line}#${bucket}`;
const text = (value: unknown): string => String(value);

const jar: CaseType<Jar, Command<string, Data>, DomainEvent<string, Data>> = {
  kind: 'jar',
  lifecycle: null,
  fold: 'of this test alone',
  initial: { line: '', numbers: [], told: 0, rings: 0, ringAt: null, other: null },
  commands: Object.fromEntries(
    ['open', 'fill', 'draw', 'number', 'take', 'tell', 'told', 'beget', 'begin', 'wind', 'ring', 'offer', 'shut'].map((type) => [
      type,
      { by: 'person' as const, ...(type === 'open' || type === 'begin' ? { creates: true as const } : {}) },
    ]),
  ),
  refusals: [],
  identify: ({ data }) => (data.name === undefined ? (undefined as never) : `jar/${text(data.name)}`),
  touches: ({ type, data, caseId }) => ({
    ...(type === 'tell' && data.unnamed !== true ? { cases: [text(data.to)] } : {}),
    ...(type === 'offer' ? { window: { id: text(caseId), mode: 'shared' as const } } : {}),
    ...(type === 'shut' ? { window: { id: text(caseId), mode: 'exclusive' as const } } : {}),
  }),
  needs: (state, { type, data }) => ({
    ...(type === 'fill' || type === 'draw'
      ? { accounts: ['appropriation', 'free', 'spent'].map((name) => account(state.line, name)) }
      : {}),
    ...(type === 'number' ? { series: ['jars'] } : {}),
    ...(type === 'take' ? { claims: [text(data.thing)] } : {}),
  }),
  gate: () => null,
  decide: (state, { type, data }, context): Decision<DomainEvent<string, Data>> | Refusal => decide(state, type, data, context),
  evolve: (state, recorded) => evolve(state, recorded),
  progress: () => ({ open: [], ended: {}, closed: false }),
  deadlines: (state): Deadline[] =>
    state.ringAt === null
      ? []
      : [
          {
            id: 'ring',
            at: state.ringAt,
            command: { type: 'ring' },
            rule: null,
            calendar: null,
            suspendable: false,
            ...(state.other === null ? {} : { locks: { cases: [state.other] } }),
          },
        ],
  tasks: () => [],
  postings: ({ event: { type, data } }, state) => {
    const amount = BigInt(text(data.amount ?? 0));
    if (type === 'Filled') return [{ from: account(state.line, 'appropriation'), to: account(state.line, 'free'), amount, memo: 'fill' }];
    return type === 'Drawn' ? [{ from: account(state.line, 'free'), to: account(state.line, 'spent'), amount, memo: 'draw' }] : [];
  },
  view: (state) => ({ ...state }),
};

const decide = (state: Jar, type: string, data: Data, context: Context): Decision<DomainEvent<string, Data>> | Refusal => {
  switch (type) {
    case 'open':
    case 'begin':
      return state.line === '' ? { events: [event('Opened', { line: data.line })] } : refuse('jar.there');
    case 'fill':
      return { events: [event('Filled', { amount: data.amount })] };
    case 'draw': {
      const free = context.accounts.get(account(state.line, 'free'))?.balance ?? 0n;
      if (data.blindly !== true && free < BigInt(text(data.amount))) return refuse('jar.empty', { meta: { free: text(free) } });
      return { events: [event('Drawn', { amount: data.amount })] };
    }
    case 'number': {
      const number = context.numbers.get('jars') ?? 0;
      return data.fail === true ? refuse('jar.unwilling') : { events: [event('Numbered', { number })], numbers: { jars: 1 } };
    }
    case 'take':
      return { events: [event('Taken', { thing: data.thing })], claims: [text(data.thing)] };
    case 'tell':
      return { events: [event('Told')], commands: [{ type: 'told', caseId: text(data.to), data: { fail: data.fail } }] };
    case 'told':
      return data.fail === true ? refuse('jar.deaf') : { events: [event('Heard')] };
    case 'beget':
      return { events: [event('Begot')], creates: [{ kind: 'jar', command: { type: 'begin', caseId: '', data } }] };
    case 'wind':
      return { events: [event('Wound', { ringAt: data.ringAt, other: data.other ?? null })] };
    case 'ring':
      return { events: [event('Rang')], commands: state.other === null ? [] : [{ type: 'told', caseId: state.other, data: {} }] };
    default:
      return { events: [event('Noted', { type })] };
  }
};
const evolve = (state: Jar, { event: { type, data } }: Recorded<DomainEvent<string, Data>>): Jar => {
  if (type === 'Opened') return { ...state, line: text(data.line) };
  if (type === 'Numbered') return { ...state, numbers: [...state.numbers, Number(data.number)] };
  if (type === 'Heard') return { ...state, told: state.told + 1 };
  if (type === 'Wound') return { ...state, ringAt: data.ringAt as Instant, other: data.other as string | null };
  return type === 'Rang' ? { ...state, rings: state.rings + 1, ringAt: null } : state;
};

describe('several at once', () => {
  let database: Database;
  let realm: Realm;
  let other: Realm;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl, undefined, { types: [jar] });
    other = Realm.beside(database.appUrl, realm, [jar]);
  });
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });
  let count = 0;
  const open = async (line = `line-${(count += 1)}`): Promise<string> => (await realm.done('system', 'jar', null, 'open', { line })).id;
  const give = (by: Realm, id: string, type: string, data: object = {}) => by.give('system', 'jar', id, type, data);
  const seen = (id: string): Promise<Jar> => realm.seen<Jar>(id, 'anonymous');
  const both = (i: number): Realm => (i % 2 === 0 ? realm : other);

  it('never draw more than there is, from many cases on one line', async () => {
    const line = 'shared';
    const ids = await Promise.all(Array.from({ length: 4 }, () => open(line)));
    await give(realm, ids[0] ?? '', 'fill', { amount: '100' });
    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => give(both(i), ids[i % 4] ?? '', 'draw', { amount: '10' })));
    expect(answers.filter(isRefusal).map(({ refused }) => refused)).toEqual(Array.from({ length: 6 }, () => 'jar.empty'));
    const balances = await realm.sql('select bucket, balance from account where line = $1 order by bucket', [line]);
    expect(balances).toEqual([
      { bucket: 'appropriation', balance: -100n },
      { bucket: 'free', balance: 0n },
      { bucket: 'spent', balance: 100n },
    ]);
  });

  it('cannot bring an account below zero even where a decider forgets to look', async () => {
    const id = await open();
    await give(realm, id, 'fill', { amount: '5' });
    await expect(give(realm, id, 'draw', { amount: '6', blindly: true })).rejects.toThrow('account_never_below_zero');
    expect(await realm.sql(`select count(*)::int as n from event where case_id = $1 and type = 'Drawn'`, [id])).toEqual([{ n: 0 }]);
  });

  it('get numbers without a gap and without a twin, refusals included', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => open()));
    await Promise.all(Array.from({ length: 20 }, (_, i) => give(both(i), ids[i % 5] ?? '', 'number', { fail: i % 4 === 3 })));
    const numbers = (await Promise.all(ids.map(seen))).flatMap((state) => state.numbers).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
  });

  it('take a thing once over all cases', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => open()));
    const answers = await Promise.all(ids.map((id, i) => give(both(i), id, 'take', { thing: 'invoice/1' })));
    expect(answers.filter(isRefusal).map(({ refused }) => refused)).toEqual(Array.from({ length: 5 }, () => 'claim.taken'));
    const holder = ids[answers.findIndex((answer) => !isRefusal(answer))] ?? '';
    expect(isRefusal(await give(realm, holder, 'take', { thing: 'invoice/1' }))).toBe(false);
  });

  it('write to each other’s cases without losing a word or locking each other for ever', async () => {
    const [a, b] = [await open(), await open()];
    await Promise.all(Array.from({ length: 20 }, (_, i) => give(both(i), i % 2 ? a : b, 'tell', { to: i % 2 ? b : a })));
    expect([(await seen(a)).told, (await seen(b)).told]).toEqual([10, 10]);
  });

  it('refuse both where one of two cases refuses', async () => {
    const [a, b] = [await open(), await open()];
    expect(await give(realm, a, 'tell', { to: b, fail: true })).toMatchObject({ refused: 'jar.deaf' });
    expect(await realm.sql('select version from cases where id = any($1) order by id', [[a, b]])).toEqual([{ version: 1 }, { version: 1 }]);
  });

  it('begin again holding what a decision turns out to write to', async () => {
    const [a, b] = [await open(), await open()];
    expect(isRefusal(await give(realm, a, 'tell', { to: b, unnamed: true }))).toBe(false);
    expect((await seen(b)).told).toBe(1);
  });

  it('make a case of a derived name once, whoever comes first', async () => {
    const parent = await open();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        i % 3 === 0
          ? both(i).give('system', 'jar', null, 'open', { name: 'only', line: 'x' })
          : give(both(i), parent, 'beget', { name: 'only', line: 'x' }),
      ),
    );
    expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
    expect(await realm.sql(`select count(*)::int as n from event where case_id = 'jar/only'`)).toEqual([{ n: 1 }]);
  });

  it('apply a due that writes to another case with both locked, once', async () => {
    const [a, b] = [await open(), await open()];
    const soon = await realm.sql<{ now: Instant }>(`select clock_timestamp() + offset_ms * interval '1 ms' as now from realm`);
    const ringAt = plusMs(soon[0]?.now ?? (0 as Instant), 50);
    await give(realm, a, 'wind', { ringAt, other: b });
    await realm.travel(plusMs(ringAt, 1000));
    await Promise.all([give(realm, a, 'shut'), give(other, b, 'shut'), other.engine.fireDue(realm.id, a)]);
    expect([(await seen(a)).rings, (await seen(b)).told]).toEqual([1, 1]);
    const [rang] = await realm.sql<{ effective_at: number }>(`select effective_at from event where case_id = $1 and type = 'Rang'`, [a]);
    expect(rang?.effective_at).toBe(ringAt);
  });

  it('wait for no one who only offers within the same window', async () => {
    const id = await open();
    await Promise.all(Array.from({ length: 10 }, (_, i) => give(both(i), id, i === 5 ? 'shut' : 'offer')));
    const [last] = await realm.sql<{ version: number }>('select version from cases where id = $1', [id]);
    expect(last?.version).toBe(11);
  });

  it('leave a record that stands', async () => {
    const everywhere = poolFor(database.appUrl, 1, '*');
    const { broken } = await verify(new RecordStore(everywhere));
    await everywhere.end();
    expect(broken).toBeNull();
  });

  it('hear that PostgreSQL cannot be reached, and go on when it can', async () => {
    const gone = Realm.beside(database.appUrl.replace(/:\d+\//, ':1/'), realm, [jar]);
    await expect(gone.give('system', 'jar', null, 'open', { line: 'x' })).rejects.toThrow(Unavailable);
  });
});
