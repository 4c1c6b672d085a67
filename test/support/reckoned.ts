import { decode } from '@goufu/domain';
import type { PlayedBid, PlayedInput } from '../../apps/local/src/scenario/input.js';
import {
  byYear,
  dayAfter,
  daysAfter,
  fenOf,
  inOrder,
  leftAt,
  monthsAfter,
  parted,
  pricePoints,
  rounded,
  spanAfter,
  totalOf,
  workingDaysAfter,
  yearOf,
  yuanOf,
} from './arithmetic.js';
import type { Played } from './played.js';

/** Figures of one purchase, once as the record says them and once as they are reckoned from what was played. */
export interface Figures {
  readonly said: object;
  readonly reckoned: object;
}

// The figures of the packs that a played purchase meets, read from the laws and not from the packs.
const SIGN_DAYS = 30; // 政府采购法第四十六条
const BID_DAYS = 20; // 政府采购法第三十五条
const PAY_DAYS: Readonly<Record<string, number>> = { 'demo-county': 15, guangming: 15, changzhou: 30, xinjin: 30 };
const REMIND_DAYS: Readonly<Record<string, number>> = { 'demo-county': 5 };
const LARGE = 1_000_000_000n;
// 财库〔2014〕214号: three in the group, ten days to answer, three working days of notice (2015), five for the documents.
const SMALL_GROUP = 3;
const CONSULTATION = { answer: 10, notice: 3, documents: 5 };
const OBJECTIVE = [100, 80, 60];
const TABLE = [
  { from: '80', factorPercent: '100' },
  { from: '60', factorPercent: '80' },
  { from: '0', factorPercent: '0' },
];

/** The day of an instant that the server words, such as `2025-03-14T09:00:00.000+08:00`. */
const dayOf = (at: string): string => at.slice(0, 10);
/** First instant of the day after: what the server calls due. */
const endOf = (day: string): string => `${dayAfter(day)}T00:00:00.000+08:00`;

const pointsOf = (max: string, percent: number): string => yuanOf(BigInt(Math.round(Number(max) * percent)));
/** The sheets of a panel for one bid, as the story has its experts score. */
const sheetsOf = ({ weights }: PlayedInput, bid: PlayedBid, place: number, experts: number): readonly (readonly string[])[] =>
  Array.from({ length: experts }, (_, expert) => [
    ...weights.technical.map((max) => pointsOf(max, bid.quality[expert % bid.quality.length] ?? 0)),
    ...[...weights.capability, ...weights.credit].map((max) => pointsOf(max, OBJECTIVE[place] ?? 0)),
  ]);

interface Reckoned {
  readonly ranking: readonly { readonly supplier: string; readonly priceScore: string; readonly total: string }[];
  readonly winner: PlayedBid;
  readonly amounts: readonly bigint[];
  readonly payable: readonly bigint[];
}
/** Of each supplier the last price that it gave in time; who gave none in the end is not among them. */
const lastOffers = ({ bids, talks }: PlayedInput): readonly (PlayedBid & { readonly place: number })[] =>
  bids.flatMap((bid, place) => {
    const final = talks === undefined ? bid.price : talks.finals[bid.supplier];
    return final === undefined || final === 'left' || final === 'silent' ? [] : [{ ...bid, price: final, place }];
  });
const outcomeOf = (input: PlayedInput): Reckoned => {
  const last = lastOffers(input);
  const offers = last.map(({ supplier, price, kind }) => ({ name: supplier, price: fenOf(price), kind }));
  const points = pricePoints(offers, input.weights.price, input.deduction.smallMicroPercent);
  const experts = input.talks ? SMALL_GROUP : fenOf(input.ceiling) >= LARGE ? 7 : 5;
  const totals = last.map(({ place, ...bid }) => ({
    name: bid.supplier,
    price: fenOf(bid.price),
    total: totalOf(sheetsOf(input, bid, place, experts), points.get(bid.supplier) ?? ''),
  }));
  const order = inOrder(totals);
  const winner = last.find(({ supplier }) => supplier === order[0]);
  if (!winner) throw new Error('nobody wins');
  const amounts = parted(fenOf(winner.price), input.percents);
  return {
    ranking: order.map((supplier) => ({
      supplier,
      priceScore: points.get(supplier) ?? '',
      total: totals.find(({ name }) => name === supplier)?.total ?? '',
    })),
    winner,
    amounts,
    payable: amounts.map((amount, i) => (i === 0 ? amount : leftAt(amount, input.assessment[i - 1] ?? '', TABLE))),
  };
};

const CODE = 'C05020300';
const untendered = (amount: bigint) =>
  [
    [`appropriation-untendered-${CODE}`, -amount],
    [`untendered-${CODE}`, amount],
  ] as const;

