import { isRefusal, refuse } from '../kernel/index.js';
import type { Actor, ContentRef, Instant, Refusal } from '../kernel/index.js';
import { approvalVerbs, DRAFTER } from './approval.js';
import type {
  ApprovalDefinition,
  ApprovalDue,
  ApprovalMove,
  ApprovalResume,
  ApprovalSeat,
  ApprovalState,
  ApprovalVerb,
  ApprovalVerbName,
  ApprovalVote,
  Candidate,
  Electorates,
  SeatPlan,
} from './approval.js';
import { stepsFor } from './definition.js';
import { evolveApproval } from './evolve.js';
import type { ApprovalRefusalCode } from './refusals.js';
import { seatsOf, tallyOf, verdictOf } from './tally.js';

/** What the embedding subject knows and this decider does not. */
export interface ApprovalSurroundings {
  readonly at: Instant;
  /** Who acts; the system acts with `null`. */
  readonly actor: Candidate | null;
  /** Holders of each step's role now. A step freezes its electorate when it opens. */
  readonly electorates: Electorates;
  /** Who holds the initiator's post now: one of them takes over when the initiator leaves. */
  readonly successors?: readonly Candidate[];
  /** When a step that opens now is due; absent: no step of this chain is ever due. */
  readonly due?: (rule: string) => ApprovalDue;
}
export interface ApprovalOpening {
  readonly definition: ApprovalDefinition;
  readonly initiator: Candidate;
  /** Whoever drafted; with the initiator they never sit. */
  readonly drafters: readonly string[];
  /** Decides which levels are asked; null where the chain has none. */
  readonly amount: bigint | null;
  /** Of `protectedText`. */
  readonly hash: string;
}

type Moves = readonly ApprovalMove[];
const no = (code: ApprovalRefusalCode, meta: Refusal['meta'] = {}): Refusal => refuse<ApprovalRefusalCode>(code, { meta });

/** Opens a chain: its definition is pinned, its first step gets its electorate, or is suspended when nobody may sit. */
export const openApproval = (opening: ApprovalOpening, around: ApprovalSurroundings): Moves | Refusal => {
  const { definition, initiator, drafters, amount, hash } = opening;
  const steps = stepsFor(definition, amount);
  if (steps.length === 0) return no('approval.no_step_applies');
  const excluded = [...new Set([initiator.person, ...drafters])];
  const first: ApprovalMove = { type: 'ApprovalOpened', data: { definition, initiator, excluded, amount, hash, steps } };
  return onward(evolveApproval(null, first, around.at), [first], around);
};

/** Decides one verb: the moves to record, or why not. `overdue` is the system's and answers facts: no moves when it no longer applies. */
export const decideApproval = (state: ApprovalState, verb: ApprovalVerb, around: ApprovalSurroundings): Moves | Refusal => {
  const legal: readonly ApprovalVerbName[] = approvalVerbs[state.status];
  if (!legal.includes(verb.verb)) return no('approval.not_open', { status: state.status });
  switch (verb.verb) {
    case 'approve':
    case 'return':
    case 'refuse':
      return vote(state, verb, around);
    case 'resubmit':
      return resubmit(state, verb, around);
    case 'withdraw': {
      if (around.actor?.person !== state.initiator.person) return no('approval.not_initiator');
      return [{ type: 'ApprovalWithdrawn', data: { by: state.initiator.person, opinion: verb.opinion ?? null } }];
    }
    case 'changeProtected':
      return changeProtected(state, verb, around);
    case 'refreshElectorate':
      return state.status === 'returned' || state.orphaned ? renew(state, around) : refresh(state, around);
    case 'handOver':
      return handOver(state, verb, around);
    case 'overdue': {
      const step = state.steps.find(({ id }) => id === verb.step);
      const applies = step?.generation === verb.generation && (step.state === 'open' || step.state === 'suspended') && !step.late;
      return applies ? [{ type: 'StepOverdue', data: { step: verb.step } }] : [];
    }
  }
};

/** Whether the approval holds for these fields: what an effect asks before it leaves. */
export const approvalStands = (state: ApprovalState | null, hash: string): boolean => state?.status === 'approved' && state.hash === hash;

type Voting = Extract<ApprovalVerb, { verb: 'approve' | 'return' | 'refuse' }>;

