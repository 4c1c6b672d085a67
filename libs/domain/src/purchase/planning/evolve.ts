import { evolveApprovals } from '../../approval/evolve.js';
import type { Recorded } from '../../kernel/case.js';
import type { PurchaseState } from '../state.js';
import type { PlanningEvent } from './planning.js';
import { firstUnits } from './scrutiny.js';
import { onTheDesk, type PlanningState } from './state.js';

export const evolvePlanning = (state: PurchaseState, recorded: Recorded<PlanningEvent>): PurchaseState => ({
  ...state,
  planning: evolve(state.planning, recorded),
});

const evolve = (planning: PlanningState, { event, effectiveAt: at, by }: Recorded<PlanningEvent>): PlanningState => {
  const drafters = by.person === null || planning.drafters.includes(by.person) ? planning.drafters : [...planning.drafters, by.person];
  switch (event.type) {
    case 'SurveyRecorded':
      return { ...planning, drafters, survey: { respondents: event.data.respondents.length, on: event.data.on, at } };
    case 'ConsultationRecorded':
      return { ...planning, drafters, consultation: { from: event.data.from, to: event.data.to, at } };
    case 'JudgementRecorded': {
      const { kind, ...judgement } = event.data;
      return { ...planning, judgements: { ...planning.judgements, [kind]: { ...judgement, by: by.person ?? '', at } } };
    }
    case 'PlanSubmitted':
      return {
        ...planning,
        ...onTheDesk,
        drafters,
        title: event.data.plan.title,
        submitted: event.data.plan,
        submitter: { person: by.person ?? '', appointment: by.appointment ?? '' },
        scrutiny: {
          since: at,
          due: event.data.due,
          late: false,
          units: event.data.units ?? firstUnits,
          aspects: event.data.aspects ?? [],
          findings: event.data.findings ?? [],
          reviews: [],
        },
      };
    case 'PlanReviewed':
      return planning.scrutiny
        ? {
            ...planning,
            scrutiny: {
              ...planning.scrutiny,
              reviews: [
                ...planning.scrutiny.reviews,
                { role: event.data.role, person: by.person ?? '', verdict: event.data.verdict, aspects: event.data.aspects ?? [], at },
              ],
            },
          }
        : planning;
    case 'PlanWithdrawn':
    case 'PlanReturned':
      return { ...planning, ...onTheDesk };
    case 'PlanChainMoved': {
      const { chain, moves } = event.data;
      return { ...planning, [chain]: evolveApprovals(planning[chain], moves, at) };
    }
    case 'PlanFiled':
      return { ...planning, filing: { at, receipt: event.data.receipt } };
    case 'PlanObjected':
      return { ...planning, objection: { at, reason: event.data.reason } };
    case 'ObjectionWithdrawn':
      return { ...planning, objection: null };
    case 'PlanApproved':
      return {
        ...planning,
        plan: event.data.plan,
        title: event.data.plan.title,
        counted: event.data.counted,
        setAside: event.data.setAside ?? null,
        ...(planning.intentNotice && event.data.intentOutdated ? { intentNotice: { ...planning.intentNotice, outdatedAt: at } } : {}),
      };
    case 'PlanRefused':
      return planning;
    case 'ScrutinyLate':
      return planning.scrutiny ? { ...planning, scrutiny: { ...planning.scrutiny, late: true } } : planning;
    case 'IntentNoticePublished': {
      const { title, amount, month, round } = event.data;
      return { ...planning, intentNotice: { at, title, amount, month, ...(round === undefined ? {} : { round }) } };
    }
  }
};
