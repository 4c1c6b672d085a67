import { approvalDeadlines, type ApprovalNames } from '../approval/index.js';
import { type Deadline, isOpen } from '../kernel/index.js';
import type { CatalogueState } from './catalogue.js';

/** Under which of the item's commands its chain of approval acts. */
export const reviewNames = (state: CatalogueState): ApprovalNames => ({
  key: 'review',
  vote: 'review',
  resubmit: 'resubmit',
  refresh: 'refreshReview',
  overdue: 'reviewStepDue',
  alert: { organisation: state.finance ?? '', role: 'finance-leader' },
});

/** What the item waits for, earliest first. A listed item without a revision waits for nothing. */
export const catalogueDeadlines = (state: CatalogueState): readonly Deadline[] => {
  const { assessment, review, stages } = state;
  const list: Deadline[] = [];
  if (isOpen(stages, 'assessment') && assessment.due?.dueAt && !assessment.late)
    list.push({
      id: 'assessment',
      at: assessment.due.dueAt,
      command: { type: 'assessmentDue', data: {} },
      rule: assessment.due.rule,
      calendar: assessment.due.calendar,
      suspendable: true,
    });
  if (review?.chain && (isOpen(stages, 'review') || isOpen(stages, 'listing'))) {
    if (review.due.dueAt)
      list.push({
        id: `review/${review.escalations}`,
        at: review.due.dueAt,
        command: { type: 'reviewDue', data: { escalations: review.escalations } },
        rule: review.due.rule,
        calendar: review.due.calendar,
        suspendable: true,
      });
    list.push(...approvalDeadlines(review.chain, reviewNames(state)));
  }
  return list.sort((a, b) => a.at - b.at);
};
