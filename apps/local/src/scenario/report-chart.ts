import { grouped } from './ledger-words.js';
import { escaped } from './report-cells.js';

/** Money on its way: paid to the supplier, or come back from it. */
export interface Flow {
  readonly at: string;
  /** Yuan; below zero when it came back. */
  readonly amount: string;
  readonly label: string;
}
interface Money {
  readonly flows: readonly Flow[];
  readonly ceiling: string;
  readonly contract: string | null;
}

const DAY = 86_400_000;
const dayOf = (at: string): number => Date.parse(`${at.slice(0, 10)}T00:00:00Z`);
const wan = (yuan: number): string => (yuan / 10_000).toLocaleString('en', { maximumFractionDigits: 2 });
/** ①, ②, ... as far as there are such signs. */
export const markOf = (n: number): string => (n < 20 ? String.fromCodePoint(0x2460 + n) : `(${n + 1})`);

/** First days of months between two instants, at most seven of them. */
const months = (from: number, to: number): readonly number[] => {
  const all: number[] = [];
  const first = new Date(from);
  for (let n = 1; ; n += 1) {
    const at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + n, 1);
    if (at >= to) break;
    all.push(at);
  }
  const step = [1, 2, 3, 4, 6, 12].find((one) => all.length / one <= 7) ?? 24;
  return all.filter((at) => new Date(at).getUTCMonth() % step === 0);
};

/** Days on which money moved, with what the supplier holds at the end of each. */
const daysOf = (flows: readonly Flow[]): readonly { at: number; held: number; marks: readonly number[] }[] => {
  const days = new Map<number, { held: number; marks: number[] }>();
  let held = 0;
  for (const [n, { at, amount }] of flows.entries()) {
    held += Number(amount);
    days.set(dayOf(at), { held, marks: [...(days.get(dayOf(at))?.marks ?? []), n] });
  }
  return [...days].map(([at, day]) => ({ at, ...day }));
};

/**
 * What the supplier holds over time, as steps, against budget and contract. Lines are drawn in a picture that stretches; words stand beside it as text,
 * so that they are as large on a phone as on a desk.
 */
export const moneyChart = ({ flows, ceiling, contract }: Money): string => {
  if (flows.length === 0) return '<p>没有支付。</p>';
  const days = daysOf(flows);
  const [from, to] = [(days[0]?.at ?? 0) - 30 * DAY, (days.at(-1)?.at ?? 0) + 30 * DAY];
  const top = Math.max(Number(ceiling), ...days.map(({ held }) => held)) * 1.08;
  const x = (at: number): number => ((at - from) / (to - from)) * 100;
  const y = (yuan: number): number => 100 - (yuan / top) * 100;
  const path = days.reduce((drawn, { at, held }) => `${drawn} H${x(at).toFixed(2)} V${y(held).toFixed(2)}`, 'M0 100');
  const level = (yuan: string, name: string, style: string): string =>
    `<i class="${style}" style="top:${y(Number(yuan)).toFixed(2)}%"></i><b class="level ${style}" style="top:${y(Number(yuan)).toFixed(2)}%">${name} ${wan(Number(yuan))}</b>`;
  // A word at the very edge would hang over it.
  const isInside = (at: number): boolean => x(at) > 4 && x(at) < 96;
  const ticks = months(from, to)
    .filter(isInside)
    .map((at) => `<span class="tick" style="left:${x(at).toFixed(2)}%">${new Date(at).toISOString().slice(0, 7)}</span>`);
  const turns = [...new Set(days.map(({ at }) => new Date(at).getUTCFullYear()))]
    .slice(1)
    .map((year) => `<i class="turn" style="left:${x(Date.UTC(year, 0, 1)).toFixed(2)}%" title="${year}年度"></i>`);
  const points = days.map(({ at, held, marks }) => {
    const said = marks.map((n) => `${flows[n]?.label} ${grouped(flows[n]?.amount ?? '0.00')}`).join('；');
    return `<b class="point" style="left:${x(at).toFixed(2)}%;top:${y(held).toFixed(2)}%" title="${escaped(said)}">${marks.map(markOf).join('')}</b>`;
  });
  return `<figure><figcaption>供应商累计收款（万元）</figcaption><div class="chart" role="img" aria-label="供应商累计收款随时间变化"><svg viewBox="0 0 100 100" preserveAspectRatio="none"><path class="area" d="${path} H100 V100 Z"/><path d="${path} H100"/></svg>${level(ceiling, '预算', 'budget')}${contract === null ? '' : level(contract, '合同', 'agreed')}${turns.join('')}${points.join('')}${ticks.join('')}</div></figure>`;
};

/** Days on which one kind of work was done without another between. */
export interface Span {
  readonly stage: string;
  readonly from: string;
  readonly to: string;
}
export const daysText = ({ from, to }: Span): string => (from === to ? from : `${from} 至 ${to}`);

/** A row for each stage, with a bar for each time that it was worked on. */
export const stageBars = (spans: readonly Span[]): string => {
  const from = Math.min(...spans.map((span) => dayOf(span.from)));
  const to = Math.max(...spans.map((span) => dayOf(span.to))) + DAY;
  const share = (ms: number): string => ((ms / (to - from)) * 100).toFixed(2);
  const stages = [...new Set(spans.map(({ stage }) => stage))];
  return `<div class="bars">${stages
    .map((stage) => {
      const own = spans.filter((span) => span.stage === stage);
      const bars = own.map((span) => {
        const begin = dayOf(span.from);
        return `<i style="left:${share(begin - from)}%;width:${share(dayOf(span.to) + DAY - begin)}%" title="${daysText(span)}"></i>`;
      });
      const all = { stage, from: own[0]?.from ?? '', to: own.at(-1)?.to ?? '' };
      const times = own.length > 1 ? `，${own.length}次` : '';
      return `<div><span>${escaped(stage)}</span><span class="track">${bars.join('')}</span><span class="days">${daysText(all)}${times}</span></div>`;
    })
    .join('')}</div>`;
};
