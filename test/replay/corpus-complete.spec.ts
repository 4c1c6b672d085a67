import { describe, expect, it } from '@jest/globals';
import { kinds } from '@goufu/subjects';
import { kept } from '../support/corpus.js';
import { eventTypes } from '../support/event-types.js';

const happened = new Map<string, Set<string>>();
for (const { kind, events } of kept()) {
  const types = happened.get(kind) ?? new Set<string>();
  for (const { type } of events) types.add(type);
  happened.set(kind, types);
}

/** What no case of the corpus holds, by reason: each is folded in the tables of its part's own spec. */
const absent: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  catalogue: { 'no revision is refused in a play': ['RevisionEnded'] },
  budget: { 'every play decides on carrying over in time': ['CarryOverLate'] },
  disbursement: {
    'the treasury of the plays always answers': ['OrderUnanswered'],
    'no supplier of the plays takes a request back, and no line of theirs is changed': ['RequestCancelled', 'BudgetLineChanged'],
  },
  purchase: {
    'the plays’ plan goes to finance for approval, not for filing': ['PlanFiled', 'PlanObjected', 'ObjectionWithdrawn'],
    'no plan of the plays is refused or left lying': ['PlanRefused', 'ScrutinyLate'],
    'nothing stops the clock before there are complaints': ['ClockSuspended', 'ClockResumed'],
    'whoever opens, chooses and signs in the plays does it in time': ['OpeningLate', 'ChoiceLate', 'FailureLate', 'SignatureMissed'],
    'no price of the plays is abnormally low': ['LowPricesTested', 'ExplanationDemanded', 'PriceExplained', 'ExplanationMissed'],
    'the plays fail in the tender alone, and mend it': [
      'EvaluationFailed',
      'AwardFailed',
      'CandidatePassedOver',
      'TenderVoided',
      'OtherMethodApplied',
      'OtherMethodMoved',
      'OtherMethodClosed',
    ],
    'the money of the plays comes as planned': [
      'ExpectedPaymentMoved',
      'FundsCarried',
      'YearFundingRefused',
      'InstalmentReopened',
      'InstalmentWaiverAgreed',
      'InstalmentWaived',
      'ClawbackWrittenOff',
    ],
    'finance appraises at once or not at all': ['KeyAppraisalLate'],
  },
};

describe('the corpus', () => {
  it('holds every kind of case', () => {
    expect(kinds.map(({ kind }) => kind).filter((kind) => !happened.has(kind))).toEqual([]);
    expect(Object.keys(eventTypes).toSorted()).toEqual(kinds.map(({ kind }) => kind).toSorted());
  });

  it.each(Object.entries(eventTypes))('holds everything that can happen to a %s, or says why not', (kind, types) => {
    const missing = types.filter((type) => !happened.get(kind)?.has(type));
    expect(missing.toSorted()).toEqual(
      Object.values(absent[kind] ?? {})
        .flat()
        .toSorted(),
    );
  });

  it.each(Object.keys(eventTypes))('knows nothing of a %s that its kind does not record', (kind) => {
    expect([...(happened.get(kind) ?? [])].filter((type) => !eventTypes[kind]?.includes(type))).toEqual([]);
  });
});
