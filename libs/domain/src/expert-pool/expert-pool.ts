import type { CaseId, Command, ContentRef, DomainEvent, Instant, PlainDate } from '../kernel/index.js';

export const relationKinds = ['employment', 'director', 'shareholder', 'kinship'] as const;
export type RelationKind = (typeof relationKinds)[number];
/** A tie between an expert and an organisation: what the conflict gate of a panel looks at. */
export interface ExpertRelation {
  readonly organisation: CaseId;
  readonly kind: RelationKind;
  /** Last day; null while it lasts. */
  readonly endedOn: PlainDate | null;
}
export type ExpertStanding = 'enrolled' | 'suspended' | 'removed';
/** One expert: a reference to a person, never a name. */
export interface Expert {
  readonly person: string;
  readonly fields: readonly string[];
  /** The organisation of this directory that the expert works for; null: none of it. */
  readonly unit: CaseId | null;
  /** An employer outside of the directory: salted hash, its words are a content row. */
  readonly employer: ContentRef | null;
  readonly relations: readonly ExpertRelation[];
  readonly standing: ExpertStanding;
  readonly since: Instant;
}
export interface ExpertPoolState {
  readonly title: string | null;
  readonly keeper: CaseId | null;
  readonly experts: readonly Expert[];
  readonly since: Instant;
}
export const initialExpertPool: ExpertPoolState = { title: null, keeper: null, experts: [], since: 0 as Instant };

type OfPerson<T> = { readonly person: string } & T;
export type ExpertPoolCommand =
  | Command<'open', { readonly title: string; readonly keeper: CaseId }>
  | Command<
      'enrol',
      OfPerson<{
        readonly fields: readonly string[];
        readonly unit?: CaseId | null;
        readonly employer?: ContentRef | null;
        readonly relations?: readonly ExpertRelation[];
      }>
    >
  | Command<'updateRelations', OfPerson<{ readonly relations: readonly ExpertRelation[] }>>
  | Command<'suspend', OfPerson<{ readonly reason: ContentRef }>>
  | Command<'reinstate', OfPerson<{ readonly reason: ContentRef }>>
  | Command<'remove', OfPerson<{ readonly reason: ContentRef }>>;
export type ExpertPoolCommandType = ExpertPoolCommand['type'];

export type ExpertPoolEvent =
  | DomainEvent<'PoolOpened', { readonly title: string; readonly keeper: CaseId }>
  | DomainEvent<'ExpertEnrolled', Omit<Expert, 'standing' | 'since'>>
  | DomainEvent<'RelationsUpdated', OfPerson<{ readonly relations: readonly ExpertRelation[] }>>
  | DomainEvent<'ExpertStandingChanged', OfPerson<{ readonly standing: ExpertStanding; readonly reason: ContentRef }>>;

/** In which standing an expert must be for each act on them, and what they are afterwards. */
export const standingTable = {
  suspend: { from: ['enrolled'], to: 'suspended' },
  reinstate: { from: ['suspended'], to: 'enrolled' },
  remove: { from: ['enrolled', 'suspended'], to: 'removed' },
} as const satisfies Record<'suspend' | 'reinstate' | 'remove', { from: readonly ExpertStanding[]; to: ExpertStanding }>;

/** Who may be drawn at all, in the order of enrolment. */
export const drawable = (state: ExpertPoolState): readonly Expert[] => state.experts.filter(({ standing }) => standing === 'enrolled');
