import { randomUUID } from 'node:crypto';
import { type CaseId, calendarFrom, instant, type Instant, isRefusal, type Json } from '@goufu/domain';
import { type ActingPerson, type Answer, Engine, type EngineHooks, type Law, lawOf, Registry, sha256 } from '@goufu/engine';
import { readCalendar, readPacks } from '@goufu/config';
import { EngineStore, poolFor } from '@goufu/persistence';
import { buildStacks, type PackFile, RuleBook } from '@goufu/rules';
import { kinds } from '@goufu/subjects';
import type pg from 'pg';

/** The packs and the calendar of the tree. */
export const law = (): Law => lawOf(new RuleBook(buildStacks(readPacks() as readonly PackFile[], sha256)), calendarFrom(readCalendar()));

/** One realm with its own clock on a database, and an engine that acts in it. */
export class Realm {
  private static readonly opened = new Set<Realm>();
  readonly measured: number[] = [];
  readonly committed: { id: CaseId; version: number }[] = [];
  readonly store: EngineStore;
  readonly engine: Engine;
  private constructor(
    readonly id: string,
    readonly pool: pg.Pool,
    types: readonly unknown[],
  ) {
    const hooks: EngineHooks = {
      measured: (_lockMs, roundTrips) => void this.measured.push(roundTrips),
      committed: (_realm, cases) => void this.committed.push(...cases),
    };
    this.store = new EngineStore(pool);
    this.engine = new Engine(new Registry(types), this.store, law(), hooks);
  }

  /** A new realm whose clock says `at` now. */
  static async open(
    appUrl: string,
    at: Instant = instant('2025-03-03T10:00:00+08:00'),
    more: { readonly types?: readonly unknown[]; readonly jurisdiction?: string } = {},
  ): Promise<Realm> {
    const realm = new Realm(`spec-${randomUUID().slice(0, 8)}`, poolFor(appUrl, 8), more.types ?? kinds);
    Realm.opened.add(realm);
    await realm.sql(
      `insert into realm (realm_id, name, jurisdiction, offset_ms, world)
       values ($1, 'spec', $2, $3::bigint - floor(extract(epoch from clock_timestamp()) * 1000)::bigint, true)`,
      [realm.id, more.jurisdiction ?? 'demo-county', at],
    );
    return realm;
  }
  /** The same realm as another process has it: its own pool, its own queue, maybe another release. */
  static beside(appUrl: string, realm: Realm, types: readonly unknown[] = kinds): Realm {
    const other = new Realm(realm.id, poolFor(appUrl, 8), types);
    Realm.opened.add(other);
    return other;
  }
  /** Ends the connections of every realm that this spec file opened. */
  static async closeAll(): Promise<void> {
    await Promise.all([...Realm.opened].map((realm) => realm.pool.end()));
    Realm.opened.clear();
  }

