import { CLIENTS } from './commands.js';
import { API_SHARE, ENGINE_SHARE, type Goal, goalsOf, SCREEN_MS } from './goals.js';
import type { Results } from './results.js';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const [LEFT, WIDTH, STEP] = [330, 420, 22];
const MET = '#8fc98f';
const MISSED = '#e58f8f';
const NEUTRAL = '#7fb2e5';

/** Bars under titles, one below the other. */
class Chart {
  private readonly drawn: string[] = [];
  private y = 24;

  title(text: string): void {
    if (this.drawn.length > 0) this.y += 24;
    this.drawn.push(`<text x="8" y="${this.y}" font-weight="bold">${escaped(text)}</text>`);
    this.y += 10;
  }
  bar(name: string, share: number, label: string, colour: string): void {
    const width = Math.max(1, Math.min(share, 1) * WIDTH);
    this.drawn.push(
      `<text x="${LEFT - 8}" y="${this.y + 13}" text-anchor="end">${escaped(name)}</text>` +
        `<rect x="${LEFT}" y="${this.y + 2}" width="${width.toFixed(1)}" height="15" fill="${colour}"/>` +
        `<text x="${(LEFT + width + 6).toFixed(1)}" y="${this.y + 13}">${escaped(label)}</text>`,
    );
    this.y += STEP;
  }
  /** What is asked, beside the last bars. */
  mark(share: number, bars: number): void {
    const x = LEFT + share * WIDTH;
    this.drawn.push(`<line x1="${x}" x2="${x}" y1="${this.y - bars * STEP}" y2="${this.y}" stroke="#c0392b" stroke-dasharray="4 3"/>`);
  }
  svg(): string {
    const height = this.y + 10;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 ${height}" width="860" height="${height}" font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="#fff"/>\n${this.drawn.join('\n')}\n</svg>\n`;
  }
}

const drawCommands = (chart: Chart, { commands }: Results): void => {
  if (!commands) return;
  const { floor, engine, api } = commands.found.times;
  chart.title(`Approve command, ${CLIENTS} clients: share of the floor's rate (${ENGINE_SHARE} engine, ${API_SHARE} API asked)`);
  for (const [name, { rate }] of [
    ['floor', floor],
    ['engine', engine],
    ['API', api],
  ] as const)
    chart.bar(name, rate / floor.rate, `${(rate / floor.rate).toFixed(2)} (${rate.toFixed(0)} a second)`, NEUTRAL);
  chart.mark(ENGINE_SHARE, 3);
  chart.mark(API_SHARE, 3);
};

const drawScreens = (chart: Chart, { screens }: Results): void => {
  if (!screens) return;
  const most = 1.2 * SCREEN_MS;
  chart.title(`Screens: p95 in milliseconds (${SCREEN_MS} asked)`);
  for (const { name, p95 } of screens.found.screens) chart.bar(name, p95 / most, `${p95.toFixed(1)} ms`, p95 <= SCREEN_MS ? MET : MISSED);
  chart.mark(SCREEN_MS / most, screens.found.screens.length);
};

/** The limit of a goal that must not be passed; null for the others. */
const limitOf = ({ asked }: Goal): number | null => (asked.startsWith('<= ') ? Number(asked.slice(3)) : null);
const SHOWN: readonly (keyof Results)[] = ['stages', 'deadline', 'recovery', 'start'];

/** What must not be passed, each as a share of what is asked. */
const drawLimits = (chart: Chart, results: Results): void => {
  const goals = goalsOf(results).flatMap((goal) => {
    const limit = limitOf(goal);
    return SHOWN.includes(goal.part) && limit !== null ? [{ ...goal, limit }] : [];
  });
  if (goals.length === 0) return;
  const most = 1.2;
  chart.title('Time and memory, as shares of what is asked');
  for (const { what, found, limit, asked, met } of goals)
    chart.bar(
      what.length > 50 ? `${what.slice(0, 49)}…` : what,
      found / limit / most,
      `${found.toFixed(found < 100 ? 1 : 0)} (${asked})`,
      met ? MET : MISSED,
    );
  chart.mark(1 / most, goals.length);
};

/** Everything that was measured, as bars beside what is asked. */
export const chartSvg = (results: Results): string => {
  const chart = new Chart();
  for (const draw of [drawCommands, drawScreens, drawLimits]) draw(chart, results);
  return chart.svg();
};
