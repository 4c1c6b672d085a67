import type { CommandTimes, Way } from './commands.js';
import { CLIENTS } from './commands.js';
import type { Times } from './measure.js';
import type { Population } from './population.js';
import type { ScreenTimes } from './screens.js';
import type { Slow } from './slowest.js';

/** Everything that one run found. */
export interface Found {
  readonly at: string;
  readonly machine: string;
  readonly load: number;
  readonly fsyncMs: Times;
  readonly commands: CommandTimes;
  readonly population: Population & { readonly verified: boolean };
  /** Folding a sample anew gave the same lists. */
  readonly isRebuilt: boolean;
  readonly screenFloor: Times;
  readonly screens: readonly ScreenTimes[];
  readonly slow: readonly Slow[];
  readonly shares: readonly { readonly part: string; readonly share: number }[];
}
/** One thing that is asked of the system. */
export interface Goal {
  readonly what: string;
  readonly found: number;
  readonly asked: string;
  readonly met: boolean;
}

const SCREEN_MS = 50;
const GENERATE_SECONDS = 300;

/** The goals, all of them ratios to what was measured in the same run but the screens' own 50 ms. */
export const goalsOf = ({ commands: { floor, engine, api }, screens, population, isRebuilt }: Found): readonly Goal[] => {
  const goal = (what: string, found: number, met: boolean, asked: string): Goal => ({ what, found, asked, met });
  const worst = Math.max(...screens.map(({ p95 }) => p95));
  return [
    goal(`API, ${CLIENTS} clients: rate / floor`, api.rate / floor.rate, api.rate >= 0.4 * floor.rate, '>= 0.4'),
    goal('API alone: p50 ms, at most 3 x the floor + 2', api.p50, api.p50 <= 3 * floor.p50 + 2, `<= ${(3 * floor.p50 + 2).toFixed(1)}`),
    goal(`engine, ${CLIENTS} clients: rate / floor`, engine.rate / floor.rate, engine.rate >= 0.6 * floor.rate, '>= 0.6'),
    goal('worst screen: p95 ms', worst, worst <= SCREEN_MS, `<= ${SCREEN_MS}`),
    goal('generator: seconds', population.seconds, population.seconds <= GENERATE_SECONDS, `<= ${GENERATE_SECONDS}`),
    goal('verify passes on what was generated', population.verified ? 1 : 0, population.verified, '1'),
    goal('rebuild of a sample gives the same lists', isRebuilt ? 1 : 0, isRebuilt, '1'),
  ];
};

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const wayRows = ({ selectOne, floor, engine, api }: CommandTimes): readonly (readonly string[])[] => {
  const row = (name: string, way: Way): readonly string[] => [
    name,
    way.p50.toFixed(2),
    way.p95.toFixed(2),
    way.rate.toFixed(0),
    (way.p50 / floor.p50).toFixed(2),
    (way.rate / floor.rate).toFixed(2),
  ];
  return [
    row('`SELECT 1`', selectOne),
    row('floor: the same rows in one prepared statement', floor),
    row('engine without HTTP', engine),
    row('API', api),
  ];
};

export const commandTable = (commands: CommandTimes): string =>
  table(
    ['approve command', 'alone p50 ms', 'alone p95 ms', `${CLIENTS} clients, a second`, 'p50 / floor', 'rate / floor'],
    wayRows(commands),
  );
export const screenTable = ({ screens, screenFloor }: Found): string =>
  table(
    ['screen', 'rows', 'p50 ms', 'p95 ms', 'p95 / empty query'],
    [
      ['an empty query in the same transaction', '', screenFloor.p50.toFixed(1), screenFloor.p95.toFixed(1), '1.0'],
      ...screens.map(({ name, rows, p50, p95 }) => [name, rows, p50.toFixed(1), p95.toFixed(1), (p95 / screenFloor.p95).toFixed(1)]),
    ],
  );
