import type { Command, Deadline, Task } from '../../kernel/case.js';
import { CLOSING, currentStage, stageEnded, type Stages } from '../../kernel/stages.js';
import type { Instant } from '../../kernel/time.js';
import { everyBond } from '../bond/facts.js';
import { instalmentLastPaidAt } from '../funding/instalments.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import type { ClosingEvent } from './reopen.js';
import { instalmentsOpen, isUnsettled } from './unsettled.js';

type ClosingCommand = Command<'completeClosing', Record<string, never>>;

const reopened = (stages: Stages, since: Instant): Stages => {
  const ended = Object.fromEntries(Object.entries(stages.ended).filter(([stage]) => stage !== CLOSING));
  return { ...stages, open: [{ stage: CLOSING, since }], ended, closed: false };
};

const isClosing = (state: PurchaseState): boolean => currentStage(state.stages) === CLOSING;

/** When the last of what was open was settled. */
const settledAt = (state: PurchaseState): Instant =>
  [
    ...everyBond(state).flatMap(({ receipt, refund, forfeit }) => [receipt?.at, refund?.at, forfeit?.at]),
    ...state.delivery.instalments.flatMap(({ id, waivedAt }) => [waivedAt, instalmentLastPaidAt(state, id)]),
  ].reduce<Instant>(
    (last, at) => (at !== null && at !== undefined && at > last ? at : last),
    state.stages.open[0]?.since ?? (0 as Instant),
  );

const deadlines = (state: PurchaseState): readonly Deadline[] =>
  isClosing(state) && !isUnsettled(state)
    ? [
        {
          id: 'closing/settled',
          at: settledAt(state),
          command: { type: 'completeClosing', data: {} },
          rule: null,
          calendar: null,
          suspendable: false,
        },
      ]
    : [];

/** Of an instalment that is open again with nobody asking for it the payee is told, as it was the first time. */
const tasks = (state: PurchaseState): readonly Task[] =>
  isClosing(state)
    ? instalmentsOpen(state)
        .filter(({ disbursement }) => disbursement === null)
        .map(({ id, readyAt }) => ({
          key: `closing/requestPayment/${id}`,
          name: 'requestPayment',
          to: { organisation: state.contract.signed?.supplier ?? '', role: 'supplier-agent' },
          since: readyAt ?? state.stages.open[0]?.since ?? (0 as Instant),
          dueAt: null,
          rule: null,
          meta: { instalment: id },
        }))
    : [];

/** The end of a purchase: at once where everything is settled, else when the last money is where it belongs. */
export const closingPart: Part<ClosingCommand, ClosingEvent> = {
  commands: { completeClosing: { by: 'system', stages: 'any' } },
  events: { PurchaseReopened: true },
  decide: (state) => ({ events: isClosing(state) && !isUnsettled(state) ? [stageEnded(CLOSING, 'closed')] : [] }),
  evolve: (state, { effectiveAt }) => ({ ...state, stages: reopened(state.stages, effectiveAt) }),
  deadlines,
  tasks,
};
