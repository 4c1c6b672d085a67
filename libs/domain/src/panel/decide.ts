import { refuse } from '../kernel/index.js';
import type { ContentRef, Instant, Refusal } from '../kernel/index.js';
import { type CalculationFault, citing, type RulesInForce } from './answer.js';
import type { Draw, PoolExpert } from './draw.js';
import { evolvePanel } from './evolve.js';
import type { PanelDefinition, PanelMember, PanelMove, PanelOutcome, PanelSeat, PanelState, PanelVerb, PanelVerbName } from './panel.js';
import { openQuestion, panelStatus, panelVerbs, scoredSubjects, sitting } from './panel.js';
import type { PanelRefusalCode } from './refusals.js';
import { judgeCorrection, scoreBids, sheetFaults } from './score-bids.js';
import type { ScoreSheet } from './score-bids.js';

/** What the embedding subject knows and this decider does not. */
export interface PanelSurroundings {
  readonly at: Instant;
  /** Who acts; the organiser's verbs are checked by access, not here. */
  readonly actor: string | null;
  readonly rules: RulesInForce;
}
export interface PanelOpening {
  readonly definition: PanelDefinition;
  readonly subjects: readonly string[];
  /** Members who are named and not drawn: the purchaser's representatives, or evaluators that the contract names. */
  readonly named: readonly PanelSeat[];
  /** Of `drawPanel`; null where nobody is drawn. */
  readonly draw: Draw | null;
}
type Moves = readonly PanelMove[];
const no = (code: PanelRefusalCode, meta: Refusal['meta'] = {}, pointer?: string): Refusal =>
  refuse<PanelRefusalCode>(code, pointer === undefined ? { meta } : { meta, pointer });

/** A drawn expert as a seat. */
export const expertSeat = ({ person, appointment }: PoolExpert): PanelSeat => ({ person, appointment, role: 'expert' });

/** Opens a panel whose composition the subject has checked with `checkCommittee`. */
export const openPanel = ({ definition, subjects, named, draw }: PanelOpening): Moves => [
  {
    type: 'PanelDrawn',
    data: {
      definition,
      subjects,
      seats: [...named, ...(draw?.drawn.map(expertSeat) ?? [])],
      reserves: draw?.reserves.map(expertSeat) ?? [],
      draw: draw && { seed: draw.seed, poolHash: draw.poolHash },
    },
  },
];

const ORGANISERS: readonly PanelVerbName[] = ['replace', 'supplement', 'lock', 'present', 'deem'];

/** Decides one verb: the moves to record, or why not. */
export const decidePanel = (state: PanelState, verb: PanelVerb, around: PanelSurroundings): Moves | Refusal => {
  const status = panelStatus(state);
  const legal: readonly PanelVerbName[] = panelVerbs[status];
  const own = sitting(state).find(({ person }) => person === around.actor);
  if (!legal.includes(verb.verb)) {
    const waits = own && !own.declared && !ORGANISERS.includes(verb.verb);
    return waits ? no('panel.declare_first') : no('panel.wrong_state', { status });
  }
  switch (verb.verb) {
    case 'replace':
      return replace(state, verb);
    case 'supplement':
      return supplement(state, verb);
    case 'lock':
      return lock(state, verb, around);
    case 'present':
      return state.outcome?.final === true ? [{ type: 'ReportPresented', data: { report: verb.report } }] : no('panel.not_final');
    case 'deem':
      return deem(state, verb.person, around);
    case 'declare':
    case 'chooseChair':
    case 'judge':
    case 'question':
    case 'submit':
    case 'correct':
    case 'sign': {
      return own ? byMember(state, own, verb, around) : no('panel.not_a_member');
    }
  }
};

type MemberVerb = Extract<PanelVerb, { verb: 'declare' | 'chooseChair' | 'judge' | 'question' | 'submit' | 'correct' | 'sign' }>;

const byMember = (state: PanelState, member: PanelMember, verb: MemberVerb, around: PanelSurroundings): Moves | Refusal => {
  switch (verb.verb) {
    case 'declare':
      return declare(state, member, verb);
    case 'chooseChair': {
      const chosen = sitting(state).find(({ person }) => person === verb.person);
      if (!chosen) return no('panel.not_a_member');
      if (chosen.role === 'purchaser-representative') return no('panel.chair_is_representative');
      return [{ type: 'ChairChosen', data: { person: chosen.person } }];
    }
    case 'judge':
      return openQuestion(state) && state.compliant ? answer(state, member, verb, around) : judge(state, member, verb, around);
    case 'question': {
      const { subject, ground, basis } = verb;
      if (!scoredSubjects(state)?.includes(subject)) return no('panel.subject_unknown', { subject });
      const asked = state.questions.some((one) => one.subject === subject && one.ground === ground);
      return asked ? no('panel.already_judged', { subject }) : [{ type: 'QuestionRaised', data: { subject, ground, basis } }];
    }
    case 'submit': {
      const faults = sheetFaults(state.definition.items, scoredSubjects(state) ?? [], verb.sheet, '/sheet');
      if (faults.length > 0) return faulty(faults);
      return [{ type: 'SheetSubmitted', data: { person: member.person, ref: verb.ref } }];
    }
    case 'correct':
      return correct(state, member, verb, around);
    case 'sign': {
      if (state.report?.hash !== verb.report.hash) return no('panel.other_report');
      if (hasSigned(state, member.person)) return no('panel.already_signed');
      const { person } = member;
      const move: PanelMove = verb.dissent
        ? { type: 'DissentRecorded', data: { person, dissent: verb.dissent } }
        : { type: 'ReportSigned', data: { person } };
      return counted(state, move, around.at);
    }
  }
};

