import type pg from 'pg';

/** An event as the record keeps it. */
interface Recorded {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly effectiveAt: number;
  readonly byPerson: boolean;
}
/** What a scenario left behind, in words that are the same whenever it is played: how often each stands there. */
export interface Trace {
  /** Days: of every event, and every day and instant within it. */
  readonly dates: Readonly<Record<string, number>>;
  /** What people decided. */
  readonly decided: Readonly<Record<string, number>>;
}

const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });
const dayOf = (at: number): string => shanghai.format(at);

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Instants stand in events as epoch milliseconds: of the years in which scenarios play. */
const isInstant = (value: number): boolean => Number.isInteger(value) && value > 1_500_000_000_000 && value < 2_000_000_000_000;

/** Every day and instant within a value, with where it stands; places in lists are not told apart. */
const daysIn = (value: unknown, path: string): readonly string[] => {
  if (typeof value === 'string') return DAY.test(value) ? [`${path} ${value}`] : [];
  if (typeof value === 'number') return isInstant(value) ? [`${path} ${dayOf(value)}`] : [];
  if (Array.isArray(value)) return value.flatMap((one) => daysIn(one, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => daysIn(one, `${path}.${name}`));
};

const counted = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words.toSorted()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

/** Whether money that comes back finds its case closed already is a matter of milliseconds at the treasury: both lead to the same place. */
const isTiming = ({ id, type, data }: Recorded): boolean =>
  id.startsWith('disbursement/') &&
  (type === 'DisbursementReopened' ||
    (/^Stage(Entered|Ended)$/.test(type) && !(JSON.parse(data) as { stage: string }).stage.startsWith('approval')));

/** Cases in the order in which they were made stand for their ids, which are drawn anew each time. */
const traceOf = (cases: readonly { readonly id: string; readonly kind: string }[], events: readonly Recorded[]): Trace => {
  const names = new Map<string, string>();
  const numbers = new Map<string, number>();
  for (const { id, kind } of cases) {
    const n = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, n);
    names.set(id, `${kind} ${n}`);
  }
  const worded = events.filter((event) => !isTiming(event)).map((event) => ({ ...event, what: `${names.get(event.id)} ${event.type}` }));
  return {
    dates: counted(
      worded.flatMap(({ what, data, effectiveAt }) => [`${what} ${dayOf(effectiveAt)}`, ...daysIn(JSON.parse(data), `${what} `)]),
    ),
    decided: counted(worded.filter(({ byPerson }) => byPerson).map(({ what }) => what)),
  };
};

/** What stands in one of two and not in the other, or another number of times. */
export const differing = (
  quiet: Readonly<Record<string, number>>,
  loud: Readonly<Record<string, number>>,
): readonly { readonly what: string; readonly quiet: number; readonly loud: number }[] =>
  [...new Set([...Object.keys(quiet), ...Object.keys(loud)])]
    .map((what) => ({ what, quiet: quiet[what] ?? 0, loud: loud[what] ?? 0 }))
    .filter((one) => one.quiet !== one.loud);

/** The trace of a realm, as its record stands. */
export const traceIn = async (pool: pg.Pool, realm: string): Promise<Trace> => {
  const { rows: cases } = await pool.query<{ id: string; kind: string }>(
    'select id, kind from cases where realm_id = $1 order by created_at, id',
    [realm],
  );
  const { rows: events } = await pool.query<Recorded>(
    `select case_id as id, type, data, (extract(epoch from effective_at) * 1000)::float8 as "effectiveAt", person is not null as "byPerson"
     from event where realm_id = $1 order by case_id, version`,
    [realm],
  );
  return traceOf(cases, events);
};
