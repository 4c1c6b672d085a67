import type { Context, Decision, DomainEvent, Json } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { compareRatio, ratioOf } from '../../kernel/ratio.js';
import { firstOf, isRefusal, type Refusal } from '../../kernel/refusal.js';
import { count } from '../../kernel/rules.js';
import { dateOf } from '../../kernel/time.js';
import { performancePay } from '../../disbursement/performance-pay.js';
import { holdersOf, type OrganisationState } from '../../organisation/organisation.js';
import { figure, inForce } from '../../panel/answer.js';
import { decidePanel, openPanel } from '../../panel/decide.js';
import { evolvePanels } from '../../panel/evolve.js';
import { panelStatus, sitting, type PanelMove, type PanelSeat, type PanelState, type PanelVerb } from '../../panel/panel.js';
import type { ScoreSheet } from '../../panel/score-bids.js';
import { instalmentDisbursement, instalmentPaid } from '../funding/part.js';
import type { PurchaseState } from '../state.js';
import { deliveryEvent as event } from './delivery-event.js';
import type { DeliveryCommand, EvaluatorSeat } from './delivery.js';
import { contractTotal, reducePay, withInstalments } from './instalments.js';
import { no } from './no.js';
import type { AssessmentRound } from './state.js';

type Data<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>['data'];
/** What a panel of an assessment judges: the one contract. */
const SUBJECT = 'contract';

const found = (state: PurchaseState, id: string): AssessmentRound | Refusal =>
  state.delivery.assessments.find((one) => one.id === id) ?? no('delivery.assessment_unknown', { pointer: '/assessment' });
const due = (state: PurchaseState, rule: string, context: Context) =>
  dueOf(context.rules.rule(rule, state.pins), context.at, context.calendar);

/** The person's post as evaluator today, wherever it is; null when there is none. */
const seatOf = ({ person, organisation }: EvaluatorSeat, context: Context): PanelSeat | null => {
  const house = context.cases.get(organisation)?.state as OrganisationState | undefined;
  const holder = holdersOf(house, 'evaluator', dateOf(context.at)).find((one) => one.person === person);
  return holder ? { person, appointment: holder.appointment, role: 'expert' } : null;
};
const unfit = (state: PurchaseState, seat: EvaluatorSeat, pointer: string, context: Context): Refusal | null => {
  const { person } = seat;
  if (state.contract.signers.includes(person))
    return no('delivery.evaluator_signed_contract', {
      pointer,
      meta: { person },
      rule: context.rules.rule('accept.signer_excluded', state.pins),
    });
  return seatOf(seat, context) ? null : no('delivery.evaluator_without_post', { pointer, meta: { person } });
};

/** 履约考核 of one instalment by the contract's own indicators, scored by evaluators whom the purchaser names. */
export const openAssessment = (state: PurchaseState, data: Data<'openAssessment'>, context: Context): Decision | Refusal => {
  const { signed } = state.contract;
  const terms = signed?.schedule.find(({ id }) => id === data.instalment);
  if (!signed || !terms) return no('delivery.instalment_unknown', { pointer: '/instalment', meta: { instalment: data.instalment } });
  if (!terms.conditions.includes('assessment') && terms.trigger !== 'assessment-published')
    return no('delivery.instalment_not_assessed', { pointer: '/instalment' });
  if (state.delivery.assessments.some((round) => round.instalment === terms.id && !round.void)) return no('delivery.assessment_open');
  const rule = context.rules.rule('assessment.evaluators', state.pins);
  const persons = data.evaluators.map(({ person }) => person);
  const refused = firstOf([
    persons.length === count(rule)
      ? null
      : no('delivery.evaluators_wrong_number', { pointer: '/evaluators', rule, meta: { count: persons.length, needed: count(rule) } }),
    ...data.evaluators.flatMap((seat, index) => [
      unfit(state, seat, `/evaluators/${index}/person`, context),
      persons.indexOf(seat.person) < index
        ? no('delivery.evaluator_twice', { pointer: `/evaluators/${index}/person`, meta: { person: seat.person } })
        : null,
    ]),
  ]);
  if (refused) return refused;
  const moves = openPanel({
    definition: {
      id: `assessment-${state.delivery.assessments.length + 1}`,
      items: signed.indicators.map(({ id, weight }) => ({ id, max: weight, type: 'subjective' })),
      decimals: count(context.rules.rule('assessment.decimals', state.pins)),
      method: null,
      compliance: false,
      minCompliant: 1,
    },
    subjects: [SUBJECT],
    named: data.evaluators.flatMap((seat) => seatOf(seat, context) ?? []),
    draw: null,
  });
  const id = `assessment-${state.delivery.assessments.length + 1}`;
  return { events: [event('AssessmentOpened', { id, instalment: terms.id, due: due(state, 'assessment.due', context), moves })] };
};