const vote = (state: ApprovalState, verb: Voting, around: ApprovalSurroundings): Moves | Refusal => {
  const step = state.steps.find((one) => one.state === 'open');
  if (!step) throw new Error('an open approval has one open step');
  const seat = seatFor(state, step.id, verb, around.actor);
  if (isRefusal(seat)) return seat;
  const data = { step: step.id, person: seat.person, appointment: seat.appointment, opinion: verb.opinion ?? null, hash: state.hash };
  const voted = (as: ApprovalVote): ApprovalMove => ({ type: 'SeatVoted', data: { ...data, vote: as } });
  if (verb.verb === 'approve') return settled(state, voted('approved'), around);
  if (!verb.opinion) return no('approval.reason_required');
  if (verb.verb === 'refuse') return settled(state, voted('refused'), around);
  return sendBack(state, verb, verb.opinion, step.id, voted('returned'), around);
};

const seatFor = (state: ApprovalState, step: string, verb: Voting, actor: Candidate | null): ApprovalSeat | Refusal => {
  if (verb.generation !== undefined && verb.generation !== state.generation) return no('approval.moved', { generation: state.generation });
  if (verb.hash !== state.hash) return no('approval.protected_changed', { fields: state.definition.protected });
  if (!actor) return no('approval.not_your_seat');
  if (state.excluded.includes(actor.person)) return no('approval.self_approval');
  const mine = (seats: readonly ApprovalSeat[]) => {
    const own = seats.filter((one) => one.person === actor.person && one.appointment === actor.appointment);
    return own.find((one) => one.outcome === null) ?? own.at(-1); // a holder who left and came back has two
  };
  const seats = seatsOf(state, step);
  const seat = mine(seats);
  if (!seat || seat.outcome === 'recused') {
    // Somebody who came second to an earlier step hears that, not that the seat was never theirs.
    const earlier = mine(state.seats.filter((one) => one.counts && one.step !== step));
    if (earlier?.outcome === 'superseded') return no('approval.step_decided', { by: earlier.because });
    return no('approval.not_your_seat');
  }
  if (seat.outcome === 'void') return no('approval.not_your_seat');
  if (seat.outcome !== null) return no('approval.already_voted', { outcome: seat.outcome });
  const inTurn = state.definition.steps.find(({ id }) => id === step)?.mode === 'in-turn';
  if (inTurn && seats.find((one) => one.outcome === null) !== seat) return no('approval.not_your_turn');
  return seat;
};

/** Why this person may not vote now: whose turn it is, who drafted, who sits elsewhere. Null: the seat is theirs. */
export const seatFault = (state: ApprovalState | null | undefined, { person, appointment }: Actor): Refusal | null => {
  const step = state?.steps.find((one) => one.state === 'open');
  if (!state) return null;
  if (!step) return no('approval.not_open', { status: state.status });
  const actor = person === null ? null : { person, appointment: appointment ?? '' };
  const seat = seatFor(state, step.id, { verb: 'approve', hash: state.hash }, actor);
  return isRefusal(seat) ? seat : null;
};

/** A vote, and whatever it decides at once. */
const settled = (state: ApprovalState, voted: ApprovalMove, around: ApprovalSurroundings): Moves =>
  conclude(evolveApproval(state, voted, around.at), [voted], around);

/** Reads the tally of the open step and carries the chain as far as it goes by itself. */
const conclude = (state: ApprovalState, moves: Moves, around: ApprovalSurroundings): Moves => {
  const step = state.steps.find((one) => one.state === 'open');
  const definition = state.definition.steps.find(({ id }) => id === step?.id);
  if (!step || !definition) return moves;
  const seats = seatsOf(state, step.id);
  const tally = tallyOf(seats);
  const verdict = verdictOf(definition, tally);
  if (tally.electorate === 0) return [...moves, { type: 'ApprovalSuspended', data: { step: step.id } }];
  if (verdict === 'undecided') return moves;
  const last = moves.findLast((move) => move.type === 'SeatVoted');
  const by = last?.data.person ?? around.actor?.person ?? 'directory';
  if (verdict === 'refused') return [...moves, { type: 'ApprovalRefused', data: { step: step.id, by, tally } }];
  const passed: ApprovalMove = { type: 'StepPassed', data: { step: step.id, by, tally } };
  return onward(evolveApproval(state, passed, around.at), [...moves, passed], around);
};