export const goalTable = (goals: readonly Goal[]): string =>
  table(
    ['goal', 'found', 'asked', ''],
    goals.map(({ what, found, asked, met }) => [what, found.toFixed(2), asked, met ? 'met' : '**missed**']),
  );

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Rates beside each other, then the screens against their 50 ms. */
export const chartSvg = ({ commands, screens }: Found): string => {
  const bars: string[] = [];
  const [left, width, step] = [330, 420, 22];
  let y = 24;
  const title = (text: string): void => {
    bars.push(`<text x="8" y="${y}" font-weight="bold">${escaped(text)}</text>`);
    y += 10;
  };
  const bar = (name: string, value: number, most: number, label: string, colour: string): void => {
    bars.push(
      `<text x="${left - 8}" y="${y + 13}" text-anchor="end">${escaped(name)}</text>` +
        `<rect x="${left}" y="${y + 2}" width="${Math.max(1, (Math.min(value, most) / most) * width).toFixed(1)}" height="15" fill="${colour}"/>` +
        `<text x="${left + Math.max(1, (Math.min(value, most) / most) * width) + 6}" y="${y + 13}">${escaped(label)}</text>`,
    );
    y += step;
  };
  const mark = (share: number, from: number): void =>
    void bars.push(
      `<line x1="${left + share * width}" x2="${left + share * width}" y1="${from}" y2="${y}" stroke="#c0392b" stroke-dasharray="4 3"/>`,
    );
  title(`Approve command, ${CLIENTS} clients: share of the floor's rate (0.6 engine, 0.4 API asked)`);
  const first = y;
  for (const [name, way] of [
    ['floor', commands.floor],
    ['engine', commands.engine],
    ['API', commands.api],
  ] as const)
    bar(
      name,
      way.rate / commands.floor.rate,
      1,
      `${(way.rate / commands.floor.rate).toFixed(2)} (${way.rate.toFixed(0)} a second)`,
      '#7fb2e5',
    );
  mark(0.6, first);
  mark(0.4, first);
  y += 24;
  title('Screens: p95 in milliseconds (50 asked)');
  const second = y;
  for (const { name, p95 } of screens) bar(name, p95, 60, `${p95.toFixed(1)} ms`, p95 <= SCREEN_MS ? '#8fc98f' : '#e58f8f');
  mark(SCREEN_MS / 60, second);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 ${y + 10}" width="860" height="${y + 10}" font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="#fff"/>\n${bars.join('\n')}\n</svg>\n`;
};

const fence = (text: string, language = ''): string => `\`\`\`${language}\n${text.trim()}\n\`\`\``;
const shortened = (text: string): string => {
  const one = text.replaceAll(/\s+/g, ' ').trim();
  return one.length > 900 ? `${one.slice(0, 900)} ...` : one;
};
const slowText = ({ text, calls, meanMs, maxMs, plan }: Slow, at: number): string =>
  `### ${at + 1}. mean ${meanMs.toFixed(2)} ms, longest ${maxMs.toFixed(1)} ms, ${calls} calls\n\n${fence(shortened(text), 'sql')}\n\n<details><summary>plan</summary>\n\n${fence(plan.split('\n').slice(0, 60).join('\n'))}\n\n</details>`;

/** The page that a run writes. */
export const page = (found: Found): string => {
  const { population, fsyncMs, shares } = found;
  return `# How fast it is

Written by \`npm run bench -- --write\` (${found.at}; ${found.machine}; load ${found.load.toFixed(1)} when it began). Times depend on the machine, ratios hardly: compare ratios.

${goalTable(goalsOf(found))}

![chart](performance.svg)

## An approve command

A vote of the finance bureau on a catalogue item: one event, one to-do gone, the case's row and its row in lists, the stored answer. The floor writes the very rows and bytes that the engine would write, taken down from it, in one prepared statement and one round trip, with fsync on, and decides nothing. One \`fdatasync\` of 8 kB takes ${fsyncMs.p50.toFixed(2)} ms (p95 ${fsyncMs.p95.toFixed(2)}). Each way is measured in turns, several times, and the median counts; the clients run on the same machine.

${commandTable(found.commands)}

## Screens

${population.cases} cases, ${population.events} events and ${population.postings} postings, each decided by the real deciders in memory and brought in by COPY in ${population.seconds.toFixed(0)} s; \`verify\` ${population.verified ? 'passes' : 'FAILS'} on them. A search looks at some thousand cases a page at most, and goes on from there with its cursor; counts stop at 1,000.

${screenTable(found)}

## Where the time goes

Processor time of the API process under ${CLIENTS} clients, by part:

${table(
  ['part', 'share'],
  shares.slice(0, 14).map(({ part, share }) => [part, `${(share * 100).toFixed(1)} %`]),
)}

![flame graph](performance-flame.svg)

The ten slowest statements of the run, by their mean, screens and commands together:

${found.slow.map(slowText).join('\n\n')}
`;
};