const decidePanelOf = (state: PurchaseState, panel: PanelState, verb: PanelVerb, context: Context) =>
  decidePanel(panel, verb, { at: context.at, actor: context.actor.person, rules: inForce(context.rules, state.pins) });
const moved = (assessment: string, moves: readonly PanelMove[]): DomainEvent => event('AssessmentPanelMoved', { assessment, moves });

export const declareConflict = (state: PurchaseState, data: Data<'declareAssessmentConflict'>, context: Context): Decision | Refusal => {
  const round = found(state, data.assessment);
  if ('refused' in round) return round;
  const { conflict, statement } = data;
  const moves = decidePanelOf(state, round.panel, { verb: 'declare', conflict, ...(statement ? { statement } : {}) }, context);
  return isRefusal(moves) ? moves : { events: [moved(round.id, moves)] };
};

/** Another evaluator for one who is absent, or for one who has left over a conflict. */
export const replaceEvaluator = (state: PurchaseState, data: Data<'replaceEvaluator'>, context: Context): Decision | Refusal => {
  const round = found(state, data.assessment);
  if ('refused' in round) return round;
  const refused = unfit(state, data.by, '/by/person', context);
  const seat = seatOf(data.by, context);
  if (refused || !seat)
    return refused ?? no('delivery.evaluator_without_post', { pointer: '/by/person', meta: { person: data.by.person } });
  const left = data.leaving
    ? decidePanelOf(state, round.panel, { verb: 'replace', person: data.leaving, reason: data.reason }, context)
    : [];
  if (isRefusal(left)) return left;
  const short = evolvePanels(round.panel, left as readonly PanelMove[], context.at) as PanelState;
  const joined = decidePanelOf(state, short, { verb: 'supplement', seats: [seat], reserves: [], draw: null }, context);
  return isRefusal(joined) ? joined : { events: [moved(round.id, [...(left as readonly PanelMove[]), ...joined])] };
};

/** Points of the indicators as a sheet of the panel; a body that is none becomes an empty sheet, which the panel refuses with its faults. */
const sheetOf = (body: Json | undefined): ScoreSheet => ({
  [SUBJECT]: typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Readonly<Record<string, string>>) : {},
});

/** A hidden sheet; the last one opens all together and makes the exact mean. */
export const submitSheet = (state: PurchaseState, data: Data<'submitAssessmentSheet'>, context: Context): Decision | Refusal => {
  const round = found(state, data.assessment);
  if ('refused' in round) return round;
  const sheet = sheetOf(context.contents.get(data.points.content));
  const submitted = decidePanelOf(state, round.panel, { verb: 'submit', ref: data.points, sheet }, context);
  if (isRefusal(submitted)) return submitted;
  const panel = evolvePanels(round.panel, submitted, context.at) as PanelState;
  const events = [moved(round.id, submitted)];
  const seats = sitting(panel);
  if (!seats.every(({ person }) => panel.sheets.some((one) => one.person === person))) return { events };
  const sheets = Object.fromEntries(panel.sheets.map(({ person, ref }) => [person, sheetOf(context.contents.get(ref.content))]));
  const locked = decidePanelOf(state, panel, { verb: 'lock', sheets }, context);
  if (isRefusal(locked)) return locked;
  const outcome = (evolvePanels(panel, locked, context.at) as PanelState).outcome?.totals[0];
  const { exact, total } = outcome ?? { exact: '0', total: '0' };
  return { events: [...events, moved(round.id, locked), event('AssessmentScored', { assessment: round.id, exact, total })] };
};

export const publishAssessment = (state: PurchaseState, data: Data<'publishAssessment'>, context: Context): Decision | Refusal => {
  const round = found(state, data.assessment);
  if ('refused' in round) return round;
  if (round.published) return no('delivery.assessment_published');
  if (!round.score) return no('delivery.not_scored', { meta: { status: panelStatus(round.panel) } });
  const pass = context.rules.rule('assessment.pass', state.pins);
  const passed = compareRatio(ratioOf(round.score.total), ratioOf(figure(pass))) >= 0;
  const appealDue = due(state, 'assessment.appeal', context);
  return {
    events: [event('AssessmentPublished', { assessment: round.id, total: round.score.total, passed, appealDue, by: context.actor.person })],
  };
};

