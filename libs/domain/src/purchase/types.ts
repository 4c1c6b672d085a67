import type { CaseId, ContentRef } from '../kernel/case.js';
import type { PlainDate, Instant } from '../kernel/time.js';
import type { PeriodUnit } from '../kernel/rules.js';
import type { EnterpriseKind } from '../organisation/organisation.js';
import type { Course } from '../procedure/procedure.js';

/** What the parts of a purchase know of each other: each part owns its own state and shows these faces. */

export type Method =
  | 'open-tender'
  | 'invited-tender'
  | 'competitive-consultation'
  | 'competitive-negotiation'
  | 'negotiation-with-two'
  | 'single-source'
  | 'framework-agreement';
export interface FileRef {
  /** SHA-256 of the bytes. */
  readonly file: string;
  /** As somebody typed it, and so in content; null in what was recorded while names stood in events. */
  readonly name: ContentRef | null;
  readonly size: number;
  readonly mediaType: string;
}

/** An item of the scoring template; points are decimal strings. */
export interface ScoringItem {
  readonly id: string;
  readonly name: string;
  readonly points: string;
  readonly type: 'subjective' | 'objective';
  readonly technical: boolean;
  readonly basis?: string;
}
export interface ScoringPart {
  readonly name: string;
  readonly kind: 'price' | 'technical' | 'capability' | 'credit';
  readonly weight: string;
  readonly items: readonly ScoringItem[];
}
export interface ScoringTemplate {
  readonly parts: readonly ScoringPart[];
  readonly decimals: number;
  readonly fixedPrice: boolean;
  /** What the document says, within the legal range; per cent strings. */
  readonly deduction: { readonly smallMicroPercent: string; readonly sharePercent: string } | null;
  /** How equal totals and equal prices are settled: by a draw with a published seed, or by this item's mean. */
  readonly tie: 'draw' | { readonly item: string };
}

/** What starts an instalment's period. */
export type Trigger = 'contract-signed' | 'contract-effective' | 'milestone' | 'acceptance-published' | 'assessment-published';
export type Condition = 'invoice' | 'acceptance' | 'assessment' | 'milestone';
export interface PlannedInstalment {
  readonly id: string;
  /** Per cent of the contract, decimal string; all sum to exactly 100. */
  readonly percent: string;
  readonly trigger: Trigger;
  /** Milestone that triggers or conditions it. */
  readonly milestone?: string;
  readonly offset: { readonly unit: Extract<PeriodUnit, 'month' | 'workingDay' | 'calendarDay'>; readonly length: number };
  readonly conditions: readonly Condition[];
  /** Expected day, for the split over fiscal years. */
  readonly expectedOn: PlainDate;
}
/** An indicator of the contract's own assessment 履约考核; weights are decimal strings that sum to 100. */
export interface Indicator {
  readonly id: string;
  readonly name: string;
  readonly weight: string;
  readonly kind: 'quantity' | 'quality';
  readonly direction?: 'up' | 'down';
  readonly target?: string;
  /** One of the four judicial indicators of the bureau's pack, where it serves one. */
  readonly judicial?: string;
}
/** How the assessment moves pay: only by this formula (`calculators.md` 16). */
export type PayFormula =
  | {
      readonly kind: 'factor-table';
      readonly of: 'tail' | 'contract';
      readonly table: readonly { readonly from: string; readonly factorPercent: string }[];
    }
  | {
      readonly kind: 'deduction-per-point';
      readonly of: 'tail' | 'contract';
      readonly below: string;
      readonly perPointPercent: string;
      readonly points: 'exact' | 'started' | 'full';
      readonly capPercent: string | null;
    };
export interface LadderStep {
  readonly id: string;
  readonly when:
    | { readonly kind: 'failed-assessment' | 'unrectified'; readonly countAtLeast: number }
    | { readonly kind: 'vacancy'; readonly singleLongerThanDays?: number; readonly totalLongerThanDays?: number };
  readonly then: readonly (
    | { readonly kind: 'rectify'; readonly withinWorkingDays: number }
    | { readonly kind: 'deduct'; readonly perDay: bigint; readonly counts: 'all-days' | 'days-beyond' }
    | { readonly kind: 'penalty'; readonly percentOfContract: string }
    | { readonly kind: 'may-terminate' }
  )[];
}
/** What the tender document says of paying late or in time; null where it is silent and the law alone speaks. */
export interface PaymentTerms {
  /** Days from the invoice, agreed. */
  readonly days: number | null;
  /** Per cent a year for paying late, decimal string. */
  readonly interestPercent: string | null;
}
/** 预留: what of the purchase is for small and medium enterprises; `ground` and `reason` say why nothing is. */
export interface SetAside {
  /** All of it: nobody else may bid. */
  readonly reserved: boolean;
  readonly reason: ContentRef | null;
  readonly ground?: string | null;
  /** A part of it: packages, or what a consortium or subcontract gives them. Per cent strings; of what is set aside so much for small and micro ones. */
  readonly part?: { readonly form: 'package' | 'consortium' | 'subcontract'; readonly percent: string; readonly smallMicroPercent: string };
}
/** The plan as approved: what tender, contract and delivery are built from. */
export interface Plan {
  readonly title: string;
  readonly catalogueItem: CaseId;
  readonly catalogueVersion: number;
  readonly guidingCode: string;
  readonly procurementCode: string;
  /** `community-correction`, `resettlement`, `legal-publicity`, … ; null outside the justice field. */
  readonly field: string | null;
  readonly publicService: boolean;
  /** The budget ceiling in fen, and the highest price where one is set. */
  readonly amount: bigint;
  readonly maxPrice: bigint | null;
  readonly budgetLine: CaseId;
  readonly termMonths: number;
  readonly startOn: PlainDate;
  readonly termConditions: Readonly<Record<string, { readonly met: boolean; readonly justification: ContentRef | null }>> | null;
  readonly method: Method;
  readonly urgent: ContentRef | null;
  /** Why the need is examined more closely, as the purchaser declares it: `technically-complex`, `purchaser-choice`, …; amount and public service speak for themselves. */
  readonly grounds?: readonly string[];
  /** `similarContracts`: how many earlier contracts of the kind it asks for. */
  readonly eligibility: readonly { readonly id: string; readonly text: ContentRef; readonly similarContracts?: number }[];
  readonly setAside: SetAside;
  readonly template: ScoringTemplate;
  readonly indicators: readonly Indicator[];
  readonly milestones: readonly { readonly id: string; readonly name: string; readonly dueOn: PlainDate }[];
  readonly schedule: readonly PlannedInstalment[];
  readonly payment?: PaymentTerms;
  /** 履约保证金 that the document demands, per cent of the contract; absent: none. */
  readonly bondPercent?: string;
  readonly formula: PayFormula;
  readonly ladder: readonly LadderStep[];
  /** Which performance targets the appraisal looks at; set in planning. */
  readonly targets: readonly { readonly id: string; readonly name: string; readonly target: string }[];
}

