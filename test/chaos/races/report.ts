import type { Standing } from './race.js';

const cells = (standing: Standing): readonly string[] => [
  standing.title,
  String(standing.repetitions),
  `${standing.sides[0]} ${standing.won[0]}`,
  `${standing.sides[1]} ${standing.won[1]}`,
  String(standing.illegal.length),
  String(standing.broken.length),
  String(standing.deadlocks),
  `${standing.contended} + ${standing.overtaken}`,
];
const HEAD = ['race', 'repetitions', 'first', 'or first', 'illegal', 'broken', 'deadlocks', 'begun again (locks + twins)'];

/** How often each side won, and what went wrong. */
export const tableOf = (standings: readonly Standing[]): string => {
  const rows = [HEAD, ...standings.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
