import type { Deadline, Task } from '../../kernel/case.js';
import type { PurchaseState } from '../state.js';
import { bondsOf, everyBond, isHeld, refusedToSign, released, toTake } from './facts.js';

const moment = (id: string, at: Deadline['at'], type: string, data: object): Deadline => ({
  id: `bond/${id}`,
  at,
  command: { type, data },
  rule: null,
  calendar: null,
  // Other people's money never stands still.
  suspendable: false,
});

/** When bonds are taken on record, fall due, and are late. Nothing of it exists before bids are no secret any more. */
export const bondDeadlines = (state: PurchaseState): readonly Deadline[] => {
  const list: Deadline[] = [];
  const take = toTake(state);
  if (take) list.push(moment(`take/${take.round}`, take.at, 'takeBonds', { round: take.round }));
  const due = released(state);
  for (const round of new Set(due.map((one) => one.round))) {
    const at = due
      .filter((one) => one.round === round)
      .reduce((first, one) => (one.at < first ? one.at : first), due[0]?.at ?? (0 as never));
    list.push(moment(`due/${round}`, at, 'letBondsFallDue', { round }));
  }
  for (const bond of everyBond(state)) {
    const { release } = bond;
    if (!isHeld(bond) || !release || release.late || release.due.dueAt === null) continue;
    const { rule, calendar, from, dueAt } = release.due;
    list.push({ ...moment(`refund/${bond.bid}`, dueAt, 'bondRefundOverdue', { bid: bond.bid }), rule, calendar, from });
  }
  return list;
};

/** Who keeps the bonds: the agency where it opens bids, else the purchaser. */
const keeperOf = ({ parties }: PurchaseState): Task['to'] =>
  parties.agency?.powers.includes('open')
    ? { organisation: parties.agency.organisation, role: 'agency-officer' }
    : { organisation: parties.purchaser ?? '', role: 'purchaser-handler' };

export const bondTasks = (state: PurchaseState): readonly Task[] =>
  bondsOf(state).rounds.flatMap(({ takenAt, bonds }) =>
    bonds.flatMap((bond) => {
      const { bid, receipt, release, standing } = bond;
      const task = (name: string, mark: string, to: Task['to'], more: Partial<Task> = {}): Task => ({
        key: `bond/${name}/${bid}${mark}`,
        name,
        to,
        since: takenAt,
        dueAt: null,
        rule: null,
        meta: { bid },
        ...more,
      });
      if (receipt === null)
        return isHeld(bond) ||
          (standing === 'standing' && state.evaluation.result === null && release === null && state.endedEarly === null)
          ? [task('recordBondReceipt', '', keeperOf(state))]
          : [];
      if (!isHeld(bond)) return [];
      const decide = refusedToSign(state, bid)
        ? [task('forfeitBond', '', { organisation: state.parties.purchaser ?? '', role: 'purchaser-approver' })]
        : [];
      if (!release) return decide;
      const { due, late, because, at } = release;
      const more = { since: at, dueAt: due.dueAt, rule: due.rule, meta: { bid, because, late } };
      const finance = { organisation: state.parties.finance ?? '', role: 'finance-officer' };
      const alarm = late ? [task('refundBond', '/late', finance, { ...more, meta: { ...more.meta, alert: 'bond.refund_late' } })] : [];
      return [...decide, task('refundBond', '', keeperOf(state), more), ...alarm];
    }),
  );