interface Moved {
  readonly moves: readonly { readonly to: string; readonly year: number; readonly amount: bigint }[];
}
const arriving = ({ moves }: Moved, ...places: readonly string[]): Readonly<Record<number, bigint>> =>
  byYear(moves.filter(({ to }) => places.includes(to)).map(({ year, amount }) => ({ year, fen: amount })));

/** Money: what was scored, awarded, split over instalments and years, paid, and what stands in the books at the end. */
export const moneyOf = async ({ play, view, ledger, door }: Played): Promise<Figures> => {
  const { input } = play;
  const { ranking, winner, amounts, payable } = outcomeOf(input);
  const keyOf = (supplier: string): string => input.bids.find((bid) => play.cast.id(bid.supplier) === supplier)?.supplier ?? '';
  const { schedule } = view.contract.signed as { schedule: readonly { amount: string; expectedOn: string }[] };
  const instalments = view.delivery.instalments as readonly { paid: string; payable: string; settled: string }[];
  const paidIn = (view.funding.instalments as readonly { lastPaidAt: string }[]).map(({ lastPaidAt }) => yearOf(lastPaidAt));
  const first = yearOf(input.startsOn);
  const yearsOf = (parts: readonly bigint[]): Readonly<Record<number, bigint>> =>
    byYear(parts.map((fen, i) => ({ fen, year: Math.max(first, yearOf(schedule[i]?.expectedOn ?? '')) })));
  const paid = byYear(payable.map((fen, i) => ({ fen, year: paidIn[i] ?? 0 })));
  const now = yearOf(await door.now());
  const ceiling = fenOf(input.ceiling);
  const books = [...play.lines.keys()].map((year) => {
    const left = ceiling - (paid[year] ?? 0n);
    const places = [
      ['appropriation', -ceiling],
      ['paid', paid[year] ?? 0n],
      // What was bought without a tender is counted by code and year, against splitting.
      ...(input.talks && year === first ? untendered(ceiling) : []),
      [year < now ? 'withdrawn' : 'available', left],
    ] as const;
    return [year, Object.fromEntries(places.filter(([, fen]) => fen !== 0n))] as const;
  });
  const [reserved, committed] = await Promise.all([
    eventOf(door, play.purchase, 'FundsReserved'),
    eventOf(door, play.purchase, 'FundsCommitted'),
  ]);
  return {
    said: {
      ranking: (view.evaluation.result.ranking as readonly { supplier: string; priceScore: string; total: string }[]).map((one) => ({
        supplier: keyOf(one.supplier),
        priceScore: one.priceScore,
        total: one.total,
      })),
      contract: [keyOf(view.contract.signed.supplier as string), view.contract.signed.amount],
      amounts: schedule.map(({ amount }) => amount),
      paid: instalments.map((one) => one.paid),
      unpaid: instalments.map((one) => one.payable),
      reserved: arriving(reserved, 'reserved', 'planned'),
      committed: arriving(committed, 'committed'),
      books: [...ledger].map(([year, places]) => [year, Object.fromEntries(places)]),
      spent: (view.performance.appraisals as readonly { year: number; execution: { spent: string } }[]).map(({ year, execution }) => [
        year,
        execution.spent,
      ]),
      appraised: (view.performance.appraisals as readonly { self: { score: { total: string } } }[]).map(({ self }) => self.score.total),
    },
    reckoned: {
      ranking,
      contract: [winner.supplier, winner.price],
      amounts: amounts.map(yuanOf),
      paid: payable.map(yuanOf),
      unpaid: payable.map(() => '0.00'),
      reserved: yearsOf(parted(ceiling, input.percents)),
      committed: Object.fromEntries(Object.entries(yearsOf(amounts)).filter(([year]) => Number(year) === first)),
      books,
      spent: Object.entries(paid).map(([year, fen]) => [Number(year), yuanOf(fen)]),
      // Everything was reached but the spending: ten points by its share of what the contract expected.
      appraised: Object.entries(paid).map(([year, fen]) => {
        const expected = yearsOf(amounts)[Number(year)] ?? 0n;
        return rounded({ n: 90n * (expected > fen ? expected : fen) + 10n * fen, d: expected > fen ? expected : fen });
      }),
    },
  };
};

