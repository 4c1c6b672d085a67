import { randomBytes } from 'node:crypto';
import {
  decode,
  isRefusal,
  refuse,
  type Actor,
  type CaseFacts,
  type CaseId,
  type Command,
  type Context,
  type Deadline,
  type Decision,
  type Instant,
  type Json,
  type Needs,
  type PersonFacts,
  type Refusal,
} from '@goufu/domain';
import type { Changes, EngineTransaction, LoadedCase, Opened } from '@goufu/persistence';
import { RulesNotInForce } from '@goufu/rules';
import { v7 } from 'uuid';
import { CaseWork } from './case-work.js';
import { foldEvents } from './fold.js';
import { sha256 } from './hash.js';
import type { Law } from './law.js';
import { Ledger } from './ledger.js';
import { type NewContent, type Origin, type Plan, Restart } from './plan.js';
import type { Registry } from './registry.js';
import type { Snapshots } from './snapshots.js';
import { writtenBy } from './written.js';

const MAX_DEPTH = 8;

/** What a decider asks of a law that is not in force on that day is refused, never answered with another day's law. */
const lawful = <T>(ask: () => T): T | Refusal => {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof RulesNotInForce)) throw error;
    return refuse('rules.not_in_force', { meta: { rule: error.ruleId, on: error.on } });
  }
};

/** Everything between BEGIN and COMMIT: cases, accounts, what has been loaded, and what will be written. */
export class Session {
  readonly works = new Map<CaseId, CaseWork>();
  private readonly read = new Map<CaseId, CaseFacts>();
  private readonly ledger = new Ledger();
  private readonly asked = new Set<string>();
  private readonly numbers = new Map<string, number>();
  private readonly usedSeries = new Set<string>();
  private readonly contents = new Map<string, Json>();
  private readonly claims = new Map<string, CaseId>();
  private readonly people = new Map<string, PersonFacts>();
  private readonly newClaims: { name: string; case_id: CaseId }[] = [];
  readonly newContents: (NewContent & { case_id: CaseId })[] = [];
  now: Instant;
  /** When the next thing falls due in what is locked, as the command that is being decided found it; null while a due is applied. */
  private nextDueAt: Instant | null = null;
  private readonly offset: number;

  constructor(
    readonly registry: Registry,
    private readonly law: Law,
    private readonly tx: EngineTransaction,
    readonly opened: Opened,
    readonly realm: string,
    readonly plan: Plan,
    private readonly snapshots: Snapshots,
    /** A look locks nothing. */
    private readonly locking = true,
  ) {
    this.offset = Number(opened.realm?.offset_ms ?? 0n);
    this.now = (opened.now + this.offset) as Instant;
  }

  /** Takes the stored rows in: locked ones to work on, others to read. Snapshots of another fold are folded again. */
  async admit(rows: Iterable<LoadedCase>): Promise<void> {
    for (const row of rows) {
      if (this.works.has(row.id)) continue;
      const type = this.registry.of(row.kind);
      const state = await this.stateOf(row);
      if (this.plan.lock.includes(row.id)) this.works.set(row.id, CaseWork.stored(type, row, state));
      this.read.set(row.id, { id: row.id, kind: row.kind, version: row.version, state });
    }
  }

  private async stateOf(row: LoadedCase): Promise<unknown> {
    const type = this.registry.of(row.kind);
    const known = this.snapshots.find(this.realm, row.id, row.head_hash);
    if (known !== undefined) return known;
    const isReadable = row.state !== null && row.fold_hash === type.fold;
    const state = isReadable ? decode(row.state as string) : foldEvents(type, await this.tx.events(row.id)).state;
    this.keep(row, state, row.state?.length ?? 0);
    return state;
  }
  private keep(row: Pick<LoadedCase, 'id' | 'parent' | 'head_hash'>, state: unknown, size: number): void {
    this.snapshots.keep({ realm: this.realm, id: row.id, parent: row.parent, head: row.head_hash, state, size });
  }

