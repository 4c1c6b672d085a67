import type { Findings } from './checks.js';
import type { Met } from './patient-door.js';

export interface Report {
  readonly seed: number;
  readonly kills: number;
  readonly seconds: number;
  /** How often what was done. */
  readonly strokes: Readonly<Record<string, number>>;
  readonly counts: {
    readonly tales: number;
    readonly commands: number;
    readonly payments: number;
    readonly movements: number;
    readonly cases: number;
    readonly events: number;
    readonly askedAgain: number;
  };
  readonly findings: Findings;
  /** Scenarios whose figures are not what they must be, or that broke off. */
  readonly tales: readonly string[];
  readonly serverErrors: Met['serverErrors'];
  /** Processes that ended although nobody ended them. */
  readonly endedByThemselves: readonly string[];
}

const ROWS: readonly (readonly [keyof Findings, string])[] = [
  ['lost', 'acknowledged commands lost'],
  ['twice', 'commands applied twice'],
  ['doubled', 'payments doubled'],
  ['missing', 'payments missing'],
  ['unbalanced', 'ledger out of balance'],
  ['broken', 'chains broken'],
  ['stuck', 'cases stuck'],
  ['dates', 'dates that differ from a quiet run'],
];

export const isClean = ({ findings, tales, serverErrors, endedByThemselves }: Report): boolean =>
  [...ROWS.map(([name]) => findings[name]), tales, serverErrors, endedByThemselves].every((list) => list.length === 0);

/** The table that a run ends with, and below it every finding. */
export const table = (report: Report): string => {
  const { counts, findings } = report;
  const rows: (readonly [string, number | string])[] = [
    [`seed ${report.seed}: kills`, report.kills],
    ...Object.entries(report.strokes)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([what, n]) => [`  ${what}`, n] as const),
    ['seconds', report.seconds],
    ['scenarios played to their end', counts.tales],
    ['commands acknowledged', counts.commands],
    ['requests sent again', counts.askedAgain],
    ['payments ordered / movements of the treasury', `${counts.payments} / ${counts.movements}`],
    ['cases / events', `${counts.cases} / ${counts.events}`],
  ];
  const must = [
    ...ROWS.map(([name, title]) => [title, findings[name]] as const),
    ['scenarios with other figures, or broken off', report.tales] as const,
    ['server errors shown to anybody', report.serverErrors] as const,
    ['processes that ended by themselves', report.endedByThemselves] as const,
  ];
  const width = Math.max(...[...rows, ...must].map(([title]) => title.length));
  const line = (title: string, value: string | number): string => `${title.padEnd(width)}  ${String(value).padStart(8)}`;
  const listed = must.flatMap(([title, list]) =>
    list.length === 0 ? [] : [`\n${title}:`, ...list.slice(0, 20).map((one) => `  ${one}`), ...(list.length > 20 ? ['  ...'] : [])],
  );
  return [
    ...rows.map(([title, value]) => line(title, value)),
    '─'.repeat(width + 10),
    ...must.map(([title, list]) => line(title, list.length)),
    ...listed,
  ].join('\n');
};

const CELLS = 30;
/** One line that says how far it is: rewritten on a terminal, now and then elsewhere. */
export const progressBar = (stream: NodeJS.WriteStream, everyMs = 15_000): ((done: number, of: number, what: string) => void) => {
  let last = -everyMs;
  return (done, of, what) => {
    const full = Math.round((CELLS * done) / Math.max(1, of));
    const text = `[${'█'.repeat(full)}${'·'.repeat(CELLS - full)}] ${done}/${of} ${what}`;
    if (stream.isTTY) return void stream.write(`\r\x1b[K${text}`);
    if (performance.now() - last < everyMs && done < of) return;
    last = performance.now();
    stream.write(`${text}\n`);
  };
};
