import type { Rehearsed, Step } from '@goufu/engine';
import { type CaseId, refuse, type Refusal } from '@goufu/domain';
import type { z } from 'zod';
import { approveLineSchema } from '../budget-lines/budget-lines.schemas.js';
import { proposeSchema } from '../catalogue-items/catalogue-items.schemas.js';
import { appointSchema, createPostSchema, registerSchema } from '../organisations/organisations.schemas.js';
import { newPerson, type NewPerson } from '../people/people.schemas.js';
import { faultsOf } from '../wire/faults.js';
import { toInside } from '../wire/to-inside.js';
import { type CellFault, cellOf, type ReadRow, type ReadRows } from './rows.js';

/** An organisation of the directory as an import looks it up. */
export interface KnownOrganisation {
  readonly id: CaseId;
  readonly finance: CaseId | null;
  readonly posts: readonly string[];
  /** `<post> <person>` of whoever holds one now or will. */
  readonly held: readonly string[];
}
export interface Directory {
  readonly organisations: ReadonlyMap<string, KnownOrganisation>;
  readonly people: ReadonlySet<string>;
}
/** One thing that a row asks for: a person to take in, or a command. */
export type Item = { readonly row: ReadRow } & ({ readonly person: NewPerson & { readonly id: string } } | { readonly step: Step });
export interface ImportPlan {
  readonly items: readonly Item[];
  readonly faults: readonly CellFault[];
  /** Rows that ask for nothing that is not there already. */
  readonly known: number;
}

/** An organisation that a cell names: known, or begun by an item of this import. */
type Named = { readonly known: KnownOrganisation } | { readonly begun: number };
const idOf = (named: Named | null, begun: (n: number) => CaseId | null): CaseId | null =>
  named === null ? null : 'known' in named ? named.known.id : begun(named.begun);
/** Stands in for what is not begun yet while a row is looked at by itself. */
const NOT_YET = 'organisation/not-yet';

/** Names that cells give of organisations. */
export const namedIn = ({ rows }: ReadRows): readonly string[] => [
  ...new Set(
    rows.flatMap(({ said }) =>
      ['name', 'parent', 'finance', 'organisation', 'department', 'purchaser'].flatMap((field) => {
        const name = said[field];
        return typeof name === 'string' ? [name] : [];
      }),
    ),
  ),
];

/** What the rows of a workbook ask for, in order; what is there already is asked for no more, so that the same file brought twice changes nothing. */
export class Planner {
  private readonly items: Item[] = [];
  private readonly faults: CellFault[];
  private readonly begun = new Map<string, number>();
  private readonly posts = new Set<string>();
  private known = 0;

  constructor(
    private readonly read: ReadRows,
    private readonly directory: Directory,
    private readonly actor: { readonly organisation: CaseId | null },
  ) {
    this.faults = [...read.faults];
  }

  plan(): ImportPlan {
    for (const row of this.read.rows) {
      const before = this.items.length + this.faults.length;
      if (!row.isFaulty && !row.more.some(({ isFaulty }) => isFaulty)) this[row.sheet.key](row);
      if (this.items.length + this.faults.length === before && !row.isFaulty) this.known += 1;
    }
    return { items: this.items, faults: this.faults, known: this.known };
  }

  private fault(row: ReadRow, refusal: Refusal): void {
    this.faults.push({ sheet: row.sheet.name, ...cellOf(row, refusal.pointer), refusal });
  }
  /** The organisation that a field names; a name that nobody has is a fault of its cell. */
  private organisation(row: ReadRow, field: string): Named | null {
    const name = row.said[field];
    if (typeof name !== 'string') return null;
    const known = this.directory.organisations.get(name);
    if (known) return { known };
    const begun = this.begun.get(name);
    if (begun !== undefined) return { begun };
    this.fault(row, refuse('import.organisation_unknown', { pointer: `/${field}`, meta: { organisation: name } }));
    return null;
  }

