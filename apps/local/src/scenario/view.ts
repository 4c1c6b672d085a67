import type { StoredFile } from './door.js';

/** What a scenario looks at of a case, as the server shows it: each part is there from the stage on in which the story looks at it. */
export interface View {
  readonly stage: string | null;
  readonly closed: boolean;
  readonly ended: Readonly<Record<string, string>>;

  readonly planning: {
    readonly plan: Planned | null;
    readonly scrutiny?: { readonly aspects: readonly string[] } | null;
    readonly internal: Chain | null;
    readonly finance: Chain | null;
  } | null;
  readonly tender: {
    readonly current: {
      readonly questions: readonly { readonly id: string; readonly answer: unknown }[];
      readonly documents: readonly { readonly documents: readonly StoredFile[] }[];
      readonly deadlineAt: string;
      readonly opening: {
        readonly objections?: readonly { readonly id: string }[];
        readonly count: number;
      } | null;
    };
  };
  readonly declarations?: readonly { readonly bid: string; readonly declared: string; readonly registered: string }[] | null;
  readonly evaluation: {
    readonly panel?: { readonly members?: readonly PanelMember[]; readonly report?: { readonly hash: string } | null };
    readonly result?: { readonly ranking: readonly Ranked[] };
  } | null;
  readonly award: { readonly current: { readonly winner: Ranked } };
  readonly contract: { readonly draft: { readonly hash: string }; readonly signed: Signed };
  readonly delivery: {
    readonly instalments: readonly SeenInstalment[];
    readonly assessments: readonly { readonly id: string }[];
    readonly acceptanceRequest: unknown;
    readonly acceptances?: readonly { readonly items: readonly { readonly id: string }[] }[];
    readonly supplements: readonly { readonly id: string }[];
    readonly breaches: readonly { readonly id: string }[];
    readonly clawback: unknown;
  };
  readonly performance: { readonly appraisals: readonly { readonly year: number; readonly self: unknown }[] } | null;

  /** Of a catalogue item. */
  readonly review?: Chain | null;
  /** Of a disbursement. */
  readonly approval?: Chain | null;
  readonly direction?: string;
  readonly purchase?: string;
  readonly instalment?: string | null;
  readonly requestedAt?: string;
  readonly paid?: string;
  readonly due?: { readonly dueAt: string | null; readonly rule: string } | null;
  readonly attempts?: readonly { readonly orderedAt: string; readonly paid: string }[];
  readonly recovery?: { readonly number: string; readonly demanded: string; readonly received: string } | null;
}
export interface Chain {
  readonly status: string;
  readonly generation: number;
  readonly hash: string;
  readonly steps: readonly { readonly id: string; readonly state: string }[];
  readonly seats: readonly {
    readonly step: string;
    readonly generation: number;
    readonly person: string;
    readonly outcome: string | null;
  }[];
}
interface Ranked {
  readonly bid: string;
  readonly supplier: string;
  readonly price: string;
  readonly priceScore: string;
  readonly technicalScore: string;
  readonly total: string;
  readonly rank: number;
}
export interface Agreed {
  readonly id: string;
  readonly amount: string;
  readonly percent: string;
  readonly trigger: string;
  readonly offset: { readonly length: number; readonly unit: string };
  readonly conditions: readonly string[];
}
export interface PanelMember {
  readonly person: string;
  readonly role: string;
  readonly standing?: string;
}
interface Planned {
  readonly termMonths: number;
  readonly schedule: readonly { readonly percent: string }[];
}
interface Signed {
  readonly number: string;
  readonly supplier: string;
  readonly startsOn: string;
  readonly amount: string;
  readonly endsOn: string;
  readonly schedule: readonly Agreed[];
  readonly indicators: readonly { readonly id: string; readonly weight: string }[];
}
interface SeenInstalment {
  readonly id: string;
  readonly payable: string;
  readonly paid: string;
  readonly readyAt: string | null;
  readonly triggerAt?: string | null;
  readonly settled: string | null;
}
