import type { Deadline, Task } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import type { AwaitedMilestone } from './state.js';

const at = (id: string, due: Due, type: string, data: object): readonly Deadline[] =>
  due.dueAt === null
    ? []
    : [
        {
          id: `obligations/${id}`,
          at: due.dueAt,
          command: { type, data },
          rule: due.rule,
          calendar: due.calendar,
          from: due.from,
          suspendable: true,
        },
      ];
/** Reported and not confirmed yet. */
const awaited = ({ delivery, obligations }: PurchaseState): readonly AwaitedMilestone[] =>
  obligations.milestones.filter(({ milestone }) =>
    delivery.milestones.some(({ id, confirmedAt }) => id === milestone && confirmedAt === null),
  );

/** Each duty once: late it is told, and stays open. Of a rescinded contract its publicity and its bond are still waited for. */
export const obligationDeadlines = (state: PurchaseState): readonly Deadline[] => {
  const { bond, supplements, subcontracts } = state.obligations;
  const rescinded = state.ending.rescission !== null;
  const list: Deadline[] = [];
  if (bond && bond.lodging.doneAt === null && !bond.lodging.late && !rescinded)
    list.push(...at('bond/lodge', bond.lodging.due, 'performanceBondOverdue', { side: 'supplier' }));
  if (bond?.giving && bond.giving.doneAt === null && !bond.giving.late)
    list.push(...at('bond/return', bond.giving.due, 'performanceBondOverdue', { side: 'purchaser' }));
  for (const { supplement, publication, filing } of supplements) {
    if (publication.doneAt === null && !publication.late)
      list.push(...at(`${supplement}/publish`, publication.due, 'supplementPublicationOverdue', { supplement }));
    if (filing.doneAt === null && !filing.late)
      list.push(...at(`${supplement}/file`, filing.due, 'supplementFilingOverdue', { supplement }));
  }
  if (rescinded) return list;
  for (const { id, due, late, consent } of subcontracts)
    if (consent === null && !late) list.push(...at(id, due, 'subcontractOverdue', { subcontract: id }));
  for (const { milestone, due, late } of awaited(state))
    if (!late) list.push(...at(`milestone/${milestone}`, due, 'milestoneOverdue', { milestone }));
  return list;
};

/** Who has what to do; what is late is shown to finance, or to whoever stands above the handler. */
export const obligationTasks = (state: PurchaseState): readonly Task[] => {
  const { bond, supplements, subcontracts } = state.obligations;
  const purchaser = state.parties.purchaser ?? '';
  const handler = { organisation: purchaser, role: 'purchaser-handler' };
  const approver = { organisation: purchaser, role: 'purchaser-approver' };
  const supplier = { organisation: state.contract.signed?.supplier ?? '', role: 'supplier-agent' };
  const finance = { organisation: state.parties.finance ?? '', role: 'finance-officer' };
  const rescinded = state.ending.rescission !== null;
  const list: Task[] = [];
  const add = (name: string, mark: string, to: Task['to'], since: Instant, due: Due | null, meta: Task['meta'] = {}): void =>
    void list.push({ key: `obligations/${name}/${mark}`, name, to, since, dueAt: due?.dueAt ?? null, rule: due?.rule ?? null, meta });
  if (bond && bond.lodging.doneAt === null && !rescinded) {
    add('lodgePerformanceBond', 'own', supplier, bond.demandedAt, bond.lodging.due);
    if (bond.lodging.late)
      add('lodgePerformanceBond', 'late', approver, bond.demandedAt, bond.lodging.due, { alert: 'obligations.bond_unlodged' });
  }
  if (bond?.giving && bond.giving.doneAt === null) {
    add('returnPerformanceBond', 'own', handler, bond.giving.since, bond.giving.due);
    if (bond.giving.late)
      add('returnPerformanceBond', 'late', finance, bond.giving.since, bond.giving.due, { alert: 'obligations.bond_unreturned' });
  } else if (bond && bond.form !== null && !bond.giving && rescinded) add('returnPerformanceBond', 'own', handler, bond.demandedAt, null);
  for (const { supplement, signedAt, publication, filing } of supplements) {
    for (const [name, duty, alert] of [
      ['publishSupplement', publication, 'obligations.supplement_unpublished'],
      ['fileSupplement', filing, 'obligations.supplement_unfiled'],
    ] as const) {
      if (duty.doneAt !== null) continue;
      add(name, supplement, handler, signedAt, duty.due, { supplement });
      if (duty.late) add(name, `${supplement}/late`, finance, signedAt, duty.due, { supplement, alert });
    }
  }
  if (rescinded) return list;
  for (const { id, proposedAt, due, consent, late } of subcontracts)
    if (consent === null) add('decideSubcontract', id, approver, proposedAt, due, { subcontract: id, ...(late ? { late } : {}) });
  for (const { milestone, due } of awaited(state).filter(({ late }) => late)) {
    const since = state.delivery.milestones.find(({ id }) => id === milestone)?.reportedAt ?? (0 as Instant);
    add('confirmMilestone', `${milestone}/late`, approver, since, due, { milestone, alert: 'obligations.milestone_unconfirmed' });
  }
  return list;
};