/** A bid as read out at the opening: the only moment at which bids enter the purchase. */
export interface OpenedBid {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly enterprise: EnterpriseKind;
  readonly price: bigint;
  readonly share: { readonly with: 'consortium' | 'subcontract'; readonly smallMicroSharePercent: string } | null;
  readonly receivedAt: Instant;
  /** The bid's documents and answers to the template, still content. */
  readonly documents: ContentRef;
  readonly hash: string;
}
export interface TenderFace {
  /** Round of the stage; bids of other rounds are no bids. */
  readonly round: number;
  /** How the method of this round goes on, as its notice found it; absent: as an open tender. */
  readonly course?: Course;
  /** Who alone may answer; absent: everybody. */
  readonly invited?: readonly CaseId[];
  readonly noticeAt: Instant;
  readonly deadlineAt: Instant;
  readonly opening: { readonly at: Instant; readonly root: string; readonly bids: readonly OpenedBid[] } | null;
}
export interface RankedBid {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly rank: number;
  /** Decimal strings with the template's decimals. */
  readonly total: string;
  readonly priceScore: string;
  readonly technicalScore: string;
  readonly price: bigint;
}
export interface EvaluationFace {
  readonly reportAt: Instant;
  readonly ranking: readonly RankedBid[];
  /** Rejected in qualification or compliance: told the reason with the result. */
  readonly rejected: readonly {
    readonly bid: CaseId;
    readonly supplier: CaseId;
    readonly reason: ContentRef | string;
    readonly step: 'qualification' | 'compliance' | 'low-price' | 'final-quote';
  }[];
}
export interface AwardFace {
  readonly round: number;
  readonly winner: RankedBid;
  readonly decidedAt: Instant;
  readonly noticeAt: Instant | null;
  /** 中标通知书 */
  readonly notifiedAt: Instant | null;
  /** Number of the letter of award. */
  readonly letter?: string;
  /** Only where a pack has a standstill: before it no contract is signed. */
  readonly standstillUntil?: Instant;
}
export interface Instalment {
  readonly id: string;
  readonly amount: bigint;
  readonly percent: string;
  readonly trigger: Trigger;
  readonly milestone?: string;
  readonly offset: PlannedInstalment['offset'];
  readonly conditions: readonly Condition[];
  readonly expectedOn: PlainDate;
  readonly last: boolean;
}
export interface ContractFace {
  readonly number: string;
  readonly supplier: CaseId;
  readonly enterprise: EnterpriseKind;
  readonly amount: bigint;
  readonly schedule: readonly Instalment[];
  readonly signedAt: Instant;
  readonly effectiveAt: Instant;
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  /** Account that the contract names, hidden in content; payments go nowhere else. */
  readonly payee: { readonly organisation: CaseId; readonly account: ContentRef };
  readonly payment?: PaymentTerms;
  /** 履约保证金, in fen; absent: none was demanded. */
  readonly bond?: bigint;
  readonly formula: PayFormula;
  readonly ladder: readonly LadderStep[];
  readonly indicators: readonly Indicator[];
}
/** How far an instalment is, kept by delivery, moved by disbursement cases. */
export interface InstalmentState {
  readonly id: string;
  readonly triggeredAt: Instant | null;
  /** Trigger and conditions hold since; from here the supplier may ask. */
  readonly readyAt: Instant | null;
  /** Where the purchaser itself was late (acceptance), when the payee's right would have arisen: its due date counts from here. */
  readonly owedSince: Instant | null;
  /** What may still be asked for: schedule amount less formula, deductions and what is paid; never below zero. */
  readonly payable: bigint;
  readonly disbursement: CaseId | null;
  readonly paid: bigint;
  /** `nothing-owed`: formula and deductions took all of it. */
  readonly settled: 'paid' | 'waived' | 'clawed-back' | 'written-off' | 'nothing-owed' | null;
}
