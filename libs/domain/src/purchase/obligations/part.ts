import type { Context, Decision, Json, Recorded } from '../../kernel/case.js';
import type { Refusal } from '../../kernel/refusal.js';
import { currentStage, stageName } from '../../kernel/stages.js';
import { publicNotice } from '../notice.js';
import type { Part, PartCommand } from '../part.js';
import type { PurchaseState } from '../state.js';
import { lodgeBond, returnBond } from './bond.js';
import { obligationDeadlines, obligationTasks } from './duties.js';
import { evolveObligations } from './evolve.js';
import { no } from './no.js';
import { obligationEvent as event, type ObligationCommand, type ObligationCommandType, type ObligationEvent } from './obligations.js';
import { obligationRefusals } from './refusals.js';
import { decideSubcontract, proposeSubcontract } from './subcontracts.js';
import { fileSupplement, publishSupplement } from './supplements.js';

const byPerson = (...contents: string[]): PartCommand => ({
  by: 'person',
  stages: ['delivery'],
  ...(contents.length > 0 ? { contents } : {}),
});
const bySystem: PartCommand = { by: 'system', stages: ['delivery'] };
const inDelivery = (state: PurchaseState): boolean => stageName(currentStage(state.stages) ?? '') === 'delivery';

/** What the contract owes beside the service itself: the performance bond, the publicity of supplements, consent to subcontracts, milestones in time. */
export const obligationsPart: Part<ObligationCommand, ObligationEvent> = {
  refusals: obligationRefusals,
  commands: {
    lodgePerformanceBond: byPerson('/file/name'),
    returnPerformanceBond: byPerson('/reason'),
    publishSupplement: byPerson(),
    fileSupplement: byPerson(),
    proposeSubcontract: byPerson('/scope'),
    decideSubcontract: byPerson('/reason'),
    performanceBondOverdue: bySystem,
    supplementPublicationOverdue: bySystem,
    supplementFilingOverdue: bySystem,
    subcontractOverdue: bySystem,
    milestoneOverdue: bySystem,
  },
  events: {
    PerformanceBondDemanded: true,
    PerformanceBondLodged: true,
    PerformanceBondReleased: true,
    PerformanceBondReturned: true,
    PerformanceBondLate: true,
    SupplementDutiesBegan: true,
    SupplementPublished: true,
    SupplementFiled: true,
    SupplementPublicationLate: true,
    SupplementFilingLate: true,
    SubcontractProposed: true,
    SubcontractDecided: true,
    SubcontractLate: true,
    MilestoneAwaited: true,
    MilestoneLate: true,
  },
  needs: (_state, command) => (command.type === 'proposeSubcontract' ? { reads: [command.data.subcontractor] } : {}),
  legal,
  decide,
  evolve: (state, recorded) => ({ ...state, obligations: evolveObligations(state.obligations, recorded) }),
  deadlines: (state) => (inDelivery(state) ? obligationDeadlines(state) : []),
  tasks: (state) => (inDelivery(state) ? obligationTasks(state) : []),
  project: (recorded, state) =>
    noticesOf(recorded, state).map(({ body, round }) => publicNotice(state, recorded, 'supplementNotice', body, { round })),
  effects: (recorded, state) =>
    noticesOf(recorded, state).map(({ round }) => {
      const key = `supplementNotice${round > 1 ? `:${round}` : ''}`;
      const { caseId } = recorded;
      return { key: `${caseId}:notice:${key}`, kind: 'notice', payload: { caseId, notice: `${caseId}:${key}` } };
    }),
};

interface Notice {
  readonly round: number;
  readonly body: { readonly [key: string]: Json };
}
/** 补充合同公告, numbered as the supplements are. */
const noticesOf = ({ event: { type, data } }: Recorded<ObligationEvent>, state: PurchaseState): readonly Notice[] => {
  const { signed } = state.contract;
  if (type !== 'SupplementPublished' || !signed) return [];
  const nth = state.delivery.supplements.findIndex(({ id }) => id === data.supplement) + 1;
  return [{ round: nth, body: { number: signed.number, supplier: signed.supplier, supplement: nth, amount: data.amount } }];
};

function legal(state: PurchaseState, type: ObligationCommandType): Refusal | null {
  const { bond, supplements, subcontracts } = state.obligations;
  const rescinded = state.ending.rescission !== null;
  switch (type) {
    case 'lodgePerformanceBond':
      if (!bond) return no('obligations.no_bond');
      if (rescinded) return no('obligations.rescinded');
      return bond.form === null ? null : no('obligations.bond_lodged');
    case 'returnPerformanceBond':
      if (!bond) return no('obligations.no_bond');
      if (bond.form === null) return no('obligations.bond_not_lodged');
      if (!bond.giving) return rescinded ? null : no('obligations.bond_not_released');
      return bond.giving.doneAt === null ? null : no('obligations.bond_returned');
    case 'publishSupplement':
      return supplements.some(({ publication }) => publication.doneAt === null) ? null : no('obligations.nothing_to_publish');
    case 'fileSupplement':
      return supplements.some(({ filing }) => filing.doneAt === null) ? null : no('obligations.nothing_to_file');
    case 'proposeSubcontract':
      return rescinded ? no('obligations.rescinded') : null;
    case 'decideSubcontract':
      return subcontracts.some(({ consent }) => consent === null) ? null : no('obligations.no_subcontract');
    default:
      return null;
  }
}

function decide(state: PurchaseState, command: ObligationCommand, context: Context): Decision | Refusal {
  const { bond, supplements, subcontracts, milestones } = state.obligations;
  switch (command.type) {
    case 'lodgePerformanceBond':
      return lodgeBond(state, command.data, context);
    case 'returnPerformanceBond':
      return returnBond(state, command.data, context);
    case 'publishSupplement':
      return publishSupplement(state, command.data, context);
    case 'fileSupplement':
      return fileSupplement(state, command.data, context);
    case 'proposeSubcontract':
      return proposeSubcontract(state, command.data, context);
    case 'decideSubcontract':
      return decideSubcontract(state, command.data);
    case 'performanceBondOverdue': {
      const duty = command.data.side === 'supplier' ? bond?.lodging : bond?.giving;
      return { events: duty && duty.doneAt === null && !duty.late ? [event('PerformanceBondLate', command.data)] : [] };
    }
    case 'supplementPublicationOverdue': {
      const open = supplements.some(
        (one) => one.supplement === command.data.supplement && one.publication.doneAt === null && !one.publication.late,
      );
      return { events: open ? [event('SupplementPublicationLate', command.data)] : [] };
    }
    case 'supplementFilingOverdue': {
      const open = supplements.some((one) => one.supplement === command.data.supplement && one.filing.doneAt === null && !one.filing.late);
      return { events: open ? [event('SupplementFilingLate', command.data)] : [] };
    }
    case 'subcontractOverdue': {
      const open = subcontracts.some(({ id, consent, late }) => id === command.data.subcontract && consent === null && !late);
      return { events: open ? [event('SubcontractLate', command.data)] : [] };
    }
    case 'milestoneOverdue': {
      const open = milestones.some(({ milestone, late }) => milestone === command.data.milestone && !late);
      return { events: open ? [event('MilestoneLate', command.data)] : [] };
    }
  }
}
