import type { CaseId, Command, ContentRef, DomainEvent, Instant, PlainDate } from '../kernel/index.js';

export const organisationTypes = ['finance-county', 'finance-prefecture', 'purchaser', 'township', 'agency', 'audit', 'supplier'] as const;
export type OrganisationType = (typeof organisationTypes)[number];
/** What a supplier is in the eyes of the procurement policies: decides deductions and payment periods. */
export const enterpriseKinds = [
  'micro',
  'small',
  'medium',
  'large',
  'social-organisation',
  'public-institution',
  'individual',
  'prison-enterprise',
  'disabled-welfare-unit',
] as const;
export type EnterpriseKind = (typeof enterpriseKinds)[number];
/** The powers that an agency can have, of which the pack (`agency.powers`) may leave out some; award and signature are never among them. */
export const entrustablePowers = ['publish', 'open', 'check-qualification', 'organise'] as const;
export type EntrustablePower = (typeof entrustablePowers)[number];
/** Who buys: only these entrust an agency and make plans. */
export const isPurchaserType = (type: OrganisationType | null): boolean => type === 'purchaser' || type === 'township';

export interface OrganisationData {
  readonly type: OrganisationType;
  /** As registered. That of an individual is a person's, and content; null where it was recorded before it was. */
  readonly name: string | ContentRef | null;
  readonly enterprise: EnterpriseKind | null;
  /** Unified social credit code 统一社会信用代码. */
  readonly creditCode: string | null;
  readonly parent: CaseId | null;
  /** The finance bureau that is in charge of this purchaser's money. */
  readonly finance: CaseId | null;
  /** The bureau's own pack, stacked on the realm's; null: none. */
  readonly pack: string | null;
}
interface Post {
  readonly roles: readonly string[];
  /** The post whose holders step in when nobody holds this one (A、B岗); absent: the head does. */
  readonly deputy?: string | null;
  readonly from: PlainDate;
  /** Last day on which anybody could be appointed; null while it stands. */
  readonly to: PlainDate | null;
}
export interface Appointment {
  readonly key: string;
  readonly person: string;
  readonly post: string;
  readonly roles: readonly string[];
  readonly from: PlainDate;
  /** Last day; null while open. */
  readonly to: PlainDate | null;
}
/** How somebody comes to another's work: as holder of the same role, as deputy, as head of the house. */
export type SuccessionWay = 'post' | 'deputy' | 'head';
export interface Term extends Appointment {
  /** When it was ended before its day. */
  readonly endedAt?: Instant;
  /** What the person had to do has passed on. */
  readonly handedOver?: true;
}
/** Who took over what, and what nobody could. */
export interface HandedOver {
  readonly key: string;
  readonly from: PlainDate;
  readonly post: string;
  readonly person: string;
  /** Null: nobody in the house may. */
  readonly to: { readonly person: string; readonly appointment: string; readonly way: SuccessionWay } | null;
  /** Roles of the post that nobody else held, and so needed somebody. */
  readonly roles: readonly string[];
  /** Cases in which something was to be done by the person alone: a batch tells each. */
  readonly cases: readonly CaseId[];
}
/** A post with something to do and nobody to do it: the operator appoints. */
interface Vacancy {
  readonly post: string;
  readonly roles: readonly string[];
  readonly since: Instant;
}
/** Something that fell to somebody who was not asked: until they have seen it. */
interface Note {
  readonly id: string;
  readonly person: string;
  readonly post: string;
  readonly way: SuccessionWay;
  readonly since: Instant;
}
export interface Entrustment {
  readonly id: string;
  readonly agency: CaseId;
  readonly powers: readonly EntrustablePower[];
  readonly from: PlainDate;
  readonly to: PlainDate | null;
  readonly agreement: string;
}
export interface OrganisationState {
  /** Null until registered. */
  readonly data: OrganisationData | null;
  readonly account: ContentRef | null;
  readonly posts: Readonly<Record<string, Post>>;
  readonly appointments: readonly Term[];
  readonly vacancies: readonly Vacancy[];
  readonly notes: readonly Note[];
  readonly entrustments: readonly Entrustment[];
  /** As what kind of enterprise it was registered, since when: a bid is compared with what held when it came. */
  readonly kinds: readonly { readonly kind: EnterpriseKind; readonly from: Instant }[];
  readonly since: Instant;
}
export const initialOrganisation: OrganisationState = {
  data: null,
  account: null,
  posts: {},
  appointments: [],
  vacancies: [],
  notes: [],
  entrustments: [],
  kinds: [],
  since: 0 as Instant,
};

