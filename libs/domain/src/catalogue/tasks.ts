import { approvalTasks } from '../approval/index.js';
import { isOpen, type Task } from '../kernel/index.js';
import type { CatalogueState } from './catalogue.js';
import { reviewNames } from './deadlines.js';

/** Who has what to do on the item, until when. */
export const catalogueTasks = (state: CatalogueState): readonly Task[] => {
  const { stages, department, finance, assessment, review } = state;
  if (department === null || finance === null) return [];
  const since = stages.open[0]?.since ?? state.since;
  const handler = { organisation: department, role: 'purchaser-handler' };
  if (isOpen(stages, 'proposal')) return [{ key: 'accept', name: 'accept', to: handler, since, dueAt: null, rule: null }];
  if (isOpen(stages, 'assessment')) {
    const { due, late } = assessment;
    return [
      { key: 'assessNeed', name: 'assessNeed', to: handler, since, dueAt: due?.dueAt ?? null, rule: due?.rule ?? null, meta: { late } },
    ];
  }
  if (!review?.chain || !(isOpen(stages, 'review') || isOpen(stages, 'listing'))) return [];
  const tasks = [...approvalTasks(review.chain, reviewNames(state))];
  if (review.escalatedAt !== null) {
    // Whoever holds the matter answers for it: after a return that is the department.
    const to =
      review.chain.status === 'returned'
        ? { organisation: department, role: 'purchaser-leader' }
        : { organisation: finance, role: 'finance-leader' };
    tasks.push({
      key: `escalation/${review.escalations}`,
      name: 'answerEscalation',
      to,
      since: review.escalatedAt,
      dueAt: review.due.dueAt,
      rule: review.due.rule,
      meta: { alert: 'catalogue.review_overdue', escalations: review.escalations },
    });
  }
  return tasks;
};