/** A faulty sheet is refused with all its faults; the first is the answer. */
const faulty = (faults: readonly CalculationFault[]): Refusal => ({
  ...no('panel.sheet_faulty', { fault: faults[0]?.code ?? '' }, faults[0]?.pointer),
  also: faults.slice(1).map(({ code, pointer, meta }) => ({ refused: code, pointer, meta })),
});

const declare = (state: PanelState, member: PanelMember, verb: Extract<PanelVerb, { verb: 'declare' }>): Moves | Refusal => {
  const { person } = member;
  // A conflict found later may always be declared; freedom from conflicts once.
  if (member.declared && !verb.conflict) return no('panel.already_declared');
  if (verb.conflict && !verb.statement) return no('panel.reason_required');
  const declared: PanelMove = { type: 'ConflictDeclared', data: { person, conflict: verb.conflict, statement: verb.statement ?? null } };
  return verb.conflict ? [declared, leave(state, person, verb.statement ?? null)] : [declared];
};

const leave = (state: PanelState, left: string, reason: ContentRef | null): PanelMove => {
  const role = state.members.find(({ person }) => person === left)?.role;
  return { type: 'MemberReplaced', data: { left, next: state.reserves.find((one) => one.role === role) ?? null, reason } };
};

const replace = (state: PanelState, verb: Extract<PanelVerb, { verb: 'replace' }>): Moves | Refusal => {
  if (!sitting(state).some(({ person }) => person === verb.person)) return no('panel.not_a_member');
  return verb.reason ? [leave(state, verb.person, verb.reason)] : no('panel.reason_required');
};

const supplement = (state: PanelState, { seats, reserves, draw }: Extract<PanelVerb, { verb: 'supplement' }>): Moves | Refusal => {
  const known = [...seats, ...reserves].find(({ person }, index, all) => {
    const twice = all.findIndex((one) => one.person === person) !== index;
    return twice || state.members.some((one) => one.person === person);
  });
  if (known) return no('panel.seat_taken', { person: known.person });
  const roles = (list: readonly string[]) => list.toSorted().join();
  if (roles(seats.map(({ role }) => role)) !== roles(state.vacant)) return no('panel.seats_differ', { needed: state.vacant.length });
  return [{ type: 'PanelSupplemented', data: { seats, reserves, draw } }];
};

/** One vote; the last one of all closes the examination: the majority of those who sit decides on each subject. */
const judge = (
  state: PanelState,
  member: PanelMember,
  verb: Extract<PanelVerb, { verb: 'judge' }>,
  around: PanelSurroundings,
): Moves | Refusal => {
  const { subject, compliant, reason } = verb;
  const { person } = member;
  if (!state.subjects.includes(subject)) return no('panel.subject_unknown', { subject });
  if (state.votes.some((vote) => vote.person === person && vote.subject === subject)) return no('panel.already_judged', { subject });
  if (!compliant && !reason) return no('panel.reason_required');
  const voted: PanelMove = { type: 'ComplianceVoted', data: { person, subject, compliant, reason: reason ?? null } };
  return closed(evolvePanel(state, voted, around.at), [voted]);
};

const closed = (state: PanelState, moves: Moves): Moves => {
  const people = sitting(state).length;
  if (state.votes.length < people * state.subjects.length) return moves;
  const passes = (subject: string): boolean => 2 * state.votes.filter((vote) => vote.subject === subject && vote.compliant).length > people;
  const rejected = state.subjects.filter((subject) => !passes(subject));
  return [...moves, { type: 'ComplianceClosed', data: { compliant: state.subjects.filter(passes), rejected } }];
};

/** A vote on the open question; the last one closes it by majority. */
const answer = (
  state: PanelState,
  member: PanelMember,
  verb: Extract<PanelVerb, { verb: 'judge' }>,
  around: PanelSurroundings,
): Moves | Refusal => {
  const question = openQuestion(state);
  const { subject, compliant, reason } = verb;
  const { person } = member;
  if (question?.subject !== subject) return no('panel.subject_unknown', { subject });
  if (question.votes.some((vote) => vote.person === person)) return no('panel.already_judged', { subject });
  if (!compliant && !reason) return no('panel.reason_required');
  const voted: PanelMove = { type: 'QuestionVoted', data: { person, subject, compliant, reason: reason ?? null } };
  const votes = openQuestion(evolvePanel(state, voted, around.at))?.votes ?? [];
  const people = sitting(state).length;
  if (votes.length < people) return [voted];
  const satisfied = 2 * votes.filter((vote) => vote.compliant).length > people;
  return [voted, { type: 'QuestionClosed', data: { subject, ground: question.ground, closed: satisfied ? 'satisfied' : 'excluded' } }];
};

