import { dateOf, type CaseId, type Instant, yearOf } from '@goufu/domain';
import { BenchCounty, type Course } from './county.js';

export interface Size {
  readonly cases: number;
  readonly events: number;
  /** Postings on one budget line. */
  readonly postings: number;
}
/** What the screens are asked about. */
export interface Population {
  readonly realm: string;
  readonly seconds: number;
  readonly cases: number;
  readonly events: number;
  readonly postings: number;
  readonly line: CaseId;
  /** The case with the longest timeline. */
  readonly longest: CaseId;
  readonly bureau: CaseId;
  readonly finance: CaseId;
}

const DAY = 86_400_000;
const DAYS = 690;
/** Commands that an item takes at most, without revisions. */
const COMMANDS = 9;
/** Revisions of one item that is revised again and again: a long timeline. */
const REVISIONS = 60;
/** How far a case goes, by turns. */
const courses: readonly Course[] = [
  'listed',
  'listed',
  'withdrawn',
  'proposal',
  'listed',
  'assessment',
  'listed',
  'revised',
  'review',
  'listed',
];

const lineOf = async (county: BenchCounty, postings: number): Promise<CaseId> => {
  // The line's year is not to end over it.
  const { pace } = county;
  county.pace = 0;
  const line = await county.give(county.officer, 'budget', null, 'approveLine', {
    number: '示范财预〔2025〕18号',
    title: '社区矫正帮教',
    purchaser: county.bureau(0).id,
    functionalCode: '2040610',
    economicCode: '50205',
    projectCode: 'P-1',
    fundsKind: '一般公共预算',
    source: 'county-budget',
    year: yearOf(dateOf(county.memory.now)),
    amount: 100_000_000_00n,
    continues: null,
  });
  await county.enter(line, 'year');
  for (let n = 0; n < postings; n += 1) {
    const delta = n % 2 === 0 ? 100n : -100n;
    await county.give(county.officer, 'budget', line, 'adjustLine', { number: `x-${n}`, delta, reason: '调整' });
  }
  county.memory.letGo(line);
  county.pace = pace;
  return line;
};

/** Fills a realm of an empty database; every event is decided by the real deciders. */
export const populate = async (superUrl: string, size: Size, say: (line: string) => void): Promise<Population> => {
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
  const county = await BenchCounty.open(superUrl, 'bench', (Date.now() - (DAYS + 10) * DAY) as Instant);
  const { memory, loader } = county;
  county.pace = Math.floor((DAYS * DAY) / ((size.cases + REVISIONS) * COMMANDS));
  const longest = await county.item(0, 'revised', REVISIONS);
  memory.letGo(longest);
  const line = await lineOf(county, size.postings);
  for (let n = 1; n < size.cases; n += 1) {
    const course = courses[n % courses.length] ?? 'listed';
    // So many events a case as asked for: while they are behind, an item is revised.
    const isBehind = memory.events < (n * size.events) / size.cases;
    memory.letGo(await county.item(n, course, course === 'revised' && isBehind ? 4 : 0));
    if (n % 500 === 0) await loader.breathe();
    if (n % 10_000 === 0) say(`  ${n} cases, ${memory.events} events, ${seconds()} s`);
  }
  await county.close();
  const count = (table: string): number => loader.rows.get(table) ?? 0;
  return {
    realm: county.realm,
    seconds: seconds(),
    cases: count('cases'),
    events: memory.events,
    postings: count('posting'),
    line,
    longest,
    bureau: county.bureau(7).id,
    finance: county.finance,
  };
};
