import { lineYear, type Move, type Place } from '../../budget/ledger.js';
import type { CaseId } from '../../kernel/case.js';
import type { Instant } from '../../kernel/time.js';
import type { YearFunds } from './state.js';

type Held = 'planned' | 'reserved' | 'committed' | 'advanced' | 'accepted' | 'paid';
const held: readonly Held[] = ['planned', 'reserved', 'committed', 'advanced', 'accepted', 'paid'];
const isHeld = (place: Place): place is Held => (held as readonly Place[]).includes(place);

const nothing = { planned: 0n, reserved: 0n, committed: 0n, advanced: 0n, accepted: 0n, paid: 0n };
const isEmpty = (funds: YearFunds): boolean => held.every((place) => funds[place] === 0n);

/** A plan stands by its year, money by its line. */
const matches = (funds: YearFunds, year: number, line: CaseId | null): boolean =>
  line === null ? funds.line === null && funds.year === year : funds.line === line;

/** When the years of lines that are new to a purchase end, and how often their money was carried. */
export type Lines = readonly { readonly line: CaseId; readonly endsAt: Instant; readonly carried?: number }[];

const fresh = (year: number, line: CaseId | null, lines: Lines): YearFunds => {
  const known = lines.find((one) => one.line === line);
  return { year, line, memo: null, endsAt: known?.endsAt ?? null, ended: false, carried: known?.carried ?? 0, ...nothing };
};
const put = (years: readonly YearFunds[], move: Move, place: Held, amount: bigint, lines: Lines): readonly YearFunds[] => {
  const line = place === 'planned' ? null : move.line;
  const year = place === 'planned' ? move.year : lineYear(move.line);
  if (!years.some((funds) => matches(funds, year, line))) return put([...years, fresh(year, line, lines)], move, place, amount, lines);
  return years.map((funds) =>
    matches(funds, year, line)
      ? { ...funds, [place]: funds[place] + amount, ...(place === 'planned' && amount > 0n ? { memo: move.line } : {}) }
      : funds,
  );
};

/**
 * What a purchase holds after some moves, ordered by year; what holds nothing any more is gone. A line on which plans stand holds them: its year's end
 * has to hand them on, even where no money of its own was ever taken.
 */
export const applyMoves = (years: readonly YearFunds[], moves: readonly Move[], lines: Lines = []): readonly YearFunds[] => {
  const unknown = lines.filter(({ line }) => !years.some((funds) => funds.line === line));
  let now: readonly YearFunds[] = [...years, ...unknown.map(({ line }) => fresh(lineYear(line), line, lines))];
  for (const move of moves) {
    if (isHeld(move.from)) now = put(now, move, move.from, -move.amount, lines);
    if (isHeld(move.to)) now = put(now, move, move.to, move.amount, lines);
  }
  const memos = new Set(now.filter(({ planned }) => planned > 0n).map(({ memo }) => memo));
  const holds = (funds: YearFunds): boolean => !isEmpty(funds) || (funds.line !== null && memos.has(funds.line));
  return now.filter(holds).toSorted((a, b) => a.year - b.year || ((a.line ?? '') < (b.line ?? '') ? -1 : 1));
};

/** A move of one line's money in its own year; of a plan, in the year planned for. */
export const move = (line: CaseId, from: Place, to: Place, amount: bigint, year = lineYear(line)): Move => ({
  line,
  year,
  from,
  to,
  amount,
});

/** Money given up goes back to the line while its year runs, else it is withdrawn 收回. */
export const givenBack = (funds: Pick<YearFunds, 'endsAt' | 'ended'>, at: Instant): Place =>
  funds.ended || (funds.endsAt !== null && at >= funds.endsAt) ? 'withdrawn' : 'available';
