import type { CaseId, Command, ContentRef, DomainEvent } from '../kernel/case.js';
import type { Instant } from '../kernel/time.js';
import type { EnterpriseKind } from '../organisation/organisation.js';
import type { FileRef, OpenedBid } from '../purchase/types.js';

/** 投标保证金 as the bidder gives it: `account` is the one it was paid from, or the guarantor. */
export interface OfferedBond {
  readonly form: string;
  /** Fen. */
  readonly amount: bigint;
  readonly account: string;
  readonly reference: string;
}
/** What the envelope holds. It stands in `content` alone: no event and no state of any case knows a price before the opening. */
export interface Offer {
  /** Fen. */
  readonly price: bigint;
  /** As the bidder declares it. */
  readonly enterprise: EnterpriseKind;
  readonly share: OpenedBid['share'];
  readonly commitments: Readonly<Record<string, string>>;
  /** Answers to the items of the scoring template, by item. */
  readonly answers: Readonly<Record<string, string>>;
  /** With the names that the bidder gave them: all of this is content. */
  readonly files: readonly (Omit<FileRef, 'name'> & { readonly name: string })[];
  readonly bond?: OfferedBond | null;
  /** What the file says of where it was made, and whom to ask about it. */
  readonly origin?: { readonly author?: string | null; readonly device?: string | null; readonly contact?: string | null } | null;
}

/** What of the bond the bid itself remembers: from whom it came stays in the envelope. */
export type BondOutline = Pick<OfferedBond, 'form' | 'amount'>;
/** What the final envelope of a consultation or negotiation holds: the price that counts, and what the supplier offers after the talks. */
export interface FinalQuote {
  /** Fen. */
  readonly price: bigint;
  readonly commitments: Readonly<Record<string, string>>;
  readonly files: readonly FileRef[];
}

export type BidStatus = 'new' | 'submitted' | 'withdrawn';
/** Proof for the bidder: what was handed in, when, under which hash. Every act leaves one. */
export interface Receipt {
  readonly act: 'submitted' | 'replaced' | 'confirmed' | 'withdrawn' | 'quoted' | 'left';
  readonly at: Instant;
  readonly documentVersion: number;
  readonly hash: string;
}
/** One bid of one supplier in one round of a tender. A case of its own, so that nothing that others read moves with it. */
export interface BidState {
  readonly status: BidStatus;
  readonly purchase: CaseId;
  readonly round: number;
  readonly supplier: CaseId;
  /** Of the purchase, as announced when the bid was handed in. */
  readonly title: string;
  readonly contractor: string;
  readonly documentVersion: number;
  readonly offer: ContentRef | null;
  /** When the offer that counts was received; it alone decides whether it was in time. */
  readonly receivedAt: Instant | null;
  readonly hash: string;
  /** The final quote that counts; absent where none was given. */
  readonly final?: {
    readonly call: number;
    readonly needsVersion: number;
    readonly quote: ContentRef;
    readonly receivedAt: Instant;
    readonly hash: string;
  };
  /** Left the talks, before any final quote. */
  readonly leftAt?: Instant;
  readonly receipts: readonly Receipt[];
  readonly bond?: BondOutline | null;
}
export const initialBid: BidState = {
  status: 'new',
  purchase: '',
  round: 0,
  supplier: '',
  title: '',
  contractor: '',
  documentVersion: 0,
  offer: null,
  receivedAt: null,
  hash: '',
  receipts: [],
};

export type BidCommand =
  | Command<
      'submit',
      {
        readonly purchase: CaseId;
        readonly round: number;
        readonly supplier: CaseId;
        readonly documentVersion: number;
        /** The kind of body in the words of the procurement rules, where the registered kind doesn't say it. */
        readonly contractor?: string | null;
        readonly offer: ContentRef;
      }
    >
  | Command<'replace', { readonly documentVersion: number; readonly offer: ContentRef }>
  | Command<'confirm', { readonly documentVersion: number }>
  | Command<'withdraw', Record<string, never>>
  /** `needsVersion`: how many changes of the needs the quote stands under. */
  | Command<'quoteFinally', { readonly needsVersion: number; readonly quote: ContentRef }>
  | Command<'leaveTalks', Record<string, never>>;
export type BidCommandType = BidCommand['type'];

export type BidEvent =
  | DomainEvent<
      'BidSubmitted',
      {
        readonly purchase: CaseId;
        readonly round: number;
        readonly supplier: CaseId;
        readonly contractor: string;
        readonly documentVersion: number;
        readonly offer: ContentRef;
        readonly hash: string;
        /** Of the purchase, as announced: how the bidder finds the own bid. */
        readonly title: string;
        readonly bond?: BondOutline;
      }
    >
  | DomainEvent<
      'BidReplaced',
      { readonly documentVersion: number; readonly offer: ContentRef; readonly hash: string; readonly bond?: BondOutline | null }
    >
  | DomainEvent<'BidConfirmed', { readonly documentVersion: number; readonly hash: string }>
  | DomainEvent<'BidWithdrawn', Record<string, never>>
  | DomainEvent<
      'FinalQuoteSubmitted',
      { readonly call: number; readonly needsVersion: number; readonly quote: ContentRef; readonly hash: string }
    >
  | DomainEvent<'TalksLeft', Record<string, never>>;

/** What may be done in which status. */
export const bidCommands = {
  new: ['submit'],
  submitted: ['replace', 'confirm', 'withdraw', 'quoteFinally', 'leaveTalks'],
  withdrawn: ['replace'],
} as const satisfies Record<BidStatus, readonly BidCommandType[]>;

/** One bid a supplier and round. */
export const bidClaim = (purchase: CaseId, round: number, supplier: CaseId): string => `bid/${purchase}/${round}/${supplier}`;
