import type { CaseId, Context } from '../../kernel/case.js';
import { formatYuan } from '../../kernel/money.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { currentStage, stageName } from '../../kernel/stages.js';
import { dateOf, type Instant } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import type { BondRefusal } from './refusals.js';
import { initialBond, type BondRound, type BondState, type HeldBond, type ReleaseCause } from './state.js';

export const no = (code: BondRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<BondRefusal>(code, more);

/** What is known of bonds. A purchase that was kept before there were any has no such piece. */
export const bondsOf = (state: PurchaseState): BondState => state.bond ?? initialBond;
export const everyBond = (state: PurchaseState): readonly HeldBond[] => bondsOf(state).rounds.flatMap(({ bonds }) => bonds);
export const bondOf = (state: PurchaseState, bid: CaseId): HeldBond | undefined => everyBond(state).find((one) => one.bid === bid);
export const lastRound = (state: PurchaseState): BondRound | null => bondsOf(state).rounds.at(-1) ?? null;

/** Since when the bids of the round in course are no secret any more: opened, failed at the closing, or the tender ended before. */
const disclosedAt = ({ tender, endedEarly }: PurchaseState): Instant | null =>
  tender.current?.opening?.at ?? tender.course?.failed?.at ?? endedEarly?.at ?? null;

/** The round whose bonds have to be taken on record now, and since when; null while nobody may know who bids, and where no bond is demanded. */
export const toTake = (state: PurchaseState): { readonly round: number; readonly at: Instant } | null => {
  const { current, course } = state.tender;
  const at = disclosedAt(state);
  if (current === null || at === null || !course || course.bond === null) return null;
  return bondsOf(state).rounds.some(({ round }) => round === current.round) ? null : { round: current.round, at };
};

/** Whether there is still something to be given back or decided: what did not come in, or was never offered, is nobody's money. */
export const isHeld = ({ form, receipt, refund, forfeit }: HeldBond): boolean =>
  refund === null && forfeit === null && (receipt === null ? form !== null : receipt.received);

/** Winners who did not sign: of the award that stands, and of those before it. */
export const refusedToSign = ({ award, contract, ending }: PurchaseState, bid: CaseId): boolean =>
  !ending.invalidAwards?.some((one) => one.bid === bid) &&
  (award.history.some(({ winner }) => winner.bid === bid) || (contract.refusal !== null && award.current?.winner.bid === bid));

/** What lets a bond go: the bid is out, the purchase or its tender is over, another was chosen, the contract is signed. */
const releaseOf = (state: PurchaseState, round: BondRound, bond: HeldBond): { because: ReleaseCause; at: Instant } | null => {
  const { endedEarly, failure, award, contract, tender, ending } = state;
  if (bond.standing !== 'standing') return { because: 'withdrawn', at: round.takenAt };
  if (endedEarly !== null) return { because: 'ended', at: endedEarly.at };
  if (tender.current?.round === round.round && tender.course?.failed) return { because: 'ended', at: tender.course.failed.at };
  if (stageName(currentStage(state.stages) ?? '') === 'failure' && failure.current) return { because: 'ended', at: failure.current.since };
  if (contract.signed !== null) return { because: 'signed', at: contract.signed.signedAt };
  const invalid = ending.invalidAwards?.find((one) => one.bid === bond.bid);
  if (invalid) return { because: 'ended', at: invalid.at };
  const { notifiedAt, winner } = award.current ?? {};
  // Of a winner who refused it is decided first whether it is forfeited.
  return notifiedAt && winner?.bid !== bond.bid && !refusedToSign(state, bond.bid) ? { because: 'lost', at: notifiedAt } : null;
};

/** Bonds that have to be given back and have no due day yet. */
export const released = (
  state: PurchaseState,
): readonly { readonly round: number; readonly bid: CaseId; readonly because: ReleaseCause; readonly at: Instant }[] =>
  bondsOf(state).rounds.flatMap((round) =>
    round.bonds.flatMap((bond) => {
      const why = isHeld(bond) && bond.release === null ? releaseOf(state, round, bond) : null;
      return why === null ? [] : [{ round: round.round, bid: bond.bid, ...why }];
    }),
  );

/** 未按照招标文件的规定提交投标保证金: no majority makes such a bid valid. Null: none was demanded, or it came in full and in time. */
export const bondFault = (state: PurchaseState, bid: CaseId, context: Context): Refusal | null => {
  const { current, course } = state.tender;
  const bond = bondOf(state, bid);
  if (!current || !course || course.bond === null) return null;
  const rule = context.rules.rule('invalid.bid', state.pins);
  const demanded = formatYuan(course.bond);
  if (!bond?.receipt) return no('bond.receipt_unrecorded', { pointer: '/bid', rule });
  const { received, receivedOn, amount } = bond.receipt;
  if (!received || receivedOn === null) return no('bond.missing', { pointer: '/bid', rule, meta: { demanded } });
  if (receivedOn > dateOf(current.deadlineAt))
    return no('bond.too_late', { pointer: '/bid', rule: context.rules.rule('bond.deadline', state.pins), meta: { receivedOn } });
  return amount < course.bond ? no('bond.too_small', { pointer: '/bid', rule, meta: { amount: formatYuan(amount), demanded } }) : null;
};