  /** Keeps in mind what has been committed: the next command finds it here. */
  committed({ newCases, cases }: Changes): void {
    for (const row of [...newCases, ...cases]) {
      const work = this.works.get(row.id);
      // What a refused command had decided on top was not written.
      if (work?.headHash === row.head_hash) this.keep(row, work.state, row.state.length);
    }
  }

  /** Takes in what the command brings: stored with the decision, and readable by it. */
  bring(contents: readonly NewContent[], caseId: CaseId): void {
    for (const content of contents) {
      this.newContents.push({ ...content, case_id: caseId });
      this.contents.set(content.id, decode(content.body));
    }
  }

  /** Whether an answer is stored by now under this person's key. */
  async isAnswered(acting: { readonly person: string } | 'system', key: string | null): Promise<boolean> {
    return acting !== 'system' && key !== null && this.tx.isAnswered(acting.person, key);
  }

  /** Loads and locks what is not here yet: at most one round trip. */
  async ensure(needs: Needs, caseId: CaseId): Promise<void> {
    const fresh = (kind: string, ids: readonly string[] = []): string[] =>
      [...new Set(ids)].filter((id) => !this.asked.has(`${kind}:${id}`));
    const accounts = [...new Set([...(this.plan.accounts ?? []), ...(needs.accounts ?? [])])].filter((id) => !this.ledger.isAsked(id));
    // Who held an account may have changed the case beside it: what was looked at before the account was locked is looked at again.
    const isStale = (id: CaseId): boolean => accounts.length > 0 || !this.read.has(id);
    const plan = {
      locking: this.locking,
      accounts,
      series: fresh('series', [...(this.plan.series ?? []), ...(needs.series ?? [])]),
      reads: fresh('read', needs.reads).filter((id) => isStale(id) && !this.works.has(id)),
      children: fresh(
        'children',
        (needs.children ?? []).map((kind) => `${caseId}|${kind}`),
      ).map((text) => ({
        parent: text.slice(0, text.indexOf('|')),
        kind: text.slice(text.indexOf('|') + 1),
      })),
      contents: fresh('content', needs.contents).filter((id) => !this.contents.has(id)),
      claims: fresh('claim', needs.claims),
      people: fresh('person', needs.people),
    };
    if (Object.values(plan).every((list) => typeof list === 'boolean' || list.length === 0)) return;
    const parents = plan.children.map(({ parent }) => parent);
    const heads = [...this.snapshots.heads(this.realm, plan.reads), ...this.snapshots.headsUnder(this.realm, parents)];
    this.demandOrder(plan.accounts, plan.series);
    const loaded = await this.tx.load({ ...plan, heads });
    this.ledger.admit(plan.accounts, loaded.accounts);
    for (const name of plan.series) this.numbers.set(name, loaded.series.get(name) ?? 1);
    for (const [id, body] of loaded.contents) this.contents.set(id, body);
    for (const [name, holder] of loaded.claims) this.claims.set(name, holder);
    for (const { person, ...facts } of loaded.people) this.people.set(person, facts);
    await this.admit(loaded.cases);
    for (const [kind, ids] of [
      ['series', plan.series],
      ['read', plan.reads],
      ['content', plan.contents],
      ['claim', plan.claims],
      ['person', plan.people],
    ] as const)
      for (const id of ids) this.asked.add(`${kind}:${id}`);
    for (const child of plan.children) this.asked.add(`children:${child.parent}|${child.kind}`);
    this.now = Math.max(this.now, loaded.now + this.offset) as Instant;
  }

  /** Whoever holds what comes later in the order of locks waits for nothing earlier: it begins again and takes all of it in order. */
  private demandOrder(accounts: readonly string[], series: readonly string[]): void {
    if (!this.locking) return;
    const isBefore = (wanted: readonly string[], held: Iterable<string>): boolean => {
      const last = [...held].reduce((a, b) => (a > b ? a : b), '');
      return wanted.some((name) => name < last);
    };
    const held = { accounts: this.ledger.held, series: [...this.numbers.keys()] };
    const isOutOfOrder =
      (accounts.length > 0 && held.series.length > 0) || isBefore(accounts, held.accounts) || isBefore(series, held.series);
    if (!isOutOfOrder) return;
    throw new Restart({ ...this.plan, accounts: [...held.accounts, ...accounts], series: [...held.series, ...series] });
  }

