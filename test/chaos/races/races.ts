import { type CaseId, equal, type Instant, isRefusal, type Json, plusMs } from '@goufu/domain';
import { addressOf } from '../../../apps/local/src/scenario/door.js';
import type { Arena, NewEvent } from './arena.js';
import { LAST_PAYMENT_VOTE, LAST_PLAN_VOTE, RETURNED } from './bases.js';
import { oneOf, type Race, type Side, staggered } from './race.js';

/** What must hold of an outcome; told with what was found where it does not. */
const must = (holds: boolean, what: string, found: unknown): void => {
  if (!holds)
    throw new Error(`${what}: ${JSON.stringify(found, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`);
};
const only = (events: readonly NewEvent[], type: string): readonly NewEvent[] => events.filter((event) => event.type === type);

const twice = (title: string, base: string, like: string): Race => ({
  title,
  sides: ['the first process', 'the second process'],
  base,
  isAtTheDoor: true,
  ready: (arena, lead) => {
    const send = (side: Side) => () => arena.send(side, like, { key: `same-key-${arena.number}` });
    return Promise.resolve(staggered(lead, send(0), send(1)));
  },
  judge: async (arena, told) => {
    must(!told.some(isRefusal), 'the same command got a refusal', told);
    const [one, other] = told;
    must(equal(one as Json, other as Json), 'the same command got two answers', told);
    const by = new Set((await arena.events()).map(({ requestId }) => requestId));
    must(by.size === 1, 'not one process carried it out', [...by]);
    return by.has('by-side-0') ? 0 : 1;
  },
});

/** A command that is in time or late by the clock alone: the clock stands a little before the due, and a guard looks for what is due. */
const against = (
  due: { of(arena: Arena): CaseId; also?(arena: Arena): CaseId },
  command: (arena: Arena) => Promise<unknown>,
): Race['ready'] => {
  return async (arena, lead) => {
    const cases = [due.of(arena), ...(due.also ? [due.also(arena)] : [])];
    const at = await arena.dueOf(due.of(arena));
    await arena.moveTo(plusMs(at, -Math.max(0, Math.round(lead + arena.way.ms))));
    return [() => command(arena), () => Promise.all(cases.map((id) => arena.guard(1, id, at)))];
  };
};
/** The late one is refused, the one in time was decided before the due. */
const inTime = (event: NewEvent | undefined, at: Instant): void =>
  must(event === undefined || event.effectiveAt < at, 'what was in time was decided late', event);