/** What is open to the supplier once the result is published, until its period has passed. */
const appealable = (state: PurchaseState, round: AssessmentRound, context: Context): Refusal | null => {
  if (!round.published) return no('delivery.assessment_not_published');
  if (round.appeal) return no('delivery.already_appealed');
  if (round.settledAt !== null) {
    const { dueAt } = round.published.appealDue;
    return dueAt !== null && context.at >= dueAt
      ? no('delivery.appeal_too_late', { rule: context.rules.rule('assessment.appeal', state.pins) })
      : no('delivery.assessment_settled');
  }
  return null;
};

/** The result is in force: it moves pay by the contract's formula and by nothing else. */
const settled = (state: PurchaseState, round: AssessmentRound, context: Context): readonly DomainEvent[] => {
  const { signed } = state.contract;
  const own = state.delivery.instalments.find(({ id }) => id === round.instalment);
  if (!signed || !own || !round.score) return [];
  const owed = ({ amount, reduced, waived }: typeof own): bigint => amount - reduced - waived;
  const others = state.delivery.instalments.filter(({ id }) => id !== own.id);
  const paid = others.reduce(
    (sum, one) =>
      sum + (one.readyAt !== null || instalmentDisbursement(state, one.id) !== null ? owed(one) : instalmentPaid(state, one.id)),
    0n,
  );
  const tail = owed(own);
  const answer = performancePay({ contract: contractTotal(state), paid, tail, score: round.score.total, formula: signed.formula });
  // A table that says nothing of this score takes nothing away: pay moves by the formula alone.
  const pay = isRefusal(answer) ? { payable: tail, withheld: 0n, clawback: 0n } : answer;
  const { payable, withheld, clawback } = pay;
  return [
    event('AssessmentSettled', { assessment: round.id, payable, withheld, clawback }),
    ...reducePay(state, withheld + clawback, round.id, context, own.id),
  ];
};

/** The supplier takes the result as it is: nobody waits for the end of the appeal's period. */
export const acceptAssessment = (state: PurchaseState, data: Data<'acceptAssessment'>, context: Context): Decision | Refusal => {
  const round = found(state, data.assessment);
  if ('refused' in round) return round;
  return appealable(state, round, context) ?? { events: withInstalments(state, settled(state, round, context), context) };
};
export const appealPeriodOver = (state: PurchaseState, data: Data<'appealPeriodOver'>, context: Context): Decision => {
  const round = state.delivery.assessments.find(({ id }) => id === data.assessment);
  if (!round?.published || round.appeal || round.settledAt !== null) return { events: [] };
  return { events: withInstalments(state, settled(state, round, context), context) };
};
export const appeal = (state: PurchaseState, data: Data<'appeal'>, context: Context): Decision | Refusal => {
  const round = found(state, data.assessment);
  if ('refused' in round) return round;
  const refused = appealable(state, round, context);
  if (refused) return refused;
  const answerDue = due(state, 'assessment.appeal_answer', context);
  return { events: [event('AssessmentAppealed', { assessment: round.id, grounds: data.grounds, answerDue })] };
};
/** Rejected, the result is in force; upheld, the round is void and the instalment is assessed anew. */
export const answerAppeal = (state: PurchaseState, data: Data<'answerAppeal'>, context: Context): Decision | Refusal => {
  const round = found(state, data.assessment);
  if ('refused' in round) return round;
  if (!round.appeal || round.answer) return no('delivery.no_appeal');
  if (round.published?.by === context.actor.person) return no('delivery.appeal_by_publisher');
  const { upheld, reason } = data;
  const answered = event('AppealAnswered', { assessment: round.id, upheld, reason });
  if (upheld) return { events: [answered] };
  return { events: withInstalments(state, [answered, ...settled(state, round, context)], context) };
};
export const assessmentOverdue = (state: PurchaseState, data: Data<'assessmentOverdue'>): Decision => {
  const round = state.delivery.assessments.find(({ id }) => id === data.assessment);
  return { events: !round || round.late || round.published ? [] : [event('AssessmentLate', { assessment: round.id })] };
};

/** What the decisions on assessments must have loaded: the houses of those who are named, and all sheets of the round. */
export const assessmentNeeds = (state: PurchaseState, command: DeliveryCommand) => {
  switch (command.type) {
    case 'openAssessment':
      return { reads: command.data.evaluators.map(({ organisation }) => organisation) };
    case 'replaceEvaluator':
      return { reads: [command.data.by.organisation] };
    case 'submitAssessmentSheet': {
      const round = state.delivery.assessments.find(({ id }) => id === command.data.assessment);
      const sheets = round?.panel.sheets.map(({ ref }) => ref.content) ?? [];
      return { contents: [...sheets, command.data.points.content] };
    }
    default:
      return {};
  }
};
