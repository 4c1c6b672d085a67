import type { Instant } from '../kernel/index.js';
import { DRAFTER } from './approval.js';
import type { ApprovalMove, ApprovalSeat, ApprovalState, ApprovalStepState, SeatOutcome, SeatPlan } from './approval.js';
import { seatsOf } from './tally.js';

/** Folds one move; the first is `ApprovalOpened`, given with `null`. Never fails. */
export const evolveApproval = (state: ApprovalState | null, move: ApprovalMove, at: Instant): ApprovalState => {
  if (move.type === 'ApprovalOpened') return opened(move.data, at);
  if (state === null) throw new Error(`an approval begins with ApprovalOpened, not ${move.type}`);
  return folded(state, move, at);
};

/** Folds several moves of one instant. */
export const evolveApprovals = (state: ApprovalState | null, moves: readonly ApprovalMove[], at: Instant): ApprovalState | null =>
  moves.reduce<ApprovalState | null>((now, move) => evolveApproval(now, move, at), state);

type Later = Exclude<ApprovalMove, { type: 'ApprovalOpened' }>;

const opened = (data: Extract<ApprovalMove, { type: 'ApprovalOpened' }>['data'], at: Instant): ApprovalState => ({
  definition: data.definition,
  status: 'open',
  generation: 1,
  initiator: data.initiator,
  excluded: data.excluded,
  amount: data.amount,
  hash: data.hash,
  steps: data.steps.map((id) => waiting(id)),
  seats: [],
  back: null,
  since: at,
});

const waiting = (id: string): ApprovalStepState => ({ id, generation: 0, state: 'waiting', since: null, due: null, late: false });

const folded = (state: ApprovalState, move: Later, at: Instant): ApprovalState => {
  switch (move.type) {
    case 'StepOpened': {
      const { step, seats, due } = move.data;
      const now = setStep(state, step, { generation: state.generation, state: 'open', since: at, due, late: false });
      const back = state.back?.from === step ? null : state.back; // worked off once the step that returned it is asked again
      return {
        ...now,
        status: 'open',
        since: at,
        back,
        seats: [...now.seats, ...seats.map((plan) => seatFrom(plan, step, state.generation, at))],
      };
    }
    case 'ApprovalSuspended':
      return { ...setStep(state, move.data.step, { state: 'suspended' }), status: 'suspended', since: at };
    case 'SeatVoted': {
      const { step, person, vote, opinion } = move.data;
      const mine = seatsOf(state, step).find((seat) => seat.person === person && seat.outcome === null);
      return { ...state, seats: state.seats.map((seat) => (seat === mine ? { ...seat, outcome: vote, at, opinion } : seat)) };
    }
    case 'StepPassed':
      return setStep(settle(state, 'superseded', move.data.by, at), move.data.step, { state: 'passed' });
    case 'ApprovalRefused':
      return { ...settle(state, 'superseded', move.data.by, at), status: 'refused', back: null, since: at };
    case 'ApprovalApproved':
      return { ...state, status: 'approved', back: null, since: at };
    case 'ApprovalWithdrawn':
      return { ...settle(state, 'void', move.data.by, at), status: 'withdrawn', back: null, since: at };
    case 'ApprovalReturned':
      return returned(settle(state, 'superseded', move.data.by, at), move.data, at);
    case 'ApprovalResubmitted': {
      const { hash, amount, steps, resume, excluded } = move.data;
      const now: ApprovalState = { ...state, status: 'open', hash, amount, excluded, since: at };
      // Direct: the steps before the one that returned it keep their votes.
      return resume === 'direct' ? now : { ...voided(now, () => true), steps: steps.map((id) => waiting(id)), back: null };
    }
    case 'VotesVoided': {
      const { generation, hash, amount, steps, excluded } = move.data;
      const now = voided(settle(state, 'void', null, at), () => true);
      return { ...now, status: 'open', generation, hash, amount, excluded, steps: steps.map((id) => waiting(id)), back: null, since: at };
    }
    case 'ElectorateRefreshed': {
      const { step, left, seats } = move.data;
      const gone = seatsOf(state, step).filter((seat) => seat.outcome === null && left.some((one) => sameSeat(one, seat)));
      const plans = [...seats];
      // A successor takes the leaver's place: in turn, the order stays.
      const kept = state.seats.flatMap((seat) => {
        if (!gone.includes(seat)) return [seat];
        const successor = plans.shift();
        const ended: ApprovalSeat = { ...seat, outcome: 'void', because: 'left', at };
        return successor ? [ended, seatFrom(successor, step, state.generation, at)] : [ended];
      });
      const added = plans.map((plan) => seatFrom(plan, step, state.generation, at));
      return { ...setStep(state, step, { state: 'open' }), status: 'open', seats: [...kept, ...added] };
    }
    case 'InitiatorSucceeded': {
      const { to } = move.data;
      const { orphaned: _past, ...rest } = state;
      // What somebody answers for from now on they do not also decide on.
      return to ? { ...rest, initiator: to, excluded: [...new Set([...state.excluded, to.person])] } : { ...rest, orphaned: true };
    }
    case 'StepOverdue':
      return setStep(state, move.data.step, { late: true });
  }
};

const returned = (state: ApprovalState, data: Extract<ApprovalMove, { type: 'ApprovalReturned' }>['data'], at: Instant): ApprovalState => {
  const { generation, ...back } = data;
  const ids = state.steps.map(({ id }) => id);
  const [from, to] = [ids.indexOf(data.from), data.to === DRAFTER ? 0 : ids.indexOf(data.to)];
  // Replay voids everything from the target on. Direct voids the target (a person is asked again) and the step that returned it.
  const lost = (index: number): boolean =>
    data.resume === 'replay' ? index >= to : index === from || (data.to !== DRAFTER && index === to);
  const now = voided(state, (step) => lost(ids.indexOf(step)));
  return {
    ...now,
    status: data.to === DRAFTER ? 'returned' : 'open',
    generation,
    back,
    since: at,
    steps: now.steps.map((step, index) => (lost(index) ? waiting(step.id) : step)),
  };
};

const sameSeat = (one: { person: string; appointment: string }, seat: ApprovalSeat): boolean =>
  one.person === seat.person && one.appointment === seat.appointment;

const seatFrom = (plan: SeatPlan, step: string, generation: number, at: Instant): ApprovalSeat => ({
  generation,
  step,
  person: plan.person,
  appointment: plan.appointment,
  outcome: plan.recused ? 'recused' : null,
  counts: true,
  at: plan.recused ? at : null,
  opinion: null,
  because: plan.recused,
});

const setStep = (state: ApprovalState, id: string, change: Partial<ApprovalStepState>): ApprovalState => ({
  ...state,
  steps: state.steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
});

/** Every seat without an outcome gets this one: nobody is left hanging. */
const settle = (state: ApprovalState, outcome: SeatOutcome, because: string | null, at: Instant): ApprovalState => ({
  ...state,
  seats: state.seats.map((seat) => (seat.outcome === null ? { ...seat, outcome, because, at } : seat)),
});

const voided = (state: ApprovalState, lost: (step: string) => boolean): ApprovalState => ({
  ...state,
  seats: state.seats.map((seat) => (seat.counts && lost(seat.step) ? { ...seat, counts: false } : seat)),
});
