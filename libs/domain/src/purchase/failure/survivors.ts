import type { CaseId } from '../../kernel/case.js';
import { stageName } from '../../kernel/stages.js';
import { scoredSubjects } from '../../panel/panel.js';
import type { PurchaseState } from '../state.js';

/** Whose bids were left when the stage that is being dealt with failed: those handed in, or those that answered what was asked. None, where it failed by itself. */
export const survivorsOf = (state: PurchaseState): readonly CaseId[] => {
  const of = stageName(state.failure.current?.of ?? '');
  const { course: tender, current } = state.tender;
  if (of === 'tender') return tender?.failed ? (tender.closing?.bids.map(({ supplier }) => supplier) ?? []) : [];
  const { course } = state.evaluation;
  if (of !== 'evaluation' || !course?.failed) return [];
  const left = course.failed.step === 'qualification' || !course.panel ? course.qualified : scoredSubjects(course.panel);
  return (current?.opening?.bids ?? []).filter(({ bid }) => left?.includes(bid)).map(({ supplier }) => supplier);
};