  context(work: CaseWork, at: Instant, actor: Actor): Context {
    const jurisdiction = work.type.jurisdiction?.(work.state) ?? this.opened.realm?.jurisdiction ?? '';
    const cases = new Map(this.read);
    let entropy: string | null = null;
    for (const [id, other] of this.works) cases.set(id, { id, kind: other.type.kind, version: other.version, state: other.state });
    return {
      at,
      realm: this.realm,
      jurisdiction,
      actor,
      caseId: work.id,
      version: work.version,
      rules: this.law.rules(jurisdiction, at),
      calendar: this.law.calendar,
      accounts: this.ledger.states(),
      cases,
      contents: this.contents,
      numbers: this.numbers,
      claims: this.claims,
      people: this.people,
      sha256,
      // Drawn when asked for: few decisions need it.
      get entropy() {
        return (entropy ??= randomBytes(32).toString('hex'));
      },
      newId: () => v7(),
    };
  }

  /** Decides one command on one case and, in the same transaction, whatever it asks of others. Nothing is applied when any of it is refused. */
  async decide(work: CaseWork, command: Command, at: Instant, origin: Origin, depth = 0): Promise<Refusal | null> {
    if (depth > MAX_DEPTH) throw new Error(`commands call each other too deeply at ${work.id} ${command.type}`);
    const shape = work.type.commands[command.type];
    if (!shape) throw new Error(`${work.type.kind} knows no command ${command.type}`);
    if (shape.by === 'system' && origin.actor.kind !== 'system') return refuse('access.system_only');
    if (depth === 0) this.nextDueAt = at < this.now ? null : this.earliestDueAfter(at);
    await this.ensure(work.type.needs(work.state, command, work.id, at), work.id);
    this.demandNothingDue();
    const context = this.context(work, at, origin.actor);
    const decision = lawful(() => work.type.gate(work.state, command.type, context) ?? work.type.decide(work.state, command, context));
    if (isRefusal(decision)) return decision;
    for (const name of decision.claims ?? []) {
      const holder = this.claims.get(name);
      if (holder !== undefined && holder !== work.id) return refuse('claim.taken', { meta: { name } });
    }
    return this.carryOut(work, decision, at, origin, depth);
  }

  /** What fell due while a command waited for the accounts that it needs comes before it: nothing is written yet, begin again and apply that first. */
  private demandNothingDue(): void {
    if (this.nextDueAt !== null && this.nextDueAt <= this.now) throw new Restart(this.plan);
  }
  private earliestDueAfter(at: Instant): Instant | null {
    let first: Instant | null = null;
    for (const work of this.works.values()) {
      const due = work.stored === null ? null : work.nextDue();
      if (due && due.at > at && (first === null || due.at < first)) first = due.at;
    }
    return first;
  }

