import {
  convenesPanel,
  type EvaluationCourse,
  type Json,
  openQuestion,
  type OpenedBid,
  panelMayRead,
  type PanelState,
  panelStatus,
  type PurchaseState,
  resultIsPublic,
  sitsOnPanel,
  sitting,
} from '@goufu/domain';
import type { Permission } from '../permission.js';
import { seeTalks, talksOfBidder } from './talks.js';
import { isInside, type Viewer } from './viewer.js';

const convening = [
  { roles: ['purchaser-handler'], in: 'purchaser' },
  { roles: ['agency-officer'], in: 'agency', power: 'organise' },
] as const satisfies readonly Permission[];
// Drawn experts act from wherever their post is; whether a person sits on the panel at all is asked before anything else.
const members = [
  { roles: ['expert'], in: 'any' },
  {
    roles: [
      'purchaser-handler',
      'purchaser-procurement',
      'purchaser-finance',
      'purchaser-business',
      'purchaser-supervision',
      'purchaser-approver',
      'purchaser-leader',
    ],
    in: 'purchaser',
  },
] as const satisfies readonly Permission[];

/** Commands of those who sit on the panel: to everybody else they don't exist. */
const panelPermissions = {
  judgeSignal: members,
  demandPriceCorrection: members,
  declareConflict: members,
  electChair: members,
  voteCompliance: members,
  demandExplanation: members,
  judgeExplanation: members,
  submitSheet: members,
  correctScore: members,
  signReport: members,
  recordTalk: members,
  proposeChange: members,
  callFinalQuotes: members,
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export const evaluationPermissions: Readonly<Record<string, readonly Permission[]>> = {
  checkQualification: [
    { roles: ['purchaser-handler'], in: 'purchaser' },
    { roles: ['agency-officer'], in: 'agency', power: 'check-qualification' },
  ],
  drawPanel: convening,
  supplementPanel: convening,
  replaceMember: convening,
  presentReport: [...convening, ...members],
  deemSignature: convening,
  explainPrice: [{ roles: ['supplier-agent'], in: 'bidder' }],
  answerPriceCorrection: [{ roles: ['supplier-agent'], in: 'bidder' }],
  // Who sits for the purchaser; where nobody does, its approver.
  confirmChange: members,
  endQuoting: convening,
  openFinalQuotes: convening,
  ...panelPermissions,
};

/** Whether this command is for members of the panel alone and the person is none: then nothing is said, not even that there is a panel. */
export const isOutsidePanel = (state: PurchaseState, type: string, { person, organisation, roles }: Viewer['actor']): boolean => {
  if (sitsOnPanel(state, person)) return false;
  if (type === 'presentReport' || type === 'confirmChange') return organisation === null || roles.includes('expert');
  return type in panelPermissions;
};

/** Events that tell, by their content or by who signed them, who sits on the panel or what it makes of the bids. */
const sealedEvents: readonly string[] = [
  'PanelConvened',
  'PanelMoved',
  'LowPricesTested',
  'ExplanationDemanded',
  'PriceExplained',
  'ExplanationMissed',
  'TieSeedDrawn',
  'RankingSettled',
  'SignalJudged',
  'PriceCorrectionDemanded',
  'PriceCorrectionAnswered',
  'TalkRecorded',
  'ChangeProposed',
  'ChangeAnswered',
  'FinalQuotesCalled',
  'FinalQuotesClosed',
  'FinalQuotesOpened',
];
/** Whether a timeline has to leave this entry out: before the result notice such events are the organiser's alone. */
export const hidesEvaluationEntry = ({ state, actor }: Viewer, event: string): boolean =>
  sealedEvents.includes(event) && !resultIsPublic(state) && !organises({ state, actor });

/** The same for a whole timeline; what everybody sees happen is shown without who did it, where the last to sign may be a member. */
export const veilOfEvaluation = (viewer: Viewer): { readonly hidden: readonly string[]; readonly unsigned: readonly string[] } => ({
  hidden: sealedEvents.filter((event) => hidesEvaluationEntry(viewer, event)),
  unsigned: resultIsPublic(viewer.state) || organises(viewer) ? [] : ['EvaluationConcluded', 'EvaluationFailed', 'StageEnded'],
});

/** Who drew the panel knows whom: nobody else before the result notice. */
const organises = ({ state, actor }: Pick<Viewer, 'state' | 'actor'>): boolean =>
  actor.organisation !== null && actor.organisation === state.evaluation.course?.organiser && convenesPanel(state, actor);

const json = (value: unknown): Json => value as Json;

/** Until the result notice: outsiders see nothing, the purchaser's side how far it is, a member the own seat, votes and sheet. Then names and figures open. */
export const seeEvaluation = (viewer: Viewer): Json | null => {
  const { state, actor } = viewer;
  const { course, result, history } = state.evaluation;
  if (course === null) return null;
  const announced = resultIsPublic(state);
  const inside = isInside(viewer);
  const seat = actor.person === null ? null : (course.panel && sitting(course.panel).find(({ person }) => person === actor.person)) || null;
  return json({
    round: course.round,
    failed: course.failed,
    ...(inside ? progressOf(course) : {}),
    ...(inside && result !== null ? { result: { reportAt: result.reportAt, ranking: result.ranking, rejected: result.rejected } } : {}),
    ...(inside
      ? { earlier: history.map(({ course: { round, failed }, result: signed }) => ({ round, failed, reportAt: signed?.reportAt ?? null })) }
      : {}),
    ...(mayReadBids(viewer, course) ? { bids: bidsFor(state, course, seat !== null) } : {}),
    ...(course.panel && organises(viewer) ? { panel: forOrganiser(course, course.panel) } : {}),
    ...(course.panel && announced ? { panel: whenAnnounced(course, course.panel, inside) } : {}),
    ...(course.panel && seat ? { seat: forMember(course, course.panel, seat.person) } : {}),
    ...seeTalks(viewer, course, seat !== null),
    ...(viewer.relations.has('bidder') ? { own: { ...forBidder(viewer, course), ...talksOfBidder(viewer, course) } } : {}),
  });
};

const progressOf = (course: EvaluationCourse) => ({
  since: course.since,
  dueAt: course.due.dueAt,
  rule: course.due.rule,
  late: course.late,
  checks: course.checks.map(({ bid, supplier, qualified, reason, at }) => ({ bid, supplier, qualified, reason, at })),
  qualified: course.qualified,
});

/** Who checks qualification reads the bids; a member only once declared free of conflicts. */
const mayReadBids = ({ state, actor, relations, auditor }: Viewer, course: EvaluationCourse): boolean =>
  auditor ||
  (course.panel !== null && actor.person !== null && panelMayRead(course.panel, actor.person)) ||
  ((relations.has('purchaser') || relations.has('agency')) && convenesPanel(state, actor));

/** Of a bid its documents, still content; members see those that qualified. */
const bidsFor = (state: PurchaseState, course: EvaluationCourse, asMember: boolean): readonly unknown[] =>
  (state.tender.current?.opening?.bids ?? [])
    .filter(({ bid }) => !asMember || course.qualified?.includes(bid))
    .map(({ bid, supplier, enterprise, price, share, documents, hash }: OpenedBid) => ({
      bid,
      supplier,
      enterprise,
      price,
      share,
      documents,
      hash,
    }));

const lowPricesOf = (course: EvaluationCourse, panel: PanelState) => ({
  tests: course.lowPrice?.tests ?? [],
  triggered: course.lowPrice?.triggered ?? [],
  demands: course.demands.map(({ bid, until: untilAt, reason, explanation, missed }) => ({ bid, untilAt, reason, explanation, missed })),
  question: openQuestion(panel)?.subject ?? null,
});
/** Means and totals of everybody; on which items scorers differ, but never who gave what. */
const outcomeOf = ({ outcome }: PanelState) =>
  outcome && {
    final: outcome.final,
    totals: outcome.totals,
    ties: outcome.ties,
    differing: outcome.findings.map(({ code, meta }) => ({ code, bid: meta['bid'], item: meta['item'] })),
  };
const reportOf = ({ report }: PanelState) => report && { text: report, hash: report.hash };

/** The organiser has to call people, replace them and draft the report; votes and sheets stay the members' own. */
const forOrganiser = (course: EvaluationCourse, panel: PanelState) => ({
  status: panelStatus(panel),
  members: panel.members.map(({ person, role, declared, sits }) => ({
    person,
    role,
    declared,
    standing: sits ? 'sitting' : 'left',
    chair: person === panel.chair,
  })),
  vacant: panel.vacant,
  reserves: panel.reserves.length,
  sheets: panel.sheets.length,
  compliant: panel.compliant,
  lowPrice: lowPricesOf(course, panel),
  outcome: outcomeOf(panel),
  ranking: course.ranking,
  report: reportOf(panel),
  signed: panel.signatures.map(({ person, how, at }) => ({ person, how, at })),
});

/** With the notice: names and seeds for everybody; the purchaser's side and audit read the whole record. */
const whenAnnounced = (course: EvaluationCourse, panel: PanelState, inside: boolean) => ({
  members: sitting(panel).map(({ person, role }) => ({ person, role, chair: person === panel.chair })),
  draws: panel.draws,
  tieSeed: course.drawn.length > 0 ? course.tieSeed : null,
  ...(inside
    ? {
        status: panelStatus(panel),
        left: panel.members.filter(({ sits }) => !sits).map(({ person, role }) => ({ person, role })),
        votes: panel.votes,
        lowPrice: lowPricesOf(course, panel),
        questions: panel.questions,
        sheets: panel.sheets.map(({ person, ref }) => ({ person, sheet: ref })),
        outcome: outcomeOf(panel),
        report: reportOf(panel),
        signatures: panel.signatures,
      }
    : {}),
});

/** A member alone: the own seat first; the work only once declared; others' sheets only once all are locked, by seat and not by name. */
const forMember = (course: EvaluationCourse, panel: PanelState, person: string) => {
  const mine = sitting(panel).find((one) => one.person === person);
  const own = {
    status: panelStatus(panel),
    role: mine?.role ?? null,
    declared: mine?.declared ?? false,
    chair: panel.chair === person,
    chairElected: panel.chair !== null,
  };
  if (!panelMayRead(panel, person)) return own;
  const others = sitting(panel).filter((one) => one.person !== person);
  return {
    ...own,
    items: panel.definition.items,
    votes: panel.votes.filter((vote) => vote.person === person),
    compliant: panel.compliant,
    lowPrice: lowPricesOf(course, panel),
    sheet: panel.sheets.find((sheet) => sheet.person === person)?.ref ?? null,
    ...(panel.outcome
      ? {
          others: others.map((one, index) => ({
            seat: index + 1,
            sheet: panel.sheets.find((sheet) => sheet.person === one.person)?.ref ?? null,
          })),
          outcome: outcomeOf(panel),
          ranking: course.ranking,
        }
      : {}),
    report: reportOf(panel),
    signed: panel.signatures.some((one) => one.person === person),
  };
};

/** A bidder sees what is asked of it and, once it is over, why it was put out: nothing of anybody else. */
const forBidder = ({ state, actor }: Viewer, course: EvaluationCourse) => {
  const over = course.failed !== null || resultIsPublic(state);
  const isOwn = ({ supplier }: { readonly supplier: string }): boolean => supplier === actor.organisation;
  return {
    demands: course.demands
      .filter(isOwn)
      .map(({ bid, until: untilAt, reason, explanation, missed }) => ({ bid, untilAt, reason, explanation, missed })),
    checks: over ? course.checks.filter(isOwn).map(({ bid, qualified, reason }) => ({ bid, qualified, reason })) : [],
  };
};
