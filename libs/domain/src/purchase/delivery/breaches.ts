import type { Context, Decision } from '../../kernel/case.js';
import type { Refusal } from '../../kernel/refusal.js';
import { flag } from '../../kernel/rules.js';
import { dateOf } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import { breachConsequences } from './breach-consequences.js';
import { deliveryEvent as event } from './delivery-event.js';
import type { DeliveryCommand } from './delivery.js';
import { countedAgain, rectificationDue } from './rectification.js';
import { reducePay, withInstalments } from './instalments.js';
import { breachDue as due, breachOf as found, breachReported } from './breach.js';
import { no } from './no.js';
import type { Incident } from './state.js';

type Data<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>['data'];

/** 违约事项 on record; nothing follows from it before notice and defence. */
export const reportBreach = (state: PurchaseState, { incident, account }: Data<'reportBreach'>, context: Context): Decision | Refusal => {
  const today = dateOf(context.at);
  if (incident.kind === 'vacancy') {
    if (incident.to < incident.from) return no('delivery.vacancy_ends_before_it_begins', { pointer: '/incident/to' });
    if (incident.to > today) return no('delivery.in_the_future', { pointer: '/incident/to' });
  } else {
    const failed = state.delivery.assessments.filter(
      ({ published, settledAt, void: voided }) => published && !published.passed && settledAt !== null && !voided,
    );
    const reported = state.delivery.breaches.filter(
      ({ incident: one }) => one.kind === 'failed-assessment' && one.on === incident.on,
    ).length;
    if (failed.filter(({ published }) => published && dateOf(published.at) === incident.on).length <= reported)
      return no('delivery.no_failed_assessment', { pointer: '/incident/on' });
  }
  return { events: [breachReported(state, incident, account, context)] };
};

export const noticeBreach = (state: PurchaseState, data: Data<'noticeBreach'>, context: Context): Decision | Refusal => {
  const breach = found(state, data.breach);
  if ('refused' in breach) return breach;
  if (breach.notice) return no('delivery.breach_already_noticed');
  const defenceDue = due(state, 'breach.defence', context);
  return { events: [event('BreachNoticed', { breach: breach.id, text: data.text, defenceDue })] };
};

export const defend = (state: PurchaseState, data: Data<'defend'>, context: Context): Decision | Refusal => {
  const breach = found(state, data.breach);
  if ('refused' in breach) return breach;
  if (!breach.notice) return no('delivery.breach_not_noticed');
  if (breach.decision) return no('delivery.breach_decided');
  if (breach.defence) return no('delivery.already_defended');
  if (breach.decideDue) return no('delivery.defence_too_late', { rule: context.rules.rule('breach.defence', state.pins) });
  const decideDue = due(state, 'breach.decide', context);
  return { events: [event('BreachDefended', { breach: breach.id, statement: data.statement, decideDue })] };
};
export const defenceOver = (state: PurchaseState, data: Data<'defenceOver'>, context: Context): Decision => {
  const breach = state.delivery.breaches.find((one) => one.id === data.breach);
  if (!breach || breach.decideDue) return { events: [] };
  return { events: [event('DefenceMissed', { breach: breach.id, decideDue: due(state, 'breach.decide', context) })] };
};

const upheldIncidents = (state: PurchaseState): readonly Incident[] =>
  state.delivery.breaches.filter(({ decision }) => decision?.upheld).map(({ incident }) => incident);

/** The decision after the defence: what the ladder says of all upheld incidents together, less what earlier decisions have taken already. */
export const decideBreach = (state: PurchaseState, data: Data<'decideBreach'>, context: Context): Decision | Refusal => {
  const breach = found(state, data.breach);
  if ('refused' in breach) return breach;
  if (breach.decision) return no('delivery.breach_decided');
  if (!breach.notice) return no('delivery.breach_not_noticed', { rule: context.rules.rule('breach.notice', state.pins) });
  if (!breach.decideDue) return no('delivery.defence_open', { rule: context.rules.rule('breach.defence', state.pins) });
  const nothing = { consequences: [], deduction: 0n, penalty: 0n, mayTerminate: false };
  if (!data.upheld) return { events: [event('BreachDecided', { ...data, ...nothing })] };
  const judged = judge(state, [...upheldIncidents(state), breach.incident], context);
  const rectification = rectificationDue(state, breach.incident, judged.consequences, context);
  const before = state.delivery.breaches.reduce(
    (sum, { decision }) => ({ deduction: sum.deduction + (decision?.deduction ?? 0n), penalty: sum.penalty + (decision?.penalty ?? 0n) }),
    { deduction: 0n, penalty: 0n },
  );
  const more = (now: bigint, taken: bigint): bigint => (now > taken ? now - taken : 0n);
  const deduction = more(judged.deduction, before.deduction);
  const penalty = more(judged.penalty, before.penalty);
  const { consequences, mayTerminate } = judged;
  const decided = event('BreachDecided', {
    ...data,
    consequences,
    deduction,
    penalty,
    mayTerminate,
    ...(rectification ? { rectification } : {}),
  });
  return { events: withInstalments(state, [decided, ...reducePay(state, deduction + penalty, breach.id, context)], context) };
};

const judge = (state: PurchaseState, incidents: readonly Incident[], context: Context) => {
  const { signed } = state.contract;
  const pack = { noticeNeeded: flag(context.rules.rule('breach.notice', state.pins)), calendar: context.calendar };
  const counted = incidents.flatMap((one) => [one, ...countedAgain(state, one, context)]);
  const input = { on: dateOf(context.at), contract: signed?.amount ?? 0n, ladder: signed?.ladder ?? [], incidents: counted };
  const judged = breachConsequences(input, pack);
  if ('refused' in judged) throw new Error(`the ladder of ${state.id} cannot be judged: ${judged.refused[0]?.pointer}`);
  return judged;
};

/** Why the purchaser may rescind: the ladder says so, or the last acceptance that the rules allow has failed. */
export const rescissionGrounds = (state: PurchaseState, roundsMax: number): readonly ('ladder' | 'acceptance-failed')[] => [
  ...(state.delivery.breaches.some(({ decision }) => decision?.mayTerminate) ? (['ladder'] as const) : []),
  ...(state.delivery.acceptances.filter(({ act }) => act?.passed === false).length >= roundsMax ? (['acceptance-failed'] as const) : []),
];
