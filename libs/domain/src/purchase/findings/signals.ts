import type { CaseId } from '../../kernel/case.js';
import type { Signal } from './state.js';

/** What is compared of one bid: facts that the system holds, no opinion of anybody. */
export interface ComparedBid {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly price: bigint;
  /** Persons with a post to act for the bidder. */
  readonly agents: readonly string[];
  /** What the file says of where it was made. */
  readonly author: string | null;
  readonly device: string | null;
  readonly contact: string | null;
  /** Account that the bond came from. */
  readonly account: string | null;
  /** Hashes of the bid's files, and its answers in words. */
  readonly files: readonly string[];
  readonly texts: readonly string[];
}
export interface SignalLimits {
  /** Texts shorter than this are alike by nature. */
  readonly textLength: number;
  /** Two who ask the same are equals, as the law of ranking knows; from so many on it is no chance. */
  readonly equalBids: number;
  /** Prices in even steps mean nothing among fewer bids. */
  readonly stepBids: number;
}

/** Alike whatever the spaces and the case. */
const plain = (text: string): string => text.replaceAll(/\s/gu, '').toUpperCase();

/** Bids that have a value in common, for each value that more than one has. */
const sharing = (
  bids: readonly ComparedBid[],
  values: (bid: ComparedBid) => readonly (string | null)[],
): readonly (readonly CaseId[])[] => {
  const byValue = new Map<string, Set<CaseId>>();
  for (const one of bids)
    for (const value of values(one)) {
      const key = value === null ? '' : plain(value);
      if (key !== '') byValue.set(key, (byValue.get(key) ?? new Set()).add(one.bid));
    }
  return [...byValue.values()].filter(({ size }) => size > 1).map((set) => [...set].toSorted());
};

/** Prices that rise by the same amount each time. */
const inSteps = (prices: readonly bigint[]): boolean => {
  const sorted = prices.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [first, second] = sorted;
  if (first === undefined || second === undefined || second === first) return false;
  return sorted.every((price, i) => i === 0 || price - (sorted[i - 1] ?? 0n) === second - first);
};

/** 视为投标人串通投标的情形, as far as facts show it; whether it is so a person judges. In the order of the law's words. */
export const signalsOf = (bids: readonly ComparedBid[], patterns: readonly string[], limits: SignalLimits): readonly Signal[] => {
  const long = ({ texts }: ComparedBid) => texts.filter((text) => plain(text).length >= limits.textLength);
  const price = ({ price: fen }: ComparedBid) => [`${fen}`];
  const everybody = bids.map(({ bid }) => bid).toSorted();
  const found: readonly (readonly [pattern: string, of: string, groups: readonly (readonly CaseId[])[]])[] = [
    ['same-author', 'author', sharing(bids, ({ author }) => [author])],
    ['same-author', 'device', sharing(bids, ({ device }) => [device])],
    ['same-agent', 'agent', sharing(bids, ({ agents }) => agents)],
    ['same-contact', 'contact', sharing(bids, ({ contact }) => [contact])],
    ['abnormally-identical', 'equal-price', sharing(bids, price).filter((group) => group.length >= limits.equalBids)],
    ['abnormally-identical', 'even-steps', bids.length >= limits.stepBids && inSteps(bids.map((one) => one.price)) ? [everybody] : []],
    ['abnormally-identical', 'text', sharing(bids, long)],
    ['mixed-documents', 'file', sharing(bids, ({ files }) => files)],
    ['same-bond-account', 'account', sharing(bids, ({ account }) => [account])],
  ];
  const seen = new Set<string>();
  return found
    .filter(([pattern]) => patterns.includes(pattern))
    .flatMap(([pattern, of, groups]) => groups.map((group) => ({ pattern, of, bids: group })))
    .filter(({ pattern, of, bids: group }) => {
      const key = [pattern, of, ...group].join();
      return !seen.has(key) && seen.add(key);
    })
    .map((signal, i) => ({ id: `signal-${i + 1}`, ...signal }));
};
