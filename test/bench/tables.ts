import { CLIENTS, type CommandTimes, type Way } from './commands.js';
import type { Goal } from './goals.js';
import type { Times } from './measure.js';
import type { Results, ScreensFound } from './results.js';

export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const wayRow = (name: string, way: Way, floor: Way): readonly string[] => [
  name,
  way.p50.toFixed(2),
  way.p95.toFixed(2),
  way.rate.toFixed(0),
  (way.p50 / floor.p50).toFixed(2),
  (way.rate / floor.rate).toFixed(2),
  way.nodeMs.toFixed(2),
  way.postgresMs.toFixed(2),
];
const commandTable = ({ selectOne, floor, engine, api }: CommandTimes): string =>
  table(
    [
      'approve command',
      'alone p50 ms',
      'alone p95 ms',
      `${CLIENTS} clients, a second`,
      'p50 / floor',
      'rate / floor',
      'processor ms: Node',
      'PostgreSQL',
    ],
    [
      wayRow('`SELECT 1`', selectOne, floor),
      wayRow('floor: the same rows in one prepared statement', floor, floor),
      wayRow('engine without HTTP', engine, floor),
      wayRow('API', api, floor),
    ],
  );

const screenTable = ({ screens, floor }: ScreensFound): string =>
  table(
    ['screen', 'rows', 'p50 ms', 'p95 ms', 'p95 / empty query'],
    [
      ['an empty query in the same transaction', '', floor.p50.toFixed(1), floor.p95.toFixed(1), '1.0'],
      ...screens.map(({ name, rows, p50, p95 }) => [name, rows, p50.toFixed(1), p95.toFixed(1), (p95 / floor.p95).toFixed(1)]),
    ],
  );

const timesRow = (what: string, n: number | string, { p50, p95 }: Times): readonly string[] => [
  what,
  String(n),
  p50.toFixed(1),
  p95.toFixed(1),
];

const stageTable = ({ stages }: Results): readonly string[] => {
  if (!stages) return [];
  const { temporalMs, commands, commandMs, entered, nextStageMs, applied, dueMs } = stages.found;
  return [
    table(
      ['under a steady load', 'times', 'p50 ms', 'p95 ms'],
      [
        timesRow('Temporal answers anything, alone', '', temporalMs),
        timesRow('a command is answered', commands, commandMs),
        timesRow('a stage ended until the next is entered', entered, nextStageMs),
        timesRow('a due instant until it is applied', applied, dueMs),
      ],
    ),
  ];
};

const deadlineTable = ({ deadline }: Results): readonly string[] => {
  if (!deadline) return [];
  const { sent, accepted, refused, unanswered, lost, late, closed, receiptMs, closingMs, quietClosingMs } = deadline.found;
  return [
    table(
      ['bids at the deadline', 'found'],
      [
        ['sent', sent],
        ['accepted', accepted],
        ['refused: too late', refused],
        ['neither', unanswered],
        ['accepted and lost', lost],
        ['late and accepted', late],
        ['in the closing', closed],
        ['receipt p50 ms', receiptMs.p50.toFixed(1)],
        ['receipt p95 ms', receiptMs.p95.toFixed(1)],
        ['closing after the deadline ms', closingMs.toFixed(0)],
        ['closing without any traffic ms', quietClosingMs.toFixed(0)],
      ],
    ),
  ];
};

const restingTable = ({ resting }: Results): readonly string[] => {
  if (!resting) return [];
  const { cases, parts } = resting.found;
  const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return [
    table(
      [`${cases} open cases at rest`, 'MB', '% of a core'],
      [
        ...parts.map(({ name, megabytes, cpuPercent }) => [name, megabytes.toFixed(0), cpuPercent.toFixed(1)]),
        ['together', sum(({ megabytes }) => megabytes).toFixed(0), sum(({ cpuPercent }) => cpuPercent).toFixed(1)],
      ],
    ),
  ];
};

const recoveryTable = ({ recovery }: Results): readonly string[] =>
  recovery
    ? [
        table(
          [`${recovery.found.cases} open cases`, 'seconds'],
          [
            ['workflows begun as fast as they can be, until all wait', recovery.found.beginSeconds.toFixed(1)],
            ['Temporal lost: `npm run recover -- --all`, until all wait', recovery.found.seconds.toFixed(1)],
          ],
        ),
      ]
    : [];

const startTable = ({ start }: Results): readonly string[] =>
  start
    ? [
        table(
          ['`npm start`', 'found'],
          [
            ['the first, with its demo data: seconds', start.found.first.toFixed(1)],
            ['each after it: seconds', start.found.again.map((seconds) => seconds.toFixed(1)).join(', ')],
            ['memory of everything together: MB', start.found.megabytes.toFixed(0)],
          ],
        ),
      ]
    : [];

/** The tables of each part, by name; a part that was not measured has none. */
export const tablesBy = (results: Results): Readonly<Record<keyof Results, readonly string[]>> => ({
  commands: results.commands ? [commandTable(results.commands.found.times)] : [],
  screens: results.screens ? [screenTable(results.screens.found)] : [],
  stages: stageTable(results),
  deadline: deadlineTable(results),
  resting: restingTable(results),
  recovery: recoveryTable(results),
  start: startTable(results),
});
export const tablesOf = (results: Results): readonly string[] => Object.values(tablesBy(results)).flat();

export const goalTable = (goals: readonly Goal[]): string =>
  table(
    ['goal', 'part', 'found', 'asked', ''],
    goals.map(({ what, part, found, asked, met }) => [
      what,
      part,
      Number.isInteger(found) ? found : found.toFixed(2),
      asked,
      met ? 'met' : '**missed**',
    ]),
  );
