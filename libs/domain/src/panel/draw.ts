import { refuse } from '../kernel/index.js';
import type { PlainDate, Refusal } from '../kernel/index.js';
import { type Citing, citing, type RulesInForce } from './answer.js';
import { excludes, lookBackFrom } from './committee.js';
import type { PanelRefusalCode } from './refusals.js';

export interface PoolExpert {
  readonly person: string;
  readonly appointment: string;
  readonly unit: string | null;
  /** To those who bid, so far as the library knows; what it doesn't know the expert declares. */
  readonly relations: readonly { readonly bidder: string; readonly kind: string; readonly endedOn: PlainDate | null }[];
}
export interface DrawInput {
  readonly pool: readonly PoolExpert[];
  /** Experts to draw; everybody else who may sit stands in reserve, in the order drawn. */
  readonly size: number;
  readonly purchaserUnit: string;
  readonly bidders: readonly string[];
  readonly activityOn: PlainDate;
  /** People who may not be drawn: members already, or those who left. */
  readonly without?: readonly string[];
  /** Fresh entropy: recorded with the draw, published once the names may be. */
  readonly seed: string;
  readonly sha256: (text: string) => string;
}
export interface Draw {
  readonly drawn: readonly PoolExpert[];
  readonly reserves: readonly PoolExpert[];
  readonly excluded: readonly { readonly person: string; readonly because: 'own-unit' | 'relation' }[];
  readonly seed: string;
  /** Hash of the eligible people in order: with the seed, whoever has the list can draw again. */
  readonly poolHash: string;
}

const SPACE = 1n << 256n;

/** A number below `bound`, every one equally likely: a hash that would favour the low ones is thrown away and the next taken. */
const uniform = (seed: string, sha256: (text: string) => string) => {
  let index = 0;
  return (bound: bigint): bigint => {
    const fair = SPACE - (SPACE % bound);
    for (;;) {
      const number = BigInt(`0x${sha256(`${seed}/${index}`)}`);
      index += 1;
      if (number < fair) return number % bound;
    }
  };
};

/** The list in the order that the seed gives: the same for the same ids in whatever order they came. */
export const shuffled = <T>(list: readonly T[], idOf: (one: T) => string, seed: string, sha256: (text: string) => string): readonly T[] => {
  const next = uniform(seed, sha256);
  const order = list.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0));
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Number(next(BigInt(last + 1)));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
};

/** Draws experts at random and so that it can be done again: those of the purchaser's unit or related to a bidder are left out first. */
export const drawPanel = (input: DrawInput, inForce: RulesInForce): Draw | Refusal => {
  const rules = citing(inForce);
  const from = lookBackFrom(rules, input.activityOn);
  const without = new Set(input.without ?? []);
  const judged = input.pool
    .filter(({ person }) => !without.has(person))
    .map((expert) => ({ expert, because: keptOut(expert, input, rules, from) }));
  const eligible = judged.filter(({ because }) => because === null).map(({ expert }) => expert);
  if (eligible.length < input.size) {
    return refuse<PanelRefusalCode>('panel.pool_too_small', { meta: { needed: input.size, eligible: eligible.length } });
  }
  const order = shuffled(eligible, ({ person }) => person, input.seed, input.sha256);
  const ids = eligible.map(({ person }) => person).toSorted();
  return {
    drawn: order.slice(0, input.size),
    reserves: order.slice(input.size),
    excluded: judged.flatMap(({ expert, because }) => (because === null ? [] : [{ person: expert.person, because }])),
    seed: input.seed,
    poolHash: input.sha256(ids.join('\n')),
  };
};

const keptOut = (expert: PoolExpert, input: DrawInput, rules: Citing, from: PlainDate): 'own-unit' | 'relation' | null => {
  if (expert.unit !== null && expert.unit === input.purchaserUnit) return 'own-unit';
  // A kind that the pack doesn't know excludes too: better one expert fewer than a void result.
  const related = expert.relations.some((relation) => input.bidders.includes(relation.bidder) && excludes(rules, relation, from) !== false);
  return related ? 'relation' : null;
};
