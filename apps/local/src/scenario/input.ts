/** One purchase as a scenario plays it: amounts in yuan, shares in per cent, all as text. */
export interface PlayedBid {
  readonly supplier: string;
  readonly agent: string;
  readonly price: string;
  readonly kind: string;
  /** What it would have done by small and micro enterprises. */
  readonly share?: { readonly with: 'consortium' | 'subcontract'; readonly smallMicroSharePercent: string };
  /** Points of every item out of its maximum, in per cent, the same for every expert. */
  readonly quality: readonly number[];
}
/** A bid at the price that counts: the final quote where there are talks. */
export const standing = ({ bids, talks }: Pick<PlayedInput, 'bids' | 'talks'>): readonly PlayedBid[] =>
  bids.flatMap((bid) => {
    const final = talks?.finals[bid.supplier];
    return final === 'left' || final === 'silent' ? [] : [{ ...bid, price: final ?? bid.price }];
  });
export type PlayedTrigger = 'contract-signed' | 'contract-effective' | 'assessment-published' | 'acceptance-published';
/** What comes of the talks of a consultation: the final quote of each supplier, or `left`, or `silent` where it let the time pass. */
export interface PlayedTalks {
  readonly finals: Readonly<Record<string, string>>;
  /** Whether the panel changes what is needed and talks with everybody once more. */
  readonly change: boolean;
}
export interface PlayedInput {
  /** Absent: open tender. */
  readonly method?: 'open-tender' | 'competitive-consultation' | 'competitive-negotiation';
  readonly talks?: PlayedTalks;
  readonly name: string;
  readonly title: string;
  readonly ceiling: string;
  readonly months: number;
  /** Day one in the world, `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly jurisdiction: string;
  readonly weights: {
    readonly price: string;
    readonly technical: readonly string[];
    readonly capability: readonly string[];
    readonly credit: readonly string[];
  };
  readonly deduction: { readonly smallMicroPercent: string; readonly sharePercent: string };
  readonly percents: readonly string[];
  /** What starts each instalment; absent: the signing, and for the last one the acceptance. */
  readonly triggers?: readonly PlayedTrigger[];
  /** What each instalment waits for beside its trigger; absent: an invoice, then assessments too, and at last the acceptance. */
  readonly conditions?: readonly (readonly ('invoice' | 'acceptance' | 'assessment')[])[];
  readonly offsets: readonly { readonly unit: 'month' | 'workingDay' | 'calendarDay'; readonly length: number }[];
  readonly bids: readonly PlayedBid[];
  /** Mean of the evaluators' per cents in the contract's assessments. */
  readonly assessment: readonly string[];
}

/** 光明区司法局 矫治帮教服务 GMCG2025000145: the facts of the published tender; people, dates and bidders are invented. */
export const justiceBureau2025: PlayedInput = {
  name: 'justice-bureau-2025',
  title: '社区矫正矫治帮教社会工作服务',
  ceiling: '4056000.00',
  months: 12,
  startsOn: '2025-01-06',
  jurisdiction: 'demo-county',
  weights: { price: '10', technical: ['12', '8', '7', '8', '7', '15', '4'], capability: ['10', '10', '4'], credit: ['5'] },
  deduction: { smallMicroPercent: '10', sharePercent: '4' },
  percents: ['40', '27.22', '32.78'],
  offsets: [
    { unit: 'month', length: 1 },
    { unit: 'month', length: 6 },
    { unit: 'month', length: 1 },
  ],
  bids: [
    { supplier: 'supplier-a', agent: 'agent-a', price: '4000000.00', kind: 'small', quality: [90, 92, 91, 93, 90] },
    { supplier: 'supplier-b', agent: 'agent-b', price: '3800000.00', kind: 'large', quality: [78, 80, 79, 77, 81] },
    { supplier: 'supplier-c', agent: 'agent-c', price: '3900000.00', kind: 'social-organisation', quality: [84, 85, 83, 86, 84] },
  ],
  assessment: ['92', '94'],
};

/** The same services in a smaller county, below the open-tender threshold: one supplier leaves the talks, two quote anew. People, prices and dates are invented. */
export const consultation2025: PlayedInput = {
  ...justiceBureau2025,
  name: 'consultation-2025',
  title: '社区矫正心理矫治服务',
  ceiling: '3950000.00',
  method: 'competitive-consultation',
  bids: justiceBureau2025.bids.map((bid, i) => ({ ...bid, price: ['3940000.00', '3900000.00', '3930000.00'][i] ?? bid.price })),
  talks: { finals: { 'supplier-a': '3860000.00', 'supplier-b': '3650000.00', 'supplier-c': 'left' }, change: true },
};

/** The same by competitive negotiation: nothing is scored, the lowest final quote wins. */
export const negotiation2025: PlayedInput = {
  ...consultation2025,
  name: 'negotiation-2025',
  method: 'competitive-negotiation',
  talks: { finals: { 'supplier-a': '3900000.00', 'supplier-b': '3600000.00', 'supplier-c': '3590000.00' }, change: false },
};