  /** Adds a command if its shape is right: what stands in no cell is looked up as it is given. */
  private command(
    row: ReadRow,
    schema: z.ZodType,
    of: Omit<Rehearsed, 'data' | 'caseId'> & { readonly on?: Named },
    body: (begun: (n: number) => CaseId | null) => object,
  ): number | null {
    const shaped = schema.safeParse(stripped(body(() => NOT_YET)), { reportInput: true });
    if (!shaped.success) {
      for (const fault of faultsOf(shaped.error.issues)) this.fault(row, fault);
      return null;
    }
    const step: Step = (begun) => {
      const caseId = of.on ? idOf(of.on, begun) : null;
      const parsed = schema.safeParse(stripped(body(begun)));
      if ((of.on && caseId === null) || !parsed.success) return null;
      return { kind: of.kind, type: of.type, caseId, data: toInside(schema, parsed.data) };
    };
    return this.items.push({ row, step }) - 1;
  }

  private departments(row: ReadRow): void {
    const { name, type, enterprise, creditCode } = row.said;
    if (typeof name === 'string' && (this.directory.organisations.has(name) || this.begun.has(name))) return;
    const [parent, finance] = [this.organisation(row, 'parent'), this.organisation(row, 'finance')];
    const at = this.command(row, registerSchema, { kind: 'organisation', type: 'register' }, (begun) => ({
      name,
      type,
      enterprise,
      creditCode,
      parent: parent && idOf(parent, begun),
      finance: finance && idOf(finance, begun),
    }));
    if (at !== null && typeof name === 'string') this.begun.set(name, at);
  }

  private people(row: ReadRow): void {
    const { id, name, phone, email, organisation, post, roles, from, to } = row.said;
    const shaped = newPerson.safeParse(stripped({ id, name, phone, email }), { reportInput: true });
    if (!shaped.success || shaped.data.id === undefined) {
      const faults = shaped.success ? [refuse('input.missing', { pointer: '/id' })] : faultsOf(shaped.error.issues);
      for (const fault of faults) this.fault(row, fault);
      return;
    }
    const person = { ...shaped.data, id: shaped.data.id };
    const isNew = !this.directory.people.has(person.id) && !this.items.some((item) => 'person' in item && item.person.id === person.id);
    if (isNew) this.items.push({ row, person });
    if (organisation === undefined) return;
    const on = this.organisation(row, 'organisation');
    if (on === null || typeof organisation !== 'string') return;
    const known = 'known' in on ? on.known : null;
    const named = typeof post === 'string' ? post : '';
    if (known?.held.includes(`${named} ${person.id}`)) return;
    const place = `${organisation} ${named}`;
    if (!known?.posts.includes(named) && !this.posts.has(place)) {
      this.posts.add(place);
      if (this.command(row, createPostSchema, { kind: 'organisation', type: 'createPost', on }, () => ({ post, roles })) === null) return;
    }
    this.command(row, appointSchema, { kind: 'organisation', type: 'appoint', on }, () => ({ person: person.id, post, from, to }));
  }

  private catalogue(row: ReadRow): void {
    const department = this.organisation(row, 'department');
    if (row.said.department !== undefined && department === null) return;
    const finance = department && 'known' in department ? department.known.finance : null;
    const indicators = [row, ...row.more].map(({ said }) => ({
      id: said['indicators.id'],
      name: said['indicators.name'],
      comparison: said['indicators.comparison'],
      target: said['indicators.target'],
      unit: said['indicators.unit'],
    }));
    const { title, guidingCode, procurementCode, standard, unit, onDepartmentList } = row.said;
    this.command(row, proposeSchema, { kind: 'catalogue', type: 'propose' }, (begun) => ({
      title,
      guidingCode,
      procurementCode,
      standard,
      unit,
      onDepartmentList,
      indicators: indicators.map(stripped),
      department: idOf(department, begun) ?? undefined,
      finance: finance ?? NOT_YET,
      proposer: this.actor.organisation ?? NOT_YET,
      origin: 'top-down',
      negativeFacts: [],
    }));
  }

  private budget(row: ReadRow): void {
    const purchaser = this.organisation(row, 'purchaser');
    if (row.said.purchaser !== undefined && purchaser === null) return;
    const { purchaser: _name, ...said } = row.said;
    this.command(row, approveLineSchema, { kind: 'budget', type: 'approveLine' }, (begun) => ({
      ...said,
      purchaser: idOf(purchaser, begun) ?? undefined,
      continues: null,
    }));
  }
}
const stripped = (body: object): object => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

/** What a row was refused, at its cell. */
export const faultAt = ({ row }: Item, refusal: Refusal): CellFault => ({
  sheet: row.sheet.name,
  ...cellOf(row, refusal.pointer),
  refusal,
});
