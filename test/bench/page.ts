import { CLIENTS } from './commands.js';
import { goalsOf } from './goals.js';
import type { Part, Results } from './results.js';
import type { Slow } from './slowest.js';
import { PACE } from './stages.js';
import { goalTable, table, tablesBy } from './tables.js';

const MOST_STATEMENTS = 10;

const fence = (text: string, language = ''): string => `\`\`\`${language}\n${text.trim()}\n\`\`\``;
const shortened = (text: string): string => {
  const one = text.replaceAll(/\s+/g, ' ').trim();
  return one.length > 900 ? `${one.slice(0, 900)} ...` : one;
};
const slowText = ({ text, calls, meanMs, maxMs, plan }: Slow, at: number): string =>
  `### ${at + 1}. mean ${meanMs.toFixed(2)} ms, longest ${maxMs.toFixed(1)} ms, ${calls} calls\n\n${fence(shortened(text), 'sql')}\n\n<details><summary>plan</summary>\n\n${fence(plan.split('\n').slice(0, 60).join('\n'))}\n\n</details>`;

const measured = (results: Results): string =>
  table(
    ['part', 'measured on', 'machine', 'load when it began', 'took'],
    (Object.entries(results) as [string, Part<unknown>][]).map(([name, { at, machine, load, seconds }]) => [
      `\`${name}\``,
      at,
      machine,
      load.toFixed(1),
      `${seconds} s`,
    ]),
  );

const commandsText = ({ commands }: Results, tables: readonly string[]): readonly string[] => {
  if (!commands) return [];
  const { fsyncMs } = commands.found;
  return [
    '## An approve command',
    `A vote of the finance bureau on a catalogue item: one event, one to-do gone, the case's row and its row in lists, the stored answer. The floor writes the very rows and bytes that the engine would write, taken down from it, in one prepared statement and one round trip, with fsync on, and decides nothing. One \`fdatasync\` of 8 kB, which is what pg_test_fsync measures, takes ${fsyncMs.p50.toFixed(2)} ms (p95 ${fsyncMs.p95.toFixed(2)}). Each way is measured in turns, several times, and the median counts; the clients run on the same machine, and their own work counts as Node's where no API stands between.`,
    ...tables,
  ];
};

const screensText = ({ screens }: Results, tables: readonly string[]): readonly string[] => {
  if (!screens) return [];
  const { population, toDo } = screens.found;
  return [
    '## Screens',
    `${population.cases} cases, ${population.events} events and ${population.postings} postings, each decided by the real deciders in memory and brought in by COPY in ${population.seconds.toFixed(0)} s; \`verify\` ${population.verified ? 'passes' : 'FAILS'} on them. A search looks at some thousand cases a page at most, and goes on from there with its cursor; counts stop at 1,000: finance reads ${toDo.value}${toDo.isCapped ? '+' : ''} open to-dos.`,
    ...tables,
  ];
};

const liveText = (results: Results, tables: ReturnType<typeof tablesBy>): readonly string[] => [
  ...(results.stages
    ? [
        '## Stages and dues under a steady load',
        `${PACE.commands} commands a second over HTTP for a minute, of which ${PACE.ending} end a stage, each on a case of its own whose workflow waits; meanwhile a due falls every half second. One PostgreSQL, one Temporal, one API and one worker process. From commit to commit, as PostgreSQL tells when it committed.`,
        ...tables.stages,
      ]
    : []),
  ...(results.deadline
    ? [
        '## Bids at a deadline',
        'Each bidder, a person of an organisation of the own, sends one bid over HTTP; they come evenly over the last five seconds of one tender, and a few more after it. Nobody does anything at the deadline: the closing is a due. At a second tender nobody does anything at all.',
        ...tables.deadline,
      ]
    : []),
  ...(results.recovery || results.resting || results.start
    ? [
        '## Starting, recovering, resting',
        'A case counts as recovered when its workflow runs and has set the timer of its next due. Memory is PSS: what several processes share counts once.',
        ...tables.recovery,
        ...tables.start,
        ...tables.resting,
      ]
    : []),
];

const whereText = ({ commands, screens }: Results): readonly string[] => {
  if (!commands) return [];
  const slow = [...commands.found.slow, ...(screens?.found.slow ?? [])].toSorted((a, b) => b.meanMs - a.meanMs).slice(0, MOST_STATEMENTS);
  return [
    '## Where the time goes',
    `Processor time of the API process under ${CLIENTS} clients, by part:`,
    table(
      ['part', 'share'],
      commands.found.shares.slice(0, 14).map(({ part, share }) => [part, `${(share * 100).toFixed(1)} %`]),
    ),
    '![flame graph](performance-flame.svg)',
    'The ten slowest statements, by their mean, screens and commands together:',
    ...slow.map(slowText),
  ];
};

/** The page that a run writes. */
export const page = (results: Results): string => {
  const tables = tablesBy(results);
  return `${[
    '# How fast it is',
    'Written by `npm run bench -- --write`, as are the charts and [performance.json](performance.json), which holds every figure. Times depend on the machine and on who else works on it, ratios hardly: compare ratios. PostgreSQL, servers, processes and clients of a part share one machine.',
    goalTable(goalsOf(results)),
    '![chart](performance.svg)',
    ...commandsText(results, tables.commands),
    ...screensText(results, tables.screens),
    ...liveText(results, tables),
    ...whereText(results),
    '## When it was measured',
    measured(results),
    'Again in parts: `npm run bench -- --only NAME,... --write`.',
  ].join('\n\n')}\n`;
};
