import { accountsOf, postingsOf } from '../../budget/ledger.js';
import type { Recorded, Task } from '../../kernel/case.js';
import { refuse } from '../../kernel/refusal.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import type { FundingCommand, FundingEvent } from './events.js';
import { evolveFunding } from './evolve.js';
import { decideReport } from './instalments.js';
import { fundingRefusals } from './refusals.js';
import { fundingNeeds, linesOf } from './reserve.js';
import { setAsidePostings } from '../planning/set-aside.js';
import { untenderedPostings } from './untendered.js';
import { carryFunds, concernsYearEnd, endYear, fundYear, moveExpected } from './years.js';

export {
  clawbackOf,
  fundsHeld,
  instalmentDisbursement,
  instalmentLastPaidAt,
  instalmentPaid,
  payableThisYear,
  totalPaid,
} from './instalments.js';
export { acceptFunds, releaseCommitments, uncommitFunds } from './owe.js';
export { addFunds } from './add.js';
export { checkSplitting, untenderedAccounts, untenderedBy, untenderedPostings } from './untendered.js';
export { checkFunds, commitFunds, fundingNeeds, releaseFunds, reserveFunds } from './reserve.js';

const moving: ReadonlySet<FundingCommand['type']> = new Set(['moveExpectedPayment', 'fundPlannedPart']);

/** Money: `README.md` here. */
export const fundingPart: Part<FundingCommand, FundingEvent> = {
  refusals: fundingRefusals,
  commands: {
    fundingYearEnd: { by: 'system', stages: 'any' },
    fundYear: { by: 'system', stages: 'any' },
    fundPlannedPart: { by: 'person', stages: 'any' },
    carryFunds: { by: 'system', stages: 'any' },
    moveExpectedPayment: { by: 'person', stages: ['delivery', 'closing'], contents: ['/reason'] },
    instalmentRequested: { by: 'system', stages: 'any' },
    instalmentReopened: { by: 'system', stages: 'any' },
    instalmentPaid: { by: 'system', stages: 'any' },
    instalmentReturned: { by: 'system', stages: 'any' },
    clawbackDemanded: { by: 'system', stages: 'any' },
    clawbackReceived: { by: 'system', stages: 'any' },
    clawbackWrittenOff: { by: 'system', stages: 'any' },
  },
  events: {
    FundsReserved: true,
    FundsReleased: true,
    FundsCommitted: true,
    FundsAccepted: true,
    FundsAdded: true,
    CommitmentsReleased: true,
    FundingYearEnded: true,
    YearFunded: true,
    YearFundingRefused: true,
    FundsCarried: true,
    ExpectedPaymentMoved: true,
    InstalmentRequested: true,
    InstalmentReopened: true,
    InstalmentPaid: true,
    InstalmentReturned: true,
    ClawbackDemanded: true,
    ClawbackReceived: true,
    ClawbackWrittenOff: true,
  },
  touches: (command) => (command.type === 'fundingYearEnd' ? { cases: [command.data.line] } : {}),
  needs: (state, command) => {
    switch (command.type) {
      case 'fundYear':
      case 'fundPlannedPart':
        return fundingNeeds(state, undefined, [command.data.line]);
      case 'carryFunds':
        return fundingNeeds(state, undefined, [command.data.to]);
      default:
        return { accounts: linesOf(state).flatMap(accountsOf) };
    }
  },
  legal: (state, type) =>
    moving.has(type as FundingCommand['type']) &&
    state.funding.years.every((funds) => funds.planned + funds.committed + funds.accepted === 0n)
      ? refuse('funding.nothing_planned', { meta: { year: '' } })
      : null,
  decide: (state, command, context) => {
    switch (command.type) {
      case 'fundingYearEnd':
        return endYear(state, command.data);
      case 'fundYear':
        return fundYear(state, command.data, context, false);
      case 'fundPlannedPart':
        return fundYear(state, command.data, context, true);
      case 'carryFunds':
        return carryFunds(state, command.data, context);
      case 'moveExpectedPayment':
        return moveExpected(state, command.data, context);
      default:
        return decideReport(state, command, context);
    }
  },
  evolve: (state, recorded) => ({ ...state, funding: evolveFunding(state.funding, recorded) }),
  deadlines: (state) =>
    state.funding.years.flatMap((funds) =>
      concernsYearEnd(state, funds) && funds.line !== null && funds.endsAt !== null
        ? [
            {
              id: `funding/year-end/${funds.line}`,
              at: funds.endsAt,
              command: { type: 'fundingYearEnd', data: { line: funds.line } },
              rule: 'budget.year_end',
              calendar: null,
              locks: { cases: [funds.line] },
              // A suspended purchase does not stop the fiscal year.
              suspendable: false,
            },
          ]
        : [],
    ),
  tasks: (state) => tasks(state),
  postings: ({ event }: Recorded<FundingEvent>) => [
    ...('moves' in event.data ? postingsOf(event.data.moves, event.type) : []),
    ...(event.type === 'FundsReleased'
      ? [
          ...untenderedPostings(null, event.data.uncounted ?? null, event.type),
          ...setAsidePostings(null, event.data.setAside ?? null, event.type),
        ]
      : []),
  ],
};

const tasks = (state: PurchaseState): readonly Task[] =>
  state.funding.unfunded.map(({ year, since, dueAt, short }) => ({
    key: `funding/unfunded/${year}`,
    name: 'fundPlannedPart',
    to: { organisation: state.parties.finance ?? '', role: 'finance-officer' },
    since,
    dueAt,
    rule: 'budget.later_year.due',
    meta: { year, missing: short?.missing.toString() ?? null, line: short?.line ?? null },
  }));