/** Dates: every statutory day that the purchase met, counted day by day. */
export const datesOf = async ({ play, view, door }: Played): Promise<Figures> => {
  const { input } = play;
  const { award, contract, delivery, tender } = view;
  const { signed } = contract as { signed: { signedAt: string; startsOn: string; endsOn: string } };
  const signedOn = dayOf(signed.signedAt);
  const noticeOn = dayOf(tender.current.noticeAt as string);
  const notice = await eventOf<{ observed: readonly { rule: string; earliestDay: string }[] }>(
    door,
    play.purchase,
    'TenderNoticePublished',
  );
  const instalments = delivery.instalments as readonly { triggerAt: string; readyAt: string; reminder: { lastDay: string } }[];
  const assessments = delivery.assessments as readonly {
    instalment: string;
    openedAt: string;
    due: { lastDay: string };
    published: { at: string; appealDue: { lastDay: string } };
  }[];
  const payments = await paymentsOf(play, door);
  const acceptedOn = dayOf(delivery.acceptance.publishedAt as string);
  const remind = REMIND_DAYS[input.jurisdiction] ?? 10;
  const from = (trigger: string | undefined, i: number): string => {
    if (trigger === 'acceptance-published' || (trigger === undefined && i === instalments.length - 1)) return acceptedOn;
    const assessed = assessments.find(({ instalment }) => instalment === `p${i + 1}`);
    return trigger === 'assessment-published' && assessed ? dayOf(assessed.published.at) : signedOn;
  };
  return {
    said: {
      tender: Object.fromEntries(notice.observed.map(({ rule, earliestDay }) => [rule, earliestDay])),
      evaluation: view.evaluation.dueAt,
      award: award.dueAt,
      resultNotice: award.decision.noticeDueAt,
      sign: contract.due.lastDay,
      publication: delivery.publication.due.lastDay,
      filing: delivery.filing.due.lastDay,
      ends: signed.endsOn,
      acceptance: delivery.acceptanceRequest.due.lastDay,
      due: instalments.map(({ triggerAt }) => dayOf(triggerAt)),
      reminders: instalments.map(({ reminder }) => reminder.lastDay),
      assessments: assessments.map(({ due, published }) => [due.lastDay, published.appealDue.lastDay]),
      payments: payments.map(({ due }) => due.lastDay),
    },
    reckoned: {
      tender: input.talks
        ? {
            'cc.notice_period': workingDaysAfter(noticeOn, CONSULTATION.notice),
            'cc.doc_sale_min': workingDaysAfter(noticeOn, CONSULTATION.documents),
            'cc.min_response_time': daysAfter(noticeOn, CONSULTATION.answer),
          }
        : {
            'tender.notice_period': workingDaysAfter(noticeOn, 5),
            'tender.doc_supply_min': workingDaysAfter(noticeOn, 5),
            'tender.min_bid_time': daysAfter(noticeOn, BID_DAYS),
          },
      evaluation: endOf(workingDaysAfter(dayOf(view.evaluation.since as string), 10)),
      award: endOf(workingDaysAfter(dayOf(award.since as string), 5)),
      resultNotice: endOf(workingDaysAfter(dayOf(award.decision.at as string), 2)),
      sign: daysAfter(dayOf(award.current.notifiedAt as string), SIGN_DAYS),
      publication: workingDaysAfter(signedOn, 2),
      filing: workingDaysAfter(signedOn, 7),
      ends: dayAfter(monthsAfter(signed.startsOn, input.months), -1),
      acceptance: workingDaysAfter(signed.endsOn, 10),
      due: instalments.map((_, i) => {
        const { unit, length } = input.offsets[i] ?? { unit: 'month', length: 0 };
        const start = from(input.triggers?.[i], i);
        // The last day of the period belongs to it whole: what it starts comes when that day is over.
        return length === 0 ? start : dayAfter(spanAfter(start, { unit, length }));
      }),
      reminders: instalments.map(({ readyAt }) => workingDaysAfter(dayOf(readyAt), remind)),
      assessments: assessments.map(({ openedAt, published }) => [
        workingDaysAfter(dayOf(openedAt), 10),
        workingDaysAfter(dayOf(published.at), 5),
      ]),
      payments: payments.map(({ requestedAt }) => daysAfter(dayOf(requestedAt), PAY_DAYS[input.jurisdiction] ?? 30)),
    },
  };
};

const eventOf = async <T = Moved>(door: Played['door'], caseId: string, type: string): Promise<T> => {
  const { rows } = await door.place.everyRealm.query<{ data: string }>(
    'select data from event where realm_id = $1 and case_id = $2 and type = $3 order by version limit 1',
    [door.realm, caseId, type],
  );
  return decode(rows[0]?.data ?? '{}') as T;
};

interface Payment {
  readonly requestedAt: string;
  readonly due: { readonly lastDay: string };
}
const paymentsOf = async (play: Played['play'], door: Played['door']): Promise<readonly Payment[]> => {
  const auditor = play.cast.as('xu-yan');
  const { items } = await door.get<{ items: readonly { id: string }[] }>(auditor, 'disbursements?limit=100');
  const seen = await Promise.all(items.map(({ id }) => door.show(auditor, id.replace('disbursement/', 'disbursements/'))));
  return seen
    .map(({ view }) => view as unknown as Payment & { instalment: string })
    .toSorted((a, b) => (a.instalment < b.instalment ? -1 : 1));
};