  private async carryOut(work: CaseWork, decision: Decision, at: Instant, origin: Origin, depth: number): Promise<Refusal | null> {
    const { actor } = origin;
    work.apply(decision.events, {
      realm: this.realm,
      effectiveAt: at,
      at: this.now,
      recordedAt: (this.now - this.offset) as Instant,
      by: { person: actor.person, appointment: actor.appointment, organisation: actor.organisation },
      requestId: origin.requestId,
    });
    for (const name of decision.claims ?? []) {
      if (this.claims.has(name)) continue;
      this.claims.set(name, work.id);
      this.newClaims.push({ name, case_id: work.id });
    }
    for (const [name, used] of Object.entries(decision.numbers ?? {})) {
      this.numbers.set(name, (this.numbers.get(name) ?? 1) + used);
      this.usedSeries.add(name);
    }
    this.ledger.post(work);
    // What one case asks of another is a system command that carries the person's signature.
    const onBehalf: Origin = { ...origin, actor: { ...actor, kind: 'system' } };
    for (const { kind, command } of decision.creates ?? []) {
      const type = this.registry.of(kind);
      const derived = command.caseId ? undefined : type.identify?.(command, this.realm);
      // A derived name may be taken: what holds it is decided on, and refuses by itself. A name chosen just now is nobody's.
      if (derived && !this.plan.lock.includes(derived)) throw new Restart({ ...this.plan, lock: [...this.plan.lock, derived] });
      const id = command.caseId || (derived ?? `${kind}/${v7()}`);
      const child = this.works.get(id) ?? CaseWork.fresh(type, id, type.parentOf?.(command) ?? work.id);
      this.works.set(id, child);
      const refused = await this.decide(child, { ...command, caseId: id }, at, onBehalf, depth + 1);
      if (refused) return refused;
    }
    for (const command of decision.commands ?? []) {
      const other = this.works.get(command.caseId);
      // Asked for and not found: it is not there.
      if (!other && this.plan.lock.includes(command.caseId)) return refuse('case.not_found');
      if (!other) throw new Restart({ ...this.plan, lock: [...this.plan.lock, command.caseId] });
      const refused = await this.decide(other, command, at, onBehalf, depth + 1);
      if (refused) return refused;
    }
    return null;
  }

  /** Applies every due that has passed, earliest first. False: nothing changed. */
  async applyDues(): Promise<boolean> {
    const stuck = new Set<CaseId>();
    let applied = false;
    for (let next = this.passedDue(stuck); next; next = this.passedDue(stuck)) {
      if (await this.applyDue(next.work, next.due)) applied = true;
      else stuck.add(next.work.id);
    }
    return applied;
  }

  /** The earliest due that has passed among the locked cases. */
  private passedDue(skip: ReadonlySet<CaseId>): { work: CaseWork; due: Deadline } | null {
    let first: { work: CaseWork; due: Deadline } | null = null;
    for (const work of this.works.values()) {
      if (skip.has(work.id) || work.stored === null) continue;
      const due = work.nextDue();
      if (due && due.at <= this.now && (!first || due.at < first.due.at)) first = { work, due };
    }
    return first;
  }

  /** Applies one due with its own instant as effective time. False when it changed nothing. */
  private async applyDue(work: CaseWork, due: Deadline): Promise<boolean> {
    const locks = due.locks ?? {};
    const missing = (locks.cases ?? []).filter((id) => !this.works.has(id));
    const absent = missing.find((id) => this.plan.lock.includes(id));
    if (absent !== undefined) throw new Error(`the due ${due.id} of ${work.id} needs ${absent}, which is not there`);
    const window = locks.window;
    if (missing.length > 0 || (window && (this.plan.window?.id !== window.id || this.plan.window.mode !== 'exclusive')))
      throw new Restart({ ...this.plan, lock: [...this.plan.lock, ...missing], ...(window ? { window } : {}) });
    const before = work.version;
    const refused = await this.decide(work, { type: due.command.type, caseId: work.id, data: due.command.data ?? {} }, due.at, {
      actor: SYSTEM,
      requestId: null,
    });
    if (refused) throw new Error(`the due ${due.id} of ${work.id} was refused: ${refused.refused}`);
    return work.version > before;
  }

  /** Everything that happened, as sets of rows. */
  changes(command: Changes['command']): Changes {
    return {
      ...writtenBy([...this.works.values()], (this.now - this.offset) as Instant),
      ...this.ledger.changes(),
      contents: this.newContents.map((content) => ({ ...content, visible_from: null })),
      series: [...this.usedSeries].map((name) => ({ name, next: this.numbers.get(name) ?? 1 })),
      claims: [...this.newClaims],
      command,
    };
  }
}

export const SYSTEM: Actor = { kind: 'system', person: null, appointment: null, organisation: null, roles: [] };