/** Opens the next waiting step with the people who hold its role now; approved when none waits. */
const onward = (state: ApprovalState, moves: Moves, around: ApprovalSurroundings): Moves => {
  const next = state.steps.find((step) => step.state === 'waiting');
  if (!next) return [...moves, { type: 'ApprovalApproved', data: { hash: state.hash } }];
  const rule = state.definition.steps.find(({ id }) => id === next.id)?.dueRule;
  const seats = seatPlans(state, next.id, around.electorates[next.id] ?? []);
  const due = rule !== undefined && around.due ? around.due(rule) : null;
  const opened: ApprovalMove = { type: 'StepOpened', data: { step: next.id, seats, due } };
  const empty = seats.every((seat) => seat.recused !== null);
  return [...moves, opened, ...(empty ? [{ type: 'ApprovalSuspended', data: { step: next.id } } as const] : [])];
};

const VOTED: readonly ApprovalSeat['outcome'][] = ['approved', 'refused'];
const joined = (state: ApprovalState, drafters: readonly string[] = []): readonly string[] => [
  ...new Set([...state.excluded, ...drafters]),
];

/** One seat a person, in the directory's order; who may not sit is recorded as recused with the reason. */
const seatPlans = (state: ApprovalState, step: string, candidates: readonly Candidate[]): readonly SeatPlan[] => {
  const elsewhere = state.definition.distinct
    ? state.seats.filter((seat) => seat.counts && seat.step !== step && VOTED.includes(seat.outcome)).map((seat) => seat.person)
    : [];
  const unique = candidates.filter((one, index) => candidates.findIndex((other) => other.person === one.person) === index);
  return unique.map(({ person, appointment }) => ({
    person,
    appointment,
    recused: state.excluded.includes(person) ? 'self-approver' : elsewhere.includes(person) ? 'sits-elsewhere' : null,
  }));
};

const sendBack = (
  state: ApprovalState,
  verb: Extract<ApprovalVerb, { verb: 'return' }>,
  opinion: ContentRef,
  from: string,
  voted: ApprovalMove,
  around: ApprovalSurroundings,
): Moves | Refusal => {
  const target = state.steps.find((step) => step.id === verb.to);
  if (verb.to !== DRAFTER && target?.state !== 'passed') return no('approval.return_target_unknown', { to: verb.to });
  const offered = state.definition.resume;
  if (verb.resume === 'direct' && offered === 'replay') return no('approval.direct_not_offered');
  const resume = verb.resume ?? offered;
  const by = around.actor?.person ?? '';
  const back: ApprovalMove = {
    type: 'ApprovalReturned',
    data: { from, to: verb.to, by, resume, opinion, generation: state.generation + 1 },
  };
  const moves = [voted, back];
  if (verb.to === DRAFTER) return moves;
  const now = moves.reduce((folded, move) => evolveApproval(folded, move, around.at), state);
  return onward(now, moves, around);
};

const resubmit = (
  state: ApprovalState,
  verb: Extract<ApprovalVerb, { verb: 'resubmit' }>,
  around: ApprovalSurroundings,
): Moves | Refusal => {
  if (around.actor?.person !== state.initiator.person) return no('approval.not_initiator');
  const steps = stepsFor(state.definition, verb.amount);
  if (steps.length === 0) return no('approval.no_step_applies');
  const excluded = joined(state, verb.drafters);
  // A vote of somebody who has since drafted is a self-approval: such a chain is walked again.
  const clean = state.seats.every((seat) => !seat.counts || !VOTED.includes(seat.outcome) || !excluded.includes(seat.person));
  const same = clean && verb.hash === state.hash && steps.join('\n') === state.steps.map(({ id }) => id).join('\n');
  if (verb.resume === 'direct' && !same) return no('approval.protected_changed', { fields: state.definition.protected });
  if (verb.resume === 'direct' && state.back?.resume !== 'direct') return no('approval.direct_not_offered');
  const resume: ApprovalResume = same && state.back?.resume === 'direct' && verb.resume !== 'replay' ? 'direct' : 'replay';
  const again: ApprovalMove = {
    type: 'ApprovalResubmitted',
    data: { by: state.initiator.person, hash: verb.hash, amount: verb.amount, steps, excluded, resume },
  };
  return onward(evolveApproval(state, again, around.at), [again], around);
};

