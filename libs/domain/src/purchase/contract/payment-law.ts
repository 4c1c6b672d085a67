import type { Context } from '../../kernel/case.js';
import { periodEnd } from '../../kernel/period.js';
import { compareRatio, exactText, parseRatio, ratioOf, sumRatio, type Ratio } from '../../kernel/ratio.js';
import type { Meta } from '../../kernel/refusal.js';
import { count, table, words, type Pins, type Rule } from '../../kernel/rules.js';
import { dateOf, daysBetween, type PlainDate } from '../../kernel/time.js';
import type { EnterpriseKind } from '../../organisation/organisation.js';
import type { PaymentTerms, PlannedInstalment } from '../types.js';

/** What the law has against a schedule of payments; the plan and the contract each refuse it in their own words. */
export interface PaymentFault {
  readonly fault:
    | 'prepayment_out_of_range'
    | 'prepayment_below_floor'
    | 'payment_days_too_long'
    | 'payment_too_late'
    | 'interest_malformed'
    | 'interest_below_minimum';
  readonly pointer: string;
  readonly rule?: Rule;
  readonly meta: Readonly<Record<string, Meta>>;
}
interface Terms {
  readonly schedule: readonly Pick<PlannedInstalment, 'percent' | 'trigger' | 'conditions' | 'offset' | 'expectedOn'>[];
  readonly payment?: PaymentTerms;
}

/** Owed before anything was delivered, assessed or accepted. */
const isPrepaid = ({ trigger, conditions }: Terms['schedule'][number]): boolean =>
  (trigger === 'contract-signed' || trigger === 'contract-effective') && conditions.every((condition) => condition === 'invoice');

/** The longest month: a term in months holds in every one of them. */
const LONGEST_MONTH = 31;
const daysOf = (period: PlannedInstalment['offset'], from: PlainDate, context: Context): number => {
  if (period.unit === 'calendarDay' || period.length === 0) return period.length;
  if (period.unit === 'month') return period.length * LONGEST_MONTH;
  return daysBetween(from, periodEnd({ from, ...period, dayOne: 'excluded', roll: 'none' }, context.calendar).lastDay);
};
const isBelow = (one: Ratio, other: Ratio): boolean => compareRatio(one, other) < 0;

/**
 * Everything that the law has against paying so. `payee` null: whoever may win, so that the rules for small and medium enterprises are asked too. The time
 * that a contract may agree runs from delivery or acceptance to the payment: the instalment's own offset and the days from the invoice together.
 */
export const paymentFaults = (terms: Terms, payee: EnterpriseKind | null, pins: Pins, context: Context): readonly PaymentFault[] => {
  const inForce = (id: string): Rule | null => (context.rules.has(id, pins) ? context.rules.rule(id, pins) : null);
  const scope = inForce('pay.sme.scope');
  const isProtected = scope !== null && (payee === null || words(scope).includes(payee));
  return [
    ...prepayment(terms, isProtected, inForce),
    ...inTime(terms, isProtected, inForce, context),
    ...interest(terms, isProtected, inForce),
  ];
};

type InForce = (id: string) => Rule | null;

function prepayment({ schedule }: Terms, isProtected: boolean, inForce: InForce): readonly PaymentFault[] {
  const share = sumRatio(schedule.filter(isPrepaid).map(({ percent }) => ratioOf(percent)));
  const percent = exactText(share);
  const range = inForce('pay.prepayment');
  const floor = isProtected ? inForce('pay.prepayment.sme_min') : null;
  const faults: PaymentFault[] = [];
  if (range && share.num > 0n) {
    const { min, max } = table<{ min: string; max: string }>(range);
    if (isBelow(share, ratioOf(min)) || isBelow(ratioOf(max), share))
      faults.push({ fault: 'prepayment_out_of_range', pointer: '/schedule', rule: range, meta: { percent, min, max } });
  }
  if (floor && isBelow(share, ratioOf(table<string>(floor))))
    faults.push({ fault: 'prepayment_below_floor', pointer: '/schedule', rule: floor, meta: { percent, min: table<string>(floor) } });
  return faults;
}

function inTime({ schedule, payment }: Terms, isProtected: boolean, inForce: InForce, context: Context): readonly PaymentFault[] {
  const usual = inForce('pay.purchase.due');
  if (!usual) return [];
  const today = dateOf(context.at);
  const legal = { unit: usual.unit as PlannedInstalment['offset']['unit'], length: count(usual) };
  const agreed = payment?.days ?? null;
  const max = isProtected ? inForce('pay.sme.max') : null;
  const from = isProtected ? inForce('pay.sme.counts_from') : null;
  const faults: PaymentFault[] = [];
  const most = daysOf(legal, today, context);
  if (agreed !== null && agreed > most)
    faults.push({ fault: 'payment_days_too_long', pointer: '/payment/days', rule: usual, meta: { days: agreed, max: most } });
  if (!max || !from) return faults;
  for (const [i, { trigger, offset, expectedOn }] of schedule.entries()) {
    if (!words(from).includes(trigger)) continue;
    const days = daysOf(offset, expectedOn, context) + (agreed ?? daysOf(legal, expectedOn, context));
    if (days > count(max))
      faults.push({ fault: 'payment_too_late', pointer: `/schedule/${i}/offset`, rule: max, meta: { days, max: count(max) } });
  }
  return faults;
}

function interest({ payment }: Terms, isProtected: boolean, inForce: InForce): readonly PaymentFault[] {
  const text = payment?.interestPercent ?? null;
  if (text === null) return [];
  const agreed = parseRatio(text);
  const pointer = '/payment/interestPercent';
  if (!agreed || agreed.num < 0n) return [{ fault: 'interest_malformed', pointer, meta: { percent: text } }];
  const least = isProtected ? inForce('pay.sme.interest_min') : null;
  if (!least || !isBelow(agreed, ratioOf(table<string>(least)))) return [];
  return [{ fault: 'interest_below_minimum', pointer, rule: least, meta: { percent: text, min: table<string>(least) } }];
}
