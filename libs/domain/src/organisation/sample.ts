import type { Actor, CaseFacts, CaseId, Context, Instant, PlainDate, Rule, Rules, RuleValue, WorkingCalendar } from '../kernel/index.js';
import { type Appointment, appointmentKey, initialOrganisation, type OrganisationData, type OrganisationState } from './organisation.js';

/** Small directories and a context for specs, also of the subjects that read organisations. */
export const AT = 1_741_000_000_000 as Instant;
const SINCE = '2020-01-01' as PlainDate;
const weekdays: WorkingCalendar = {
  version: 'plain@1',
  firstYear: 2000,
  knownUntil: 2100,
  kindOf: (date) => (((Date.parse(date) / 86_400_000 + 4) % 7) % 6 === 0 ? 'weekend' : 'working'),
  isWorking: (date) => ((Date.parse(date) / 86_400_000 + 4) % 7) % 6 !== 0,
  isProvisional: () => false,
};
const base = { anchor: 'caseStart', citation: '', verified: true, jurisdiction: 'spec', pack: 'pack-1' } as const;
/** Rules from plain values: `[value, unit]`. */
export const rulesOf = (rows: Readonly<Record<string, readonly [RuleValue, string]>>): Rules => ({
  pack: 'pack-1',
  has: (id) => id in rows,
  rule: (id): Rule => {
    const row = rows[id];
    if (!row) throw new Error(`no rule ${id}`);
    return { id, value: row[0], unit: row[1], ...base };
  },
});
export const system: Actor = { kind: 'system', person: null, appointment: null, organisation: null, roles: [] };
export const actorOf = (person: string, organisation: CaseId, ...roles: string[]): Actor => ({
  kind: 'person',
  person,
  appointment: appointmentKey(organisation, roles[0] ?? 'post', person),
  organisation,
  roles,
});
/** An organisation in which each person holds one post named like the role. */
export const organisationOf = (
  id: CaseId,
  data: Partial<OrganisationData> = {},
  people: Readonly<Record<string, string>> = {},
): CaseFacts<OrganisationState> => ({
  id,
  kind: 'organisation',
  version: 1,
  state: {
    ...initialOrganisation,
    data: { type: 'purchaser', name: id, enterprise: null, creditCode: null, parent: null, finance: null, pack: null, ...data },
    appointments: Object.entries(people).map(
      ([person, role]): Appointment => ({
        key: appointmentKey(id, role, person),
        person,
        post: role,
        roles: [role],
        from: SINCE,
        to: null,
      }),
    ),
  },
});
let ids = 0;
export const contextOf = (more: Partial<Omit<Context, 'cases'>> & { readonly cases?: readonly CaseFacts[] } = {}): Context => ({
  at: AT,
  realm: 'spec',
  jurisdiction: 'spec',
  actor: system,
  caseId: 'organisation/1',
  version: 0,
  rules: rulesOf({}),
  calendar: weekdays,
  accounts: new Map(),
  contents: new Map(),
  numbers: new Map(),
  claims: new Map(),
  sha256: (text) => `#${text}`,
  entropy: '0'.repeat(64),
  newId: () => `id-${(ids += 1)}`,
  ...more,
  cases: new Map((more.cases ?? []).map((facts) => [facts.id, facts])),
});
