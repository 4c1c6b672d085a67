import { Dice } from './dice.js';
import type { PlayedBid, PlayedInput, PlayedTrigger } from './input.js';
import { expectedOn, SIGNED_ON_DAY } from './preparation.js';
import { monthsLater, nextMonth, shifted, workday, yearOf } from './stage.js';

const written = (hundredths: number): string => `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
const short = (hundredths: number): string => written(hundredths).replace(/\.?0+$/, '');
const JURISDICTIONS = ['demo-county', 'guangming', 'changzhou', 'xinjin'] as const;
const FIRST_DAY = '2023-01-03';
const DAYS = 1440;

/** A lawful purchase: whatever is drawn, its plan and its dates keep to the packs, and nothing has to be carried over a year-end. */
export const randomInput = (seed: number): PlayedInput => {
  const dice = new Dice(seed);
  for (;;) {
    const input = drawn(dice, `random-${seed}`);
    if (isPaidInItsYears(input) && isPaidInTime(input)) return input;
  }
};

const drawn = (dice: Dice, name: string): PlayedInput => {
  const months = dice.from(6, 12);
  const price = dice.from(10, 30);
  const credit = dice.from(2, 8);
  const capability = dice.from(10, 25);
  const halves = (whole: number, count: number): readonly string[] => dice.parts(whole * 2, count).map((part) => short(part * 50));
  // Fen, up to twelve million yuan: on both sides of every threshold.
  const ceiling = dice.from(60_000_000, 1_200_000_000);
  const instalments = dice.from(2, 4);
  const bids = bidsOf(dice, ceiling);
  return {
    name,
    title: `社区矫正社会工作服务（${name}）`,
    ceiling: written(ceiling),
    months,
    startsOn: workday(shifted(FIRST_DAY, dice.from(0, DAYS))),
    jurisdiction: dice.one(JURISDICTIONS),
    weights: {
      price: `${price}`,
      technical: halves(100 - price - credit - capability, dice.from(3, 7)),
      capability: halves(capability, dice.from(2, 3)),
      credit: [`${credit}`],
    },
    deduction: { smallMicroPercent: short(dice.from(20, 40) * 50), sharePercent: short(dice.from(8, 12) * 50) },
    percents: percentsOf(dice, instalments),
    ...paymentsOf(dice, instalments, months),
    bids,
    assessment: Array.from({ length: instalments - 1 }, () => short(dice.from(120, 197) * 50)),
    ...(ceiling < OPEN_TENDER ? consultationOf(dice, bids) : {}),
  };
};

/** The first between 30 and 50 per cent, hundredths of a per cent at random for the rest. */
const percentsOf = (dice: Dice, count: number): readonly string[] => {
  const first = dice.from(3000, 5000);
  return [first, ...dice.parts(10_000 - first, count - 1)].map(short);
};

const paymentsOf = (dice: Dice, count: number, months: number): Pick<PlayedInput, 'triggers' | 'offsets'> => {
  const inner = Array.from({ length: count - 2 }, (_, i): { trigger: PlayedTrigger; offset: PlayedInput['offsets'][number] } =>
    dice.from(0, 2) === 0
      ? { trigger: 'assessment-published', offset: { unit: 'workingDay', length: dice.from(0, 15) } }
      : {
          trigger: dice.one(['contract-signed', 'contract-effective']),
          offset: { unit: 'month', length: 2 + i + dice.from(0, months - 5) },
        },
  );
  const some = (): PlayedInput['offsets'][number] =>
    dice.one([
      { unit: 'month', length: dice.from(0, 1) },
      { unit: 'workingDay', length: dice.from(1, 20) },
      { unit: 'calendarDay', length: dice.from(0, 40) },
    ] as const);
  return {
    triggers: [dice.one(['contract-signed', 'contract-effective']), ...inner.map(({ trigger }) => trigger), 'acceptance-published'],
    offsets: [some(), ...inner.map(({ offset }) => offset), some()],
  };
};

const KINDS: readonly (readonly [supplier: string, agent: string, kinds: readonly string[]])[] = [
  ['supplier-a', 'agent-a', ['small', 'micro', 'medium']],
  ['supplier-b', 'agent-b', ['large', 'medium']],
  ['supplier-c', 'agent-c', ['social-organisation']],
];
const bidsOf = (dice: Dice, ceiling: number): readonly PlayedBid[] =>
  dice.mixed(KINDS).map(([supplier, agent, kinds]) => ({
    supplier,
    agent,
    price: written(Math.floor((ceiling * dice.from(8200, 10_000)) / 10_000)),
    kind: dice.one(kinds),
    quality: Array.from({ length: 5 }, () => dice.from(60, 98)),
  }));

/** Days from the invoice, by pack, and the most that may lie between delivery and payment: any of the bidders may be a small enterprise. */
const INVOICE_DAYS: Readonly<Record<string, number>> = { 'demo-county': 15, guangming: 15, changzhou: 30, xinjin: 30 };
const MOST_DAYS = 60;
const isPaidInTime = ({ triggers = [], offsets, jurisdiction }: PlayedInput): boolean =>
  offsets.every(({ unit, length }, i) => {
    const trigger = triggers[i];
    if (trigger !== 'acceptance-published' && trigger !== 'assessment-published') return true;
    // Working days with the longest holidays among them; a month in its longest form.
    const days = unit === 'month' ? length * 31 : unit === 'calendarDay' ? length : Math.ceil((length * 7) / 5) + (length > 0 ? 10 : 0);
    return days + (INVOICE_DAYS[jurisdiction] ?? MOST_DAYS) <= MOST_DAYS;
  });

/** From here on a purchase is tendered openly, in every jurisdiction that is drawn: 4,000,000.00 yuan. */
const OPEN_TENDER = 400_000_000;
/** Every second of the smaller ones is a consultation; now and then one of its three suppliers gives no final quote. */
const consultationOf = (dice: Dice, bids: readonly PlayedBid[]): Pick<PlayedInput, 'method' | 'talks'> => {
  if (dice.from(0, 1) === 0) return {};
  const out = dice.from(0, 8);
  const finals = bids.map(({ supplier, price }, i) => {
    const quote = written(Math.floor((Number(price.replace('.', '')) * dice.from(8800, 10_000)) / 10_000));
    return [supplier, out === i ? dice.one(['left', 'silent']) : quote] as const;
  });
  return { method: 'competitive-consultation', talks: { finals: Object.fromEntries(finals), change: dice.from(0, 2) === 0 } };
};

const ROOM_DAYS = 14;
/** Signed in the year of the line that pays first, each instalment asked for in the year that expects it, one after the other and within the term. */
const isPaidInItsYears = (input: PlayedInput): boolean => {
  const signed = workday(shifted(input.startsOn, SIGNED_ON_DAY));
  const startOn = nextMonth(signed);
  if (yearOf(shifted(signed, ROOM_DAYS)) !== yearOf(input.startsOn)) return false;
  const days = input.offsets.map((_, i) => expectedOn(input, i, signed, startOn));
  const last = days.length - 1;
  return days.every((day, i) => {
    const { unit, length } = input.offsets[i] ?? { unit: 'month', length: 0 };
    const room = ROOM_DAYS + (unit === 'workingDay' ? length : 0);
    const next = i === last - 1 ? monthsLater(startOn, input.months) : days[i + 1];
    const inTurn = i === last || (next !== undefined && shifted(day, room) < next) || input.triggers?.[i + 1] === 'assessment-published';
    return yearOf(day) === yearOf(shifted(day, room)) && inTurn;
  });
};
