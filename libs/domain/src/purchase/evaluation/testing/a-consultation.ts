import { bidTiming, decideBid } from '../../../bid/decide.js';
import { evolveBid } from '../../../bid/evolve.js';
import { initialBid, type BidCommand, type BidEvent, type BidState } from '../../../bid/bid.js';
import type { CaseFacts, CaseId, Context, Json, Recorded } from '../../../kernel/case.js';
import { isRefusal, type Refusal } from '../../../kernel/refusal.js';
import { plusMs, type Instant } from '../../../kernel/time.js';
import { facts, PURCHASE, recorded, ref, supplier, type World } from '../../tender/testing/a-tender.js';
import type { Plan } from '../../types.js';
import { acting, agency, agent, bid, context, type Course, entered, members, realBids, step, tried, until } from './an-evaluation.js';

/** A consultation of the same purchase, below the open-tender threshold: its panel of three, its suppliers with bids that can be quoted anew. */
export interface Talks extends Course {
  readonly bids: ReadonlyMap<CaseId, BidState>;
}
export const consultation = (
  world: World,
  more: {
    readonly names?: readonly string[];
    readonly plan?: Partial<Plan>;
    readonly noticeOn?: string;
    readonly method?: 'competitive-consultation' | 'competitive-negotiation';
  } = {},
): Talks => {
  const { names = ['a', 'b', 'c'], plan = {}, noticeOn, method = 'competitive-consultation' } = more;
  const begun = entered(world, {
    bids: realBids.filter((one) => names.some((name) => bid(name) === one.bid)),
    plan: { method, amount: 399_000_000n, ...plan },
    course: { method, reading: 'closed', talks: 'each-supplier', ranking: method === 'competitive-negotiation' ? 'price' : 'score' },
    ...(noticeOn === undefined ? {} : { noticeOn }),
  });
  const bids = names.map((name): [CaseId, BidState] => [
    bid(name),
    { ...initialBid, status: 'submitted', purchase: PURCHASE, round: 1, supplier: supplier(name), documentVersion: 1, offer: ref(name) },
  ]);
  return { ...until('complied', begun), bids: new Map(bids) };
};
const withBids = ({ bids }: Talks): Pick<Context, 'cases'> => ({
  cases: new Map<CaseId, CaseFacts>([...bids].map(([id, state]) => [id, facts(id, state)])),
});
/** A command on the purchase that reads the bids. */
export const asks = (talks: Talks, ...[actor, type, data]: [Parameters<typeof step>[1], string, unknown]): Talks => ({
  ...step(talks, actor, type, data, withBids(talks)),
  bids: talks.bids,
});
export const asked = (talks: Talks, ...[actor, type, data]: [Parameters<typeof step>[1], string, unknown]) =>
  tried(talks, actor, type, data, withBids(talks));

export const chairOf = (talks: Course) => acting(talks.state.evaluation.course?.panel?.chair ?? '');
export const talkedWith = (talks: Talks, name: string): Talks =>
  asks(talks, chairOf(talks), 'recordTalk', { bid: bid(name), record: ref(`talk with ${name}`) });
export const talkedWithAll = (talks: Talks): Talks =>
  [...talks.bids.keys()].reduce((now, id) => talkedWith(now, id.slice('bid/'.length)), talks);
const HALF_AN_HOUR = 1_800_000;
export const called = (talks: Talks, until = plusMs(talks.at, HALF_AN_HOUR)): Talks =>
  asks(talks, chairOf(talks), 'callFinalQuotes', { until });

const around = (talks: Talks, name: string, price: bigint | null): Context => {
  const quote = { price, commitments: {}, files: [] } as unknown as Json;
  return context({ ...talks, contents: new Map([...talks.contents, [`quote of ${name}`, quote]]) }, agent(name), {
    caseId: bid(name),
    cases: new Map<CaseId, CaseFacts>([[PURCHASE, facts(PURCHASE, talks.state)]]),
  });
};
export const onBid = (talks: Talks, name: string, type: BidCommand['type'], data: object, price: bigint | null = null) => {
  const state = talks.bids.get(bid(name)) ?? initialBid;
  const around_ = around(talks, name, price);
  return bidTiming(state, type, around_) ?? decideBid(state, { type, caseId: bid(name), data } as BidCommand, around_);
};
const carried = (talks: Talks, name: string, answer: ReturnType<typeof onBid>, price: bigint | null): Talks => {
  if (isRefusal(answer)) throw new Error(answer.refused);
  const before = talks.bids.get(bid(name)) ?? initialBid;
  const after = answer.events.reduce(
    (now, event) => evolveBid(now, recorded(event, talks.at, agent(name), bid(name)) as Recorded<BidEvent>),
    before,
  );
  return { ...talks, bids: new Map([...talks.bids, [bid(name), after]]), contents: around(talks, name, price).contents };
};
export const quotes = (talks: Talks, name: string, price: bigint, needsVersion = 0): ReturnType<typeof onBid> =>
  onBid(talks, name, 'quoteFinally', { needsVersion, quote: ref(`quote of ${name}`) }, price);
export const quoted = (talks: Talks, name: string, price: bigint, needsVersion = 0): Talks =>
  carried(talks, name, quotes(talks, name, price, needsVersion), price);
export const gone = (talks: Talks, name: string): Talks => carried(talks, name, onBid(talks, name, 'leaveTalks', {}), null);
export const overAt = (talks: Talks, at: Instant): Talks => ({ ...talks, at });
export const openedQuotes = (talks: Talks): Talks => asks(talks, agency, 'openFinalQuotes', {});
export const refusal = (answer: unknown): Refusal | null => (isRefusal(answer) ? answer : null);
export const seats = (talks: Talks): readonly string[] => members(talks);