  /** A statement as the role `app`, admitted to this realm or to those named. */
  async sql<T = Record<string, unknown>>(text: string, values: readonly unknown[] = [], realms = this.id): Promise<T[]> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('app.realms', $1, true)`, [realms]);
      const { rows } = await client.query(text, [...values]);
      await client.query('commit');
      return rows as T[];
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  /** Moves the realm's clock to a later instant. */
  async travel(to: Instant): Promise<void> {
    await this.sql(
      `update realm set offset_ms = greatest(offset_ms, $2::bigint - floor(extract(epoch from clock_timestamp()) * 1000)::bigint) where realm_id = $1`,
      [this.id, to],
    );
  }

  /** One command; a new key unless one is given. */
  give(
    acting: ActingPerson | 'system',
    kind: string,
    caseId: CaseId | null,
    type: string,
    data: unknown = {},
    more: { readonly key?: string; readonly ifVersion?: number } = {},
  ) {
    return this.engine.execute({
      realm: this.id,
      kind,
      caseId,
      type,
      data,
      acting,
      key: acting === 'system' ? null : (more.key ?? randomUUID()),
      requestId: 'req-spec',
      ...(more.ifVersion === undefined ? {} : { ifVersion: more.ifVersion }),
    });
  }
  /** The same, which must be carried out. */
  async done(...given: Parameters<Realm['give']>): Promise<Answer> {
    const answer = await this.give(...given);
    if (isRefusal(answer)) throw new Error(`${given[3]} was refused: ${answer.refused} ${JSON.stringify(answer.meta ?? {})}`);
    return answer;
  }
  /** The same, which must be refused: the code. */
  async refused(...given: Parameters<Realm['give']>): Promise<string> {
    const answer = await this.give(...given);
    return isRefusal(answer) ? answer.refused : `carried out as version ${answer.version}`;
  }

  /** What somebody sees of a case, who must see something. */
  async seen<T>(caseId: CaseId, by: ActingPerson | 'anonymous'): Promise<T> {
    const seen = await this.engine.view(this.id, caseId, by);
    if (!seen) throw new Error(`${caseId} is not theirs to know`);
    return seen.view as T;
  }

  /** Registers an organisation with one person a role, each in a post named like the role. */
  async organisation(data: Record<string, Json>, people: Readonly<Record<string, string>> = {}): Promise<CaseId> {
    const { id } = await this.done('system', 'organisation', null, 'register', data);
    for (const [person, role] of Object.entries(people)) {
      await this.give('system', 'organisation', id, 'createPost', { post: role, roles: [role] });
      await this.done('system', 'organisation', id, 'appoint', { person, post: role, from: '2020-01-01' });
    }
    return id;
  }
}

export const acting = (organisation: CaseId, post: string, person: string): ActingPerson => ({
  person,
  appointment: `${organisation.slice(organisation.indexOf('/') + 1)}.${post}.${person}`,
});

/** A county in which catalogue items can be proposed: finance, a bureau with its people, a social organisation, an auditor, an operator. */
export const county = async (realm: Realm) => {
  const finance = await realm.organisation(
    { type: 'finance-county', name: '示范县财政局' },
    { 'fin-officer': 'finance-officer', 'fin-approver': 'finance-approver', 'fin-leader': 'finance-leader', op: 'operator' },
  );
  const bureau = await realm.organisation(
    { type: 'purchaser', name: '示范县司法局', finance, pack: 'demo-county/justice-bureau' },
    { 'zhang-min': 'purchaser-handler', 'li-na': 'purchaser-approver', 'wang-lei': 'purchaser-leader' },
  );
  const supplier = await realm.organisation(
    { type: 'supplier', name: '晨光社会工作服务中心', enterprise: 'social-organisation', creditCode: '52320400MJ5500001A' },
    { 'chen-yu': 'supplier-agent' },
  );
  const audit = await realm.organisation({ type: 'audit', name: '示范县审计局' }, { 'sun-qi': 'auditor' });
  return {
    finance,
    bureau,
    supplier,
    audit,
    officer: acting(finance, 'finance-officer', 'fin-officer'),
    approver: acting(finance, 'finance-approver', 'fin-approver'),
    leader: acting(finance, 'finance-leader', 'fin-leader'),
    operator: acting(finance, 'operator', 'op'),
    handler: acting(bureau, 'purchaser-handler', 'zhang-min'),
    bureauLeader: acting(bureau, 'purchaser-leader', 'wang-lei'),
    agent: acting(supplier, 'supplier-agent', 'chen-yu'),
    auditor: acting(audit, 'auditor', 'sun-qi'),
  };
};
export type County = Awaited<ReturnType<typeof county>>;

/** What a handler of the bureau would propose. */
export const proposal = ({ bureau, finance }: Pick<County, 'bureau' | 'finance'>, more: Record<string, unknown> = {}) => ({
  department: bureau,
  finance,
  proposer: bureau,
  title: '社区矫正帮教服务',
  guidingCode: 'A1007',
  procurementCode: 'C05020300',
  standard: '每名社区矫正对象一人一档，实地走访不少于1500人次。',
  indicators: [{ id: 'visits', name: '实地走访', comparison: 'at-least', target: '1500', unit: '人次' }],
  unit: '岗位·年',
  onDepartmentList: true,
  origin: 'top-down',
  negativeFacts: [],
  ...more,
});

/** Carries an item to a stage as the lifecycle and the people would. */
export const itemIn = async (realm: Realm, people: County, stage: 'proposal' | 'assessment' | 'review' | 'listing'): Promise<CaseId> => {
  const { id } = await realm.done(people.handler, 'catalogue', null, 'propose', proposal(people));
  const enter = (name: string) => realm.engine.enter(realm.id, id, name);
  await enter('proposal');
  if (stage === 'proposal') return id;
  await realm.done(people.handler, 'catalogue', id, 'accept');
  await enter('assessment');
  if (stage === 'assessment') return id;
  await realm.done(people.handler, 'catalogue', id, 'assessNeed', { needed: true, text: '在册对象逐年增加，现有人员不足。' });
  await enter('review');
  if (stage === 'review') return id;
  for (const person of [people.officer, people.approver]) {
    const { review } = await realm.seen<{ review: { hash: string } }>(id, person);
    await realm.done(person, 'catalogue', id, 'review', { verb: 'approve', hash: review.hash });
  }
  await enter('listing');
  return id;
};