const lock = (state: PanelState, verb: Extract<PanelVerb, { verb: 'lock' }>, around: PanelSurroundings): Moves | Refusal => {
  const missing = sitting(state).filter(({ person }) => !state.sheets.some((sheet) => sheet.person === person) || !verb.sheets[person]);
  if (missing.length > 0) return no('panel.sheet_missing', { missing: missing.map(({ person }) => person) });
  const outcome = outcomeOf(state, verb, around);
  return 'refused' in outcome ? outcome : [{ type: 'SheetsLocked', data: outcome }];
};

/** Totals over the sheets of those who sit, of the subjects that are still in. */
const outcomeOf = (
  state: PanelState,
  { sheets, prices }: Pick<Extract<PanelVerb, { verb: 'lock' }>, 'sheets' | 'prices'>,
  around: PanelSurroundings,
): PanelOutcome | Refusal => {
  const { items, decimals, method } = state.definition;
  const scored = scoredSubjects(state) ?? [];
  const own = sitting(state).map(({ person }) => [person, only(sheets[person] ?? {}, scored)] as const);
  const input = { items, decimals, sheets: Object.fromEntries(own), ...(method === null ? {} : { method }), ...(prices ? { prices } : {}) };
  const answer = scoreBids(input, around.rules);
  if ('refused' in answer) return faulty(answer.refused);
  const { final, totals, ties, findings } = answer.result;
  return { final, totals, ties, findings };
};

const only = (sheet: ScoreSheet, subjects: readonly string[]): ScoreSheet =>
  Object.fromEntries(subjects.flatMap((subject) => (sheet[subject] ? [[subject, sheet[subject]] as const] : [])));

/** One member corrects the own sheet on one of the grounds of the law; an objective mismatch only where it was found. */
const correct = (
  state: PanelState,
  member: PanelMember,
  verb: Extract<PanelVerb, { verb: 'correct' }>,
  around: PanelSurroundings,
): Moves | Refusal => {
  const rules = citing(around.rules);
  const { method, items } = state.definition;
  const { allowed, rule } = judgeCorrection(verb.kind, method ?? undefined, rules);
  if (!allowed) return { ...no('panel.correction_not_lawful', { kind: verb.kind }), rule: rules.rule(rule) };
  if (!verb.reason) return no('panel.reason_required');
  const faults = sheetFaults(items, scoredSubjects(state) ?? [], verb.sheet, '/sheet');
  if (faults.length > 0) return faulty(faults);
  const before = verb.sheets[member.person];
  if (!before) return no('panel.sheet_missing', { missing: [member.person] });
  const changed = (scoredSubjects(state) ?? []).flatMap((subject) =>
    items.flatMap(({ id }) => (before[subject]?.[id] === verb.sheet[subject]?.[id] ? [] : [{ subject, item: id }])),
  );
  const findings = state.outcome?.findings ?? [];
  const found = (subject: string, item: string): boolean => findings.some(({ meta }) => meta['bid'] === subject && meta['item'] === item);
  const strays = verb.kind === 'objective-mismatch' ? changed.filter(({ subject, item }) => !found(subject, item)) : [];
  if (changed.length === 0 || strays.length > 0) {
    const pointer = strays[0] ? `/sheet/${strays[0].subject}/${strays[0].item}` : '/sheet';
    return no('panel.correction_elsewhere', { pointer }, pointer);
  }
  const outcome = outcomeOf(state, { ...verb, sheets: { ...verb.sheets, [member.person]: verb.sheet } }, around);
  if ('refused' in outcome) return outcome;
  const { kind, ref, reason } = verb;
  return [{ type: 'ScoreCorrected', data: { person: member.person, kind, ref, reason, changed, outcome } }];
};

const hasSigned = (state: PanelState, person: string): boolean => state.signatures.some((one) => one.person === person);

const deem = (state: PanelState, person: string, around: PanelSurroundings): Moves | Refusal => {
  if (!sitting(state).some((one) => one.person === person)) return no('panel.not_a_member');
  if (hasSigned(state, person)) return no('panel.already_signed');
  return counted(state, { type: 'AgreementDeemed', data: { person } }, around.at);
};

/** The last signature counts all: a report that the majority dissents from is rejected. */
const counted = (state: PanelState, move: PanelMove, at: Instant): Moves => {
  const now = evolvePanel(state, move, at);
  if (panelStatus(now) !== 'reported' || now.report === null) return [move];
  const agreed = now.signatures.filter(({ how }) => how !== 'dissented').length;
  return 2 * agreed > sitting(now).length ? [move] : [move, { type: 'ReportRejected', data: { report: now.report } }];
};
