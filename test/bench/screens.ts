import { instant } from '@goufu/domain';
import { CaseViews, Reading, StatementViews, TaskViews, TimelineViews } from '@goufu/persistence';
import { alone, type Times } from './measure.js';
import type { Population } from './population.js';

interface ScreenTimes extends Times {
  readonly name: string;
  readonly rows: number;
}

export interface ScreensMeasured {
  /** An empty query in the same transaction. */
  readonly floor: Times;
  readonly screens: readonly ScreenTimes[];
  /** How many open to-dos finance has, as it is told. */
  readonly toDo: { readonly value: number; readonly isCapped: boolean };
}

/** What the data of each screen takes, for a caller who may find few cases, all of them, or what is public. */
export const measureScreens = async (url: string, at: Population, rounds: number): Promise<ScreensMeasured> => {
  const reading = new Reading(url);
  const [cases, tasks, timelines, statements] = [
    new CaseViews(reading),
    new TaskViews(reading),
    new TimelineViews(reading),
    new StatementViews(reading),
  ];
  const bureau = [at.bureau, 'handler-7', 'role:purchaser-handler'];
  const finance = [at.finance, 'fin-officer', 'role:finance-officer'];
  const auditor = ['sun-qi', 'role:auditor'];
  const officer = { person: 'fin-officer', posts: [{ organisation: at.finance, roles: ['finance-officer'] }] };
  const now = instant('2026-01-01T00:00:00+08:00');
  const search = (readers: readonly string[], words: string) => async () =>
    (await cases.search(at.realm, readers, words, undefined, 20)).items.length;
  const list =
    (readers: readonly string[], more: object = {}) =>
    async () =>
      (await cases.list(at.realm, readers, { kind: 'catalogue', limit: 20, ...more })).items.length;
  const screens: readonly (readonly [string, () => Promise<number>])[] = [
    ['list, one bureau', list(bureau)],
    ['list, finance: every case', list(finance)],
    ['list, the public', list([])],
    ['search, every case holds it (服务项目)', search(finance, '服务项目')],
    ['search, the same, one bureau', search(bureau, '服务项目')],
    ['search, one in ten (养老助餐)', search(finance, '养老助餐')],
    ['search, one in 10,000 (灯塔)', search(finance, '灯塔')],
    ['search, nothing holds it', search(auditor, '无此事项')],
    ['search, two words (青溪 养老)', search(finance, '青溪 养老')],
    ['search, two words that never meet (青溪 白塔)', search(finance, '青溪 白塔')],
    ['search, one character (务)', search(finance, '务')],
    ['search, one character (灯), one bureau', search(bureau, '灯')],
    ['search, one case among common pairs (第54307号), one bureau', search(bureau, '第54307号')],
    ['to-do list, finance', async () => (await tasks.list(at.realm, officer, undefined, 20)).items.length],
    ['to-do counts, finance', async () => (await tasks.counts(at.realm, officer, now)).open.value],
    [
      'timeline of the longest case',
      async () => (await timelines.list(at.realm, at.longest, { only: 'all', hidden: [] }, undefined, 100)).items.length,
    ],
    ['ledger statement of a line', async () => (await statements.of(at.realm, at.line, undefined, 100)).page.items.length],
  ];
  const times: ScreenTimes[] = [];
  const empty = () => reading.inRealm(at.realm, (manager) => manager.query('select 1'));
  await alone(rounds, empty);
  const floor = await alone(rounds, empty);
  for (const [name, work] of screens) {
    const rows = await work();
    await alone(5, work);
    times.push({ name, rows, ...(await alone(rounds, work)) });
  }
  const { open } = await tasks.counts(at.realm, officer, now);
  await reading.close();
  return { floor, screens: times, toDo: { value: open.value, isCapped: open.more } };
};
