import type { Meta, Rule, Rules } from '../kernel/index.js';
import { parseRatio, parseYuan, ratio } from '../kernel/index.js';
import type { Ratio } from '../kernel/index.js';
import { type CalculationCode, calculationSentences } from './sentences.js';

/** Something wrong with an input (then the answer is refused) or with what it describes (then it is a finding). */
export interface CalculationFault {
  readonly code: CalculationCode;
  /** Id of the rule that it breaks; null where the input is malformed. */
  readonly rule: string | null;
  /** RFC 6901 pointer into the input. */
  readonly pointer: string;
  readonly detail: { readonly zh: string; readonly en: string };
  readonly meta: Readonly<Record<string, Meta>>;
}
/** One line of the reckoning, exact before it is rounded. */
export interface CalculationStep {
  readonly name: string;
  readonly formula: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly exact: string;
  readonly rounded: string | null;
  readonly rounding: { readonly mode: 'half-up'; readonly decimals: number } | null;
}
export type Calculation<R> =
  | { readonly result: R; readonly steps: readonly CalculationStep[]; readonly rules: readonly Rule[] }
  | { readonly refused: readonly CalculationFault[] };

/** The rules in force for this calculation: `context.rules` with the pins of the case already applied. */
export interface RulesInForce {
  readonly rule: (id: string) => Rule;
  readonly has: (id: string) => boolean;
}
/** Binds a case's pins once. */
export const inForce = (rules: Rules, pins?: Parameters<Rules['rule']>[1]): RulesInForce => ({
  rule: (id) => rules.rule(id, pins),
  has: (id) => rules.has(id, pins),
});

/** Reads rules and remembers each, in order of use: an answer cites what it was reckoned with. */
export const citing = (rules: RulesInForce) => {
  const used = new Map<string, Rule>();
  const rule = (id: string): Rule => {
    const found = used.get(id) ?? rules.rule(id);
    used.set(id, found);
    return found;
  };
  return { rule, has: rules.has, used: (): readonly Rule[] => [...used.values()] };
};
export type Citing = ReturnType<typeof citing>;

export const fault = (
  code: CalculationCode,
  rule: string | null,
  pointer: string,
  meta: Readonly<Record<string, Meta>> = {},
): CalculationFault => {
  return { code, rule, pointer, detail: inWords(calculationSentences[code], meta), meta };
};
/** Both sentences of a code, with the figures in place of their names. */
export const inWords = (
  { zh, en }: CalculationFault['detail'],
  meta: Readonly<Record<string, Meta>>,
): { readonly zh: string; readonly en: string } => {
  const filled = (sentence: string): string => sentence.replace(/\{(\w+)\}/g, (whole, name: string) => shown(meta[name], whole));
  return { zh: filled(zh), en: filled(en) };
};
const shown = (value: Meta | undefined, otherwise: string): string =>
  value === undefined || value === null ? otherwise : typeof value === 'object' ? value.join('、') : String(value);

/** One segment of a pointer. */
export const segment = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** Faults in the order in which their pointers stand in the input, an object before what is in it. */
export const inOrderOf = <F extends { readonly pointer: string }>(input: unknown, faults: readonly F[]): readonly F[] => {
  if (faults.length < 2) return faults;
  const orders = new Map<unknown, Map<string, number>>();
  const orderOf = (node: object): Map<string, number> => {
    const known = orders.get(node);
    if (known) return known;
    const order = new Map(Object.keys(node).map((key, index) => [key, index]));
    orders.set(node, order);
    return order;
  };
  const placed = faults.map((one) => {
    let node: unknown = input;
    const place = one.pointer
      .split('/')
      .slice(1)
      .map((part) => {
        const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
        if (typeof node !== 'object' || node === null) return Number.MAX_SAFE_INTEGER;
        const index = orderOf(node).get(key);
        node = (node as Readonly<Record<string, unknown>>)[key];
        return index ?? Number.MAX_SAFE_INTEGER;
      });
    return { one, place };
  });
  return placed.sort((a, b) => byPlace(a.place, b.place)).map(({ one }) => one);
};
const byPlace = (a: readonly number[], b: readonly number[]): number => {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

// A limit of the machine, no figure of the law: more than this is no purchase but an attack.
const MOST = 20_000;

/** Reads the texts of an input and collects what is malformed; a malformed value reads as zero and the answer is refused anyway. */
export const reading = () => {
  const faults: CalculationFault[] = [];
  const say = (code: CalculationCode, pointer: string, meta: CalculationFault['meta'] = {}): void => {
    faults.push(fault(code, null, pointer, meta));
  };
  const wrong = (value: unknown, pointer: string): void =>
    say(typeof value === 'number' ? 'input.number_not_string' : 'input.malformed_number', pointer);
  return {
    faults,
    say,
    /** Points, weights, per cents: zero or more. */
    number: (value: unknown, pointer: string): Ratio => {
      const read = parseRatio(value);
      if (!read) wrong(value, pointer);
      else if (read.num < 0n) say('input.number_negative', pointer);
      return read ?? ratio(0);
    },
    fen: (value: unknown, pointer: string): bigint => {
      const read = parseYuan(value);
      if (read === null) wrong(value, pointer);
      else if (read < 0n) say('input.amount_negative', pointer);
      return read ?? 0n;
    },
    count: (value: unknown, pointer: string, least: number): void => {
      if (!Number.isSafeInteger(value) || (value as number) < least) say('input.not_a_count', pointer, { least });
    },
    list: (list: readonly unknown[], pointer: string): void => {
      if (list.length === 0) say('input.empty_list', pointer);
      if (list.length > MOST) say('input.too_many', pointer, { most: MOST });
    },
    /** Each id once; the pointer is that of the second. */
    unique: (ids: readonly string[], pointer: (index: number) => string): void => {
      const seen = new Set<string>();
      for (const [index, id] of ids.entries()) {
        if (seen.has(id)) say('input.duplicate_id', pointer(index), { id });
        seen.add(id);
      }
    },
  };
};

/** Fen as an exact amount of yuan. */
export const yuanOf = (fen: bigint): Ratio => ratio(fen, 100);

/** A list in input order, grouped by nothing but its place: the pointer of the n-th element. */
export const at = (list: string, index: number, field = ''): string => `/${list}/${index}${field && `/${field}`}`;

/** A share or a per cent as the pack writes it. */
export const figure = (rule: Rule): string => rule.value as string;