const changeProtected = (
  state: ApprovalState,
  verb: Extract<ApprovalVerb, { verb: 'changeProtected' }>,
  around: ApprovalSurroundings,
): Moves | Refusal => {
  const steps = stepsFor(state.definition, verb.amount);
  if (steps.length === 0) return no('approval.no_step_applies');
  if (verb.hash === state.hash) return no('approval.fields_unchanged');
  const voided: ApprovalMove = {
    type: 'VotesVoided',
    data: { generation: state.generation + 1, hash: verb.hash, amount: verb.amount, steps, excluded: joined(state, verb.drafters) },
  };
  return onward(evolveApproval(state, voided, around.at), [voided], around);
};

const UNDER_WAY: readonly ApprovalState['status'][] = ['open', 'suspended', 'returned'];

/** Who takes over what the initiator began: somebody of the post who holds no seat of the chain and has none to lose. */
const successorOf = (state: ApprovalState, around: ApprovalSurroundings): Candidate | null =>
  (around.successors ?? []).find(
    ({ person }) =>
      person !== state.initiator.person && !state.seats.some((seat) => seat.counts && seat.person === person && seat.outcome !== 'recused'),
  ) ?? null;

/** Answers facts: where the leaver had nothing to do, or what they had to do stays with them in another post, there is no move. */
const handOver = (state: ApprovalState, leaver: Candidate, around: ApprovalSurroundings): Moves => {
  if (!UNDER_WAY.includes(state.status)) return [];
  const began = state.initiator.person === leaver.person && state.initiator.appointment === leaver.appointment;
  const succeeded: Moves =
    began && !state.orphaned ? [{ type: 'InitiatorSucceeded', data: { from: state.initiator, to: successorOf(state, around) } }] : [];
  if (state.status === 'returned') return succeeded;
  const now = succeeded.reduce((folded, move) => evolveApproval(folded, move, around.at), state);
  const refreshed = refresh(now, around);
  return isRefusal(refreshed) ? succeeded : [...succeeded, ...refreshed];
};

/** The operator has seen to it that somebody holds the post of an initiator who left. */
const renew = (state: ApprovalState, around: ApprovalSurroundings): Moves | Refusal => {
  const to = state.orphaned ? successorOf(state, around) : null;
  if (!to) return state.status === 'returned' ? no('approval.electorate_unchanged', { step: DRAFTER }) : refresh(state, around);
  const succeeded: ApprovalMove = { type: 'InitiatorSucceeded', data: { from: state.initiator, to } };
  if (state.status === 'returned') return [succeeded];
  const refreshed = refresh(evolveApproval(state, succeeded, around.at), around);
  return isRefusal(refreshed) ? [succeeded] : [succeeded, ...refreshed];
};

/** Fills an empty step; in an open one, replaces holders who left before voting, one successor each: the electorate never grows. */
const refresh = (state: ApprovalState, around: ApprovalSurroundings): Moves | Refusal => {
  const step = state.steps.find((one) => one.state === 'open' || one.state === 'suspended');
  if (!step) throw new Error('an open or suspended approval has one step under way');
  const candidates = around.electorates[step.id] ?? [];
  const seats = seatsOf(state, step.id);
  const left = seats.filter(
    (seat) => seat.outcome === null && !candidates.some((one) => one.person === seat.person && one.appointment === seat.appointment),
  );
  const seated = seats.filter((seat) => !left.includes(seat) && seat.outcome !== 'void').map((seat) => seat.person);
  const fresh = seatPlans(state, step.id, candidates).filter((plan) => plan.recused === null && !seated.includes(plan.person));
  const taking = step.state === 'suspended' ? fresh : fresh.slice(0, left.length);
  if (left.length === 0 && taking.length === 0) return no('approval.electorate_unchanged', { step: step.id });
  const refreshed: ApprovalMove = {
    type: 'ElectorateRefreshed',
    data: {
      step: step.id,
      left: left.map(({ person, appointment }) => ({ person, appointment })),
      seats: taking,
      before: tallyOf(seats),
    },
  };
  return conclude(evolveApproval(state, refreshed, around.at), [refreshed], around);
};
