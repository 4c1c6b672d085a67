import type { Recorded } from '../../kernel/case.js';
import type { ObligationEvent } from './obligations.js';
import type { Duty, ObligationsState, Subcontract, SupplementDuties } from './state.js';

/** Folds one event; never fails. */
export const evolveObligations = (state: ObligationsState, { event, effectiveAt: at }: Recorded<ObligationEvent>): ObligationsState => {
  const { bond } = state;
  const supplement = (id: string, change: (one: SupplementDuties) => Partial<SupplementDuties>): ObligationsState => ({
    ...state,
    supplements: state.supplements.map((one) => (one.supplement === id ? { ...one, ...change(one) } : one)),
  });
  const subcontract = (id: string, change: Partial<Subcontract>): ObligationsState => ({
    ...state,
    subcontracts: state.subcontracts.map((one) => (one.id === id ? { ...one, ...change } : one)),
  });
  switch (event.type) {
    case 'PerformanceBondDemanded': {
      const { amount, due } = event.data;
      const lodging: Duty = { due, doneAt: null, late: false };
      return { ...state, bond: { amount, demandedAt: at, lodging, form: null, file: null, giving: null, withheld: 0n, reason: null } };
    }
    case 'PerformanceBondLodged': {
      const { form, file, late } = event.data;
      return bond ? { ...state, bond: { ...bond, form, file, lodging: { ...bond.lodging, doneAt: at, late } } } : state;
    }
    case 'PerformanceBondReleased':
      return bond ? { ...state, bond: { ...bond, giving: { due: event.data.due, doneAt: null, late: false, since: at } } } : state;
    case 'PerformanceBondReturned': {
      const { withheld, reason, late } = event.data;
      if (!bond) return state;
      const giving = { ...(bond.giving ?? { due: bond.lodging.due, since: at }), doneAt: at, late };
      return { ...state, bond: { ...bond, giving, withheld, reason } };
    }
    case 'PerformanceBondLate':
      if (!bond) return state;
      if (event.data.side === 'supplier') return { ...state, bond: { ...bond, lodging: { ...bond.lodging, late: true } } };
      return bond.giving ? { ...state, bond: { ...bond, giving: { ...bond.giving, late: true } } } : state;
    case 'SupplementDutiesBegan': {
      const { supplement: id, publication, filing } = event.data;
      const open = { doneAt: null, late: false };
      const duties = {
        supplement: id,
        signedAt: at,
        publication: { due: publication, ...open },
        filing: { due: filing, ...open, receipt: null },
      };
      return { ...state, supplements: [...state.supplements, duties] };
    }
    case 'SupplementPublished': {
      const { late } = event.data;
      return supplement(event.data.supplement, ({ publication }) => ({ publication: { ...publication, doneAt: at, late } }));
    }
    case 'SupplementFiled': {
      const { late, receipt } = event.data;
      return supplement(event.data.supplement, ({ filing }) => ({ filing: { ...filing, doneAt: at, late, receipt } }));
    }
    case 'SupplementPublicationLate':
      return supplement(event.data.supplement, ({ publication }) => ({ publication: { ...publication, late: true } }));
    case 'SupplementFilingLate':
      return supplement(event.data.supplement, ({ filing }) => ({ filing: { ...filing, late: true } }));
    case 'SubcontractProposed': {
      const proposed: Subcontract = { ...event.data, proposedAt: at, late: false, consent: null, reason: null };
      return { ...state, subcontracts: [...state.subcontracts, proposed] };
    }
    case 'SubcontractDecided':
      return subcontract(event.data.subcontract, { consent: event.data.consent, reason: event.data.reason });
    case 'SubcontractLate':
      return subcontract(event.data.subcontract, { late: true });
    case 'MilestoneAwaited':
      return { ...state, milestones: [...state.milestones, { ...event.data, late: false }] };
    case 'MilestoneLate':
      return {
        ...state,
        milestones: state.milestones.map((one) => (one.milestone === event.data.milestone ? { ...one, late: true } : one)),
      };
  }
};
