import type { Context, Deadline, Decision, Task } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { words } from '../../kernel/rules.js';
import { panelStatus } from '../../panel/panel.js';
import { runningEvaluation, sitsOnPanel } from '../evaluation/course.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import { correctPrice } from './correct-price.js';
import { evolveFindings } from './evolve.js';
import { correctionOf, currentFindings, findingsOf, no } from './facts.js';
import type { FindingsCommand, FindingsCommandType, FindingsEvent } from './findings.js';
import { findingsRefusals } from './refusals.js';

type Data<T extends FindingsCommandType> = Extract<FindingsCommand, { type: T }>['data'];
const event = <E extends FindingsEvent>(type: E['type'], data: E['data']): Decision => ({ events: [{ type, schema: 1, data }] });

/** The panel while it examines compliance: only then may a bid be found invalid on these grounds. */
const examining = (state: PurchaseState) => {
  const panel = runningEvaluation(state)?.panel ?? null;
  return panel !== null && panelStatus(panel) === 'examining' ? panel : null;
};

const legal = (state: PurchaseState, type: FindingsCommandType, { actor }: Context): Refusal | null => {
  switch (type) {
    case 'judgeSignal':
    case 'demandPriceCorrection': {
      // Nobody learns from an answer whether a panel sits.
      if (!sitsOnPanel(state, actor.person)) return refuse('case.not_found');
      const panel = examining(state);
      if (!panel) return no('findings.examination_over');
      return panel.chair === actor.person ? null : no('findings.not_the_chair');
    }
    case 'answerPriceCorrection':
      return currentFindings(state)?.corrections.some((one) => one.supplier === actor.organisation && one.answer === null)
        ? null
        : no('findings.nothing_to_confirm');
    default:
      return null;
  }
};

const judgeSignal = (state: PurchaseState, data: Data<'judgeSignal'>): Decision | Refusal => {
  const signal = currentFindings(state)?.signals.find(({ id }) => id === data.signal);
  if (!signal) return no('findings.signal_unknown', { pointer: '/signal', meta: { signal: data.signal } });
  return signal.judgement ? no('findings.signal_judged') : event('SignalJudged', data);
};

const demandCorrection = (state: PurchaseState, data: Data<'demandPriceCorrection'>, context: Context): Decision | Refusal => {
  const { bid, stated, reason, until } = data;
  const opened = state.tender.current?.opening?.bids.find((one) => one.bid === bid);
  if (!opened || !examining(state)?.subjects.includes(bid)) return no('findings.bid_unknown', { pointer: '/bid', meta: { bid } });
  if (correctionOf(state, bid)) return no('findings.correction_demanded');
  const rule = context.rules.rule('error.correction', state.pins);
  const steps = correctPrice(opened.price, stated, words(rule));
  if (steps.length === 0) return no('findings.no_error', { pointer: '/stated', rule });
  if (until <= context.at) return no('findings.until_past', { pointer: '/until' });
  const price = steps.at(-1)?.to ?? opened.price;
  return event('PriceCorrectionDemanded', { bid, supplier: opened.supplier, steps, price, reason, until, rule: rule.id });
};

const answerCorrection = (state: PurchaseState, data: Data<'answerPriceCorrection'>, { actor }: Context): Decision | Refusal => {
  const correction = correctionOf(state, data.bid);
  if (!correction || correction.supplier !== actor.organisation || correction.answer !== null)
    return no('findings.nothing_to_confirm', { pointer: '/bid' });
  return event('PriceCorrectionAnswered', { bid: data.bid, answer: data.accepted ? 'confirmed' : 'refused' });
};

const decide = (state: PurchaseState, command: FindingsCommand, context: Context): Decision | Refusal => {
  const refused = legal(state, command.type, context);
  if (refused) return refused;
  switch (command.type) {
    case 'judgeSignal':
      return judgeSignal(state, command.data);
    case 'demandPriceCorrection':
      return demandCorrection(state, command.data, context);
    case 'answerPriceCorrection':
      return answerCorrection(state, command.data, context);
    case 'priceCorrectionOverdue':
      return correctionOf(state, command.data.bid)?.answer === null
        ? event('PriceCorrectionAnswered', { bid: command.data.bid, answer: 'missed' })
        : { events: [] };
  }
};

const deadlines = (state: PurchaseState): readonly Deadline[] =>
  (currentFindings(state)?.corrections ?? [])
    .filter(({ answer }) => answer === null)
    .map(({ bid, until, rule }) => ({
      id: `findings/correction/${bid}`,
      at: until,
      command: { type: 'priceCorrectionOverdue', data: { bid } },
      rule,
      calendar: null,
      suspendable: true,
    }));

/** Signals are the chair's to put to the panel; a correction is its bidder's to confirm. */
const tasks = (state: PurchaseState): readonly Task[] => {
  const found = currentFindings(state);
  const panel = examining(state);
  if (!found) return [];
  const judging: readonly Task[] =
    panel?.chair == null
      ? []
      : found.signals
          .filter(({ judgement }) => judgement === null)
          .map(({ id, pattern }) => ({
            key: `findings/signal/${id}`,
            name: 'judgeSignal',
            to: { person: panel.chair ?? '' },
            since: panel.since,
            dueAt: null,
            rule: 'collusion.auto_invalid',
            meta: { signal: id, pattern },
          }));
  const confirming = found.corrections
    .filter(({ answer }) => answer === null)
    .map(({ bid, supplier, at, until, rule }) => ({
      key: `findings/correction/${bid}`,
      name: 'answerPriceCorrection',
      to: { organisation: supplier, role: 'supplier-agent' },
      since: at,
      dueAt: until,
      rule,
      meta: { bid },
    }));
  return [...judging, ...confirming];
};

/** What the examination of opened bids finds: facts that look like collusion, and prices that contradict themselves. */
export const findingsPart: Part<FindingsCommand, FindingsEvent> = {
  commands: {
    judgeSignal: { by: 'person', stages: ['evaluation'], contents: ['/reason'] },
    demandPriceCorrection: { by: 'person', stages: ['evaluation'], contents: ['/reason'] },
    answerPriceCorrection: { by: 'person', stages: ['evaluation'] },
    priceCorrectionOverdue: { by: 'system', stages: 'any' },
  },
  events: { BidsScreened: true, SignalJudged: true, PriceCorrectionDemanded: true, PriceCorrectionAnswered: true },
  refusals: findingsRefusals,
  legal,
  decide,
  evolve: (state, recorded) => ({ ...state, findings: evolveFindings(findingsOf(state), recorded) }),
  deadlines,
  tasks,
};