export const races: readonly Race[] = [
  twice('the same request for money twice', 'before-disbursements', 'disbursements'),
  twice('the same confirmation twice', 'before-confirm-request', 'confirm-request'),
  {
    title: 'the last fen of a line',
    sides: ['one purchase', 'the other purchase'],
    base: 'last-fen',
    ready: (arena, lead) =>
      Promise.resolve(
        staggered(
          lead,
          () => arena.send(0, LAST_PLAN_VOTE),
          () => arena.send(1, 'second-plan-vote'),
        ),
      ),
    judge: async (arena, told) => {
      const side = oneOf(told, ['planning.not_budgeted']);
      const reserved = only(await arena.events(), 'FundsReserved');
      must(reserved.length === 1, 'not one purchase holds the money', reserved);
      const { available = 0n, reserved: held = 0n } = await arena.balances(arena.id('line-2025'));
      must(available === held - 1n, 'the line holds something else', { available, held });
      return side;
    },
  },
  {
    title: 'a bid against the closing, to the millisecond',
    sides: ['the bid', 'the closing'],
    base: 'before-replace',
    isAtTheDoor: true,
    ready: against({ of: (arena) => arena.id('purchase') }, (arena) => arena.send(0, 'replace')),
    judge: async (arena, told) => {
      const events = await arena.events();
      const [closed] = only(events, 'BidsClosed');
      must(
        closed !== undefined,
        'bids were never closed',
        events.map(({ type }) => type),
      );
      const bid = arena.id('bid-a');
      const counted = ((closed?.data.bids ?? []) as { bid: CaseId; receivedAt: Instant }[]).find((one) => one.bid === bid);
      if (isRefusal(told[0])) {
        must(told[0].refused === 'bid.window_closed' && counted === undefined, 'a refused bid', { told: told[0], counted });
        return 1;
      }
      must(counted !== undefined && counted.receivedAt < (closed?.effectiveAt ?? 0), 'an accepted bid is not among the closed', counted);
      return 0;
    },
  },
  {
    title: 'an award against its silence',
    sides: ['the purchaser', 'the silence'],
    base: 'before-confirm-winner',
    ready: against({ of: (arena) => arena.id('purchase') }, (arena) => arena.send(0, 'confirm-winner')),
    judge: async (arena, told) => {
      const decided = only(await arena.events(), 'WinnerDecided');
      must(decided.length === 1, 'not one decision', decided);
      const how = decided[0]?.data.how;
      const refused = isRefusal(told[0]) ? told[0].refused : null;
      must(
        refused === null
          ? how === 'confirmed'
          : how === 'deemed' && ['award.already_decided', 'purchase.wrong_stage', 'purchase.between_stages'].includes(refused),
        'the decision and the answer differ',
        { how, refused },
      );
      return refused === null ? 0 : 1;
    },
  },
  {
    title: 'a payment against its cancellation',
    sides: ['the last vote', 'the supplier'],
    base: `before-${LAST_PAYMENT_VOTE}`,
    isAtTheDoor: true,
    ready: (arena, lead) => {
      const path = `${addressOf(arena.id('disbursement'))}/cancel-request`;
      return Promise.resolve(
        staggered(
          lead,
          () => arena.send(0, LAST_PAYMENT_VOTE),
          () => arena.send(1, LAST_PAYMENT_VOTE, { by: arena.as('agent-a'), path, body: {} }),
        ),
      );
    },
    judge: async (arena, told) => {
      const side = oneOf(told, ['disbursement.stage_not_open', 'disbursement.already_ordered', 'disbursement.wrong_desk']);
      await arena.settle();
      must(arena.ordered.length === (side === 0 ? 1 : 0), 'the treasury was asked otherwise', arena.ordered);
      const { committed = 0n, advanced = 0n } = await arena.balances(arena.id('line-2025'));
      must(side === 0 ? advanced > 0n : advanced === 0n && committed > 0n, 'the line tells another story', { committed, advanced });
      return side;
    },
  },
  {
    title: 'a return against the order that is sent again',
    sides: ['the treasury', 'the handler'],
    base: 'partly-returned',
    ready: (arena, lead) => {
      const id = arena.id('disbursement');
      const movement = { kind: 'returned', amount: RETURNED.all, movementNo: 'R2', reason: 'name_mismatch' };
      const path = `${addressOf(id)}/correct-request`;
      const body = { account: 'contract', reason: '按合同账户重新支付。' };
      return Promise.resolve(
        staggered(
          lead,
          () => arena.system(0, id, 'recordTreasuryMovement', { key: `${id}:1`, movement }),
          () => arena.send(1, LAST_PAYMENT_VOTE, { by: arena.as('zhang-min'), path, body }),
        ),
      );
    },
    judge: async (arena, told) => {
      must(!told.some(isRefusal), 'neither may be refused', told);
      const [again] = only(await arena.events(), 'PaymentOrdered');
      const amount = again?.data.amount as bigint;
      must(amount === RETURNED.first || amount === RETURNED.all, 'another amount was ordered', again);
      await arena.settle();
      must(arena.ordered.length === 1, 'not one more order', arena.ordered);
      const [{ paid, back } = { paid: 0n, back: 0n }] = await arena.rows<{ paid: bigint; back: bigint }>(
        `select coalesce(sum(amount) filter (where to_account like '%#advanced'), 0)::bigint as paid,
                coalesce(sum(amount) filter (where from_account like '%#advanced'), 0)::bigint as back from posting where realm_id = $1`,
      );
      must(paid === amount && back === RETURNED.all - RETURNED.first, 'the ledger tells another story', { paid, back });
      return amount === RETURNED.all ? 0 : 1;
    },
  },
  {
    title: 'two officials on one to-do',
    sides: ['one handler', 'the other handler'],
    base: 'two-handlers',
    isAtTheDoor: true,
    ready: (arena, lead) => {
      const { by } = arena.sent('confirm-request');
      const other = { person: 'liu-yang', appointment: by.appointment.replace('zhang-min', 'liu-yang') };
      return Promise.resolve(
        staggered(
          lead,
          () => arena.send(0, 'confirm-request'),
          () => arena.send(1, 'confirm-request', { by: other }),
        ),
      );
    },
    judge: async (arena, told) => {
      const side = oneOf(told, ['disbursement.wrong_desk']);
      const confirmed = only(await arena.events(), 'RequestConfirmed');
      must(confirmed.length === 1 && confirmed[0]?.person === (side === 0 ? 'zhang-min' : 'liu-yang'), 'not one confirmed', confirmed);
      return side;
    },
  },
  {
    title: 'a commitment against the end of the year',
    sides: ['the signature', 'the end of the year'],
    base: 'late-before-sign-as-purchaser',
    ready: against({ of: (arena) => arena.id('late-line-2025'), also: (arena) => arena.id('late-purchase') }, (arena) =>
      arena.send(0, 'late-signature'),
    ),
    judge: async (arena, told) => {
      const line = arena.id('late-line-2025');
      const events = await arena.events();
      const [ended] = only(events, 'FundingYearEnded');
      must(
        ended !== undefined,
        'the year never ended',
        events.map(({ type }) => type),
      );
      const committed = only(events, 'FundsCommitted');
      inTime(committed[0], ended?.effectiveAt as Instant);
      const { reserved = 0n, available = 0n, committed: owed = 0n, withdrawn = 0n } = await arena.balances(line);
      const refused = isRefusal(told[0]) ? told[0].refused : null;
      must(refused === null || refused === 'funding.year_not_funded', 'refused otherwise', told[0]);
      must(committed.length === (refused === null ? 1 : 0), 'the commitment and the answer differ', { refused, committed });
      must(reserved + available === 0n && withdrawn > 0n, 'the line was not emptied', { reserved, available, withdrawn });
      must(refused === null ? owed > 0n : owed === 0n, 'the line owes something else', owed);
      return refused === null ? 0 : 1;
    },
  },
  {
    title: 'a suspension against a due',
    sides: ['the suspension', 'the due'],
    base: 'before-closing',
    ready: against({ of: (arena) => arena.id('purchase') }, (arena) =>
      arena.system(0, arena.id('purchase'), 'suspendClock', { reason: '投诉处理期间暂停' }),
    ),
    judge: async (arena, told) => {
      must(!isRefusal(told[0]), 'the suspension was refused', told[0]);
      const events = await arena.events();
      const [suspended] = only(events, 'ClockSuspended');
      const [closed] = only(events, 'BidsClosed');
      must(suspended !== undefined, 'it was never suspended', events);
      if (!closed) return 0;
      must((suspended?.effectiveAt ?? 0) >= closed.effectiveAt, 'bids were closed while everything stood still', { suspended, closed });
      return 1;
    },
  },
];