interface Period {
  readonly from: PlainDate;
  readonly to?: PlainDate | null;
}
export type OrganisationCommand =
  | Command<
      'register',
      Partial<OrganisationData> & Pick<OrganisationData, 'type'> & { readonly name: string | ContentRef; readonly account?: ContentRef }
    >
  | Command<'revise', Partial<Omit<OrganisationData, 'type' | 'name'>> & { readonly name?: string | ContentRef }>
  | Command<'createPost', { readonly post: string; readonly roles: readonly string[] }>
  | Command<'appoint', { readonly person: string; readonly post: string } & Period>
  | Command<'endAppointment', { readonly person: string; readonly post: string; readonly on: PlainDate }>
  /** Every post of one person in this organisation, at once: somebody who is let in no more. */
  | Command<'dismiss', { readonly person: string }>
  | Command<'closePost', { readonly post: string }>
  | Command<'setDeputy', { readonly post: string; readonly deputy: string | null }>
  | Command<'noteHandOver', { readonly note: string }>
  /** The day after the last of an appointment. */
  | Command<'passOn', { readonly key: string; readonly from: PlainDate }>
  | Command<'batchDone', { readonly batch: CaseId }>
  | Command<'entrust', { readonly agency: CaseId; readonly powers: readonly string[]; readonly agreement: string } & Period>
  | Command<'endEntrustment', { readonly entrustment: string; readonly on: PlainDate }>
  | Command<'changeAccount', { readonly account: ContentRef }>;
export type OrganisationCommandType = OrganisationCommand['type'];

export type OrganisationEvent =
  | DomainEvent<'OrganisationRegistered', OrganisationData & { readonly account: ContentRef | null }>
  | DomainEvent<'OrganisationRevised', OrganisationData>
  | DomainEvent<'PostCreated', { readonly post: string; readonly roles: readonly string[] }>
  | DomainEvent<'PersonAppointed', Appointment>
  | DomainEvent<'AppointmentEnded', { readonly key: string; readonly from: PlainDate; readonly on: PlainDate }>
  | DomainEvent<'PostClosed', { readonly post: string; readonly on: PlainDate }>
  | DomainEvent<'DeputySet', { readonly post: string; readonly deputy: string | null }>
  | DomainEvent<'DutiesHandedOver', HandedOver>
  | DomainEvent<'HandOverNoted', { readonly note: string }>
  | DomainEvent<'AgencyEntrusted', Entrustment>
  | DomainEvent<'EntrustmentEnded', { readonly id: string; readonly on: PlainDate }>
  | DomainEvent<'AccountChanged', { readonly account: ContentRef }>;

/** Which commands are lawful before and after registration: an organisation has no lifecycle of its own. */
export const organisationCommands = {
  new: ['register'],
  registered: [
    'revise',
    'createPost',
    'closePost',
    'setDeputy',
    'appoint',
    'endAppointment',
    'dismiss',
    'noteHandOver',
    'entrust',
    'endEntrustment',
    'changeAccount',
  ],
} as const satisfies Record<'new' | 'registered', readonly OrganisationCommandType[]>;

/** Key of an appointment: safe in a header and in an address. */
export const appointmentKey = (organisation: CaseId, post: string, person: string): string =>
  `${organisation.slice(organisation.indexOf('/') + 1)}.${post}.${person.slice(person.indexOf('/') + 1)}`;

const within = ({ from, to }: { readonly from: PlainDate; readonly to: PlainDate | null }, on: PlainDate): boolean =>
  from <= on && (to === null || on <= to);

/** Who holds a role of this organisation on a day, in the order of appointment: the electorate of an approval step. */
export const holdersOf = (
  state: OrganisationState | null | undefined,
  role: string,
  on: PlainDate,
): readonly { readonly person: string; readonly appointment: string }[] =>
  (state?.appointments ?? [])
    .filter((appointment) => appointment.roles.includes(role) && within(appointment, on))
    .map(({ person, key }) => ({ person, appointment: key }));

/** What this purchaser has entrusted to that agency on a day: none when there is no agreement in force. */
export const powersOf = (state: OrganisationState | null | undefined, agency: CaseId | null, on: PlainDate): readonly EntrustablePower[] =>
  agency === null
    ? []
    : (state?.entrustments ?? []).filter((one) => one.agency === agency && within(one, on)).flatMap(({ powers }) => powers);

export const overlaps = (
  a: { readonly from: PlainDate; readonly to: PlainDate | null },
  b: { readonly from: PlainDate; readonly to: PlainDate | null },
): boolean => (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
