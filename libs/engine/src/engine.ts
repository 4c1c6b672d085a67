import {
  decode,
  encode,
  isRefusal,
  refuse,
  type Action,
  type Actor,
  type CaseId,
  type Command,
  type Instant,
  type Json,
  type Needs,
  type Outcome,
  type Refusal,
  type Stage,
} from '@goufu/domain';
import {
  Busy,
  Contended,
  EffectKeyReused,
  hashedBody,
  isSameBody,
  Overtaken,
  Unavailable,
  type EngineStore,
  type EngineTransaction,
  type Opened,
} from '@goufu/persistence';
import { PackUnknown } from '@goufu/rules';
import { v7 } from 'uuid';
import { type ActingPerson, actionsOf, actorOf, ANONYMOUS, type Start, startsOf } from './acting.js';
import type { Veil } from './case-type.js';
import { CaseWork } from './case-work.js';
import { contentIds, separateContents, withContents } from './contents.js';
import { Foresight } from './foresight.js';
import { KeyedQueue } from './keyed-queue.js';
import type { Law } from './law.js';
import { normal, Restart, type Origin, type Plan } from './plan.js';
import type { Registry } from './registry.js';
import { casesOf, rehearsed, type Step, type Tried } from './rehearsal.js';
import { Session, SYSTEM } from './session.js';
import { Snapshots } from './snapshots.js';

export interface Request {
  readonly realm: string;
  readonly kind: string;
  readonly caseId: CaseId | null;
  readonly type: string;
  readonly data: unknown;
  readonly acting: ActingPerson | 'system';
  /** Idempotency-Key; null for system commands, which are idempotent by what they do. */
  readonly key: string | null;
  readonly requestId: string | null;
  /** Version that a person edited, where the route demands If-Match. */
  readonly ifVersion?: number;
}
export interface Answer {
  readonly id: CaseId;
  readonly kind: string;
  readonly version: number;
  readonly actions: readonly Action[];
}
/** What the lifecycle hears of its case. */
export interface LifecycleFacts {
  readonly version: number;
  readonly lifecycle: number;
  readonly open: readonly Stage[];
  readonly ended: Readonly<Record<Stage, Outcome>>;
  readonly closed: boolean;
  readonly dueInMs: number | null;
}
export interface Viewed {
  readonly id: CaseId;
  readonly version: number;
  readonly view: unknown;
  readonly actions: readonly Action[];
  readonly veil: Veil;
}
export interface EngineHooks {
  /** After each commit that wrote something: pokes the relay and the hints. */
  committed?(realm: string, cases: readonly { id: CaseId; version: number }[]): void;
  refused?(request: Request, refusal: Refusal): void;
  /** Milliseconds waited for the locks, and round trips, of one transaction. */
  measured?(lockMs: number, roundTrips: number): void;
  /** An effect was asked for under a key that stands for another: a bug, and nothing was written. */
  keyReused?(error: EffectKeyReused): void;
}

/** What a transaction is begun for: its answer, and what is kept of it for whoever asks again. */
type Work = (
  session: Session,
  opened: Opened,
  actor: Actor | Refusal,
) => Promise<{ answer: unknown; stored: Parameters<Session['changes']>[0] } | Refusal>;

const ATTEMPTS = 4;
const LONG_AGO = 0 as Instant; // which cases are looked at hangs on no date
const NO_VEIL: Veil = { hidden: [], unsigned: [] };
/** The one way a case changes. */
export class Engine {
  private readonly queue = new KeyedQueue();
  private readonly parents = new Map<CaseId, CaseId | null>();
  private readonly snapshots = new Snapshots();
  private readonly foresight = new Foresight(this.snapshots);

  constructor(
    readonly registry: Registry,
    private readonly store: EngineStore,
    private readonly law: Law,
    private readonly hooks: EngineHooks = {},
  ) {}

  /** Decides and records one command. The same key and body get the stored answer; a refusal is a value and is not stored. Throws `Unavailable` when PostgreSQL does not answer, `Busy` when others hold the case for too long. */
  async execute(request: Request): Promise<Answer | Refusal> {
    const type = this.registry.of(request.kind);
    const shape = type.commands[request.type];
    if (!shape) throw new Error(`${request.kind} knows no command ${request.type}`);
    const body = encode([request.kind, request.caseId, request.type, request.data as Json]);
    const { data, contents } = separateContents(request.data, shape.contents);
    const caseId = request.caseId ?? type.identify?.({ type: request.type, caseId: '', data }, request.realm) ?? `${request.kind}/${v7()}`;
    const command: Command = { type: request.type, caseId, data };
    const touched = type.touches(command, {
      caseId,
      parent: request.caseId ? await this.parentOf(request.realm, caseId) : (type.parentOf?.(command) ?? null),
    });
    const creates = shape.creates === true && request.caseId === null;
    const needs = (state: unknown, at: Instant): Needs => type.needs(state, command, caseId, at);
    const by = request.acting === 'system' ? 'system' : (request.acting.appointment ?? request.acting.person);
    const habit = `${request.realm} ${by} ${request.kind} ${request.type}`;
    const isNew = this.snapshots.last(request.realm, caseId) === undefined;
    const first: Plan = {
      lock: [...(creates && !type.identify ? [] : [caseId]), ...(touched.cases ?? [])],
      read: [...(touched.reads ?? []), ...this.foresight.reads(request.realm, caseId, (state) => needs(state, LONG_AGO), habit)],
      ...(touched.window ? { window: touched.window } : {}),
    };
    const outcome = await this.queue.run(`${request.realm}/${caseId}`, () =>
      this.attempts(request.realm, request.acting, request.key, normal(first), async (session, opened, actor) => {
        if (opened.known) return this.known(opened.known, body);
        if (opened.realm?.held && request.acting !== 'system') return refuse('realm.held');
        if (creates && !session.works.has(caseId))
          session.works.set(caseId, CaseWork.fresh(type, caseId, type.parentOf?.(command) ?? null));
        const work = session.works.get(caseId);
        if (!work) return refuse('case.not_found');
        if (isRefusal(actor)) return actor;
        if (request.ifVersion !== undefined && request.ifVersion !== work.version) {
          if (type.view(work.state, session.context(work, session.now, actor)) === null) return refuse('case.not_found');
          return refuse('command.version_moved', { meta: { version: work.version } });
        }
        if (isNew) this.foresight.remember(habit, needs(work.state, session.now));
        session.bring(contents, caseId);
        const refused = await session.decide(work, command, session.now, { actor, requestId: request.requestId });
        // A command that begins a case locks nothing its twin would wait for: what refuses it may be the twin, which has committed since we looked.
        if (refused && creates && (await session.isAnswered(request.acting, request.key))) throw new Overtaken('command');
        if (refused) return refused;
        const answer: Answer = { id: caseId, kind: request.kind, version: work.version, actions: actionsOf(session, work, actor) };
        const stored =
          request.key === null || request.acting === 'system'
            ? null
            : {
                actor: request.acting.person,
                key: request.key,
                ...hashedBody(body),
                case_id: caseId,
                answer: encode(answer as unknown as Json),
                recorded_at: opened.now,
                request_id: request.requestId,
              };
        return { answer, stored };
      }),
    );
    if (isRefusal(outcome)) this.hooks.refused?.(request, outcome);
    return outcome as Answer | Refusal;
  }

  private known(known: NonNullable<Opened['known']>, body: string): { answer: Answer; stored: null } | Refusal {
    if (!isSameBody(known, body)) return refuse('command.key_reused');
    return { answer: decode(known.answer) as unknown as Answer, stored: null };
  }

  /** Applies every due that has passed; then what the lifecycle wants to know of its case. Never refuses. */
  async fireDue(realm: string, caseId: CaseId): Promise<LifecycleFacts | null> {
    return this.asLifecycle(realm, caseId, async () => undefined);
  }

  /** Applies every due that has passed, for a guard or a world: unlike `fireDue` it leaves the lifecycle to be told. False: nothing changed. */
  async applyPassed(realm: string, caseId: CaseId): Promise<boolean> {
    const answer = await this.queue.run(`${realm}/${caseId}`, () =>
      this.attempts(realm, 'system', null, { lock: [caseId], read: [] }, async (session) => ({
        answer: session.works.get(caseId)?.moved ?? false,
        stored: null,
      })),
    );
    return answer === true;
  }

  /** Enters a stage, once however often asked; answers facts, never a refusal. `requestId`: of the request that ended the stage before it. */
  async enter(realm: string, caseId: CaseId, stage: Stage, requestId: string | null = null): Promise<LifecycleFacts | null> {
    return this.asLifecycle(realm, caseId, async (session, work) => {
      const progress = work.type.progress(work.state);
      // One stage at a time: a script that asks for another than the open one has drifted, and sees so by the answer.
      if (progress.closed || progress.open.length > 0 || progress.ended[stage] !== undefined) return;
      const refused = await session.decide(work, { type: 'enterStage', caseId, data: { stage } }, session.now, {
        actor: SYSTEM,
        requestId,
      });
      if (refused) throw new Error(`stage ${stage} of ${caseId} could not be entered: ${refused.refused}`);
    });
  }

  private async asLifecycle(
    realm: string,
    caseId: CaseId,
    act: (session: Session, work: CaseWork) => Promise<void>,
  ): Promise<LifecycleFacts | null> {
    const answer = await this.queue.run(`${realm}/${caseId}`, () =>
      this.attempts(realm, 'system', null, { lock: [caseId], read: [] }, async (session, opened) => {
        // A lifecycle that outlived a restore remembers what is no more: it asks again until the realm is released.
        if (opened.realm?.held) throw new Unavailable('the realm is held for reconciliation', {}, 'held');
        const work = session.works.get(caseId);
        if (!work) return { answer: null, stored: null };
        await act(session, work);
        // A lifecycle that entered a stage may find a due of that stage passed already.
        await session.applyDues();
        work.told = true;
        const due = work.nextDue();
        const progress = work.type.progress(work.state);
        const facts: LifecycleFacts = {
          version: work.version,
          lifecycle: work.lifecycle ?? 0,
          open: progress.open,
          ended: progress.ended,
          closed: progress.closed,
          dueInMs: due ? Math.max(0, due.at - session.now) : null,
        };
        return { answer: facts, stored: null };
      }),
    );
    return isRefusal(answer) ? null : (answer as LifecycleFacts | null); // a realm that is not there has no such case either
  }

  /** What this person may see of a case now, with dues applied (in memory alone), and what may be done. Null: not theirs to know. */
  async view(realm: string, caseId: CaseId, acting: ActingPerson | 'anonymous'): Promise<Viewed | null> {
    if (!this.registry.has(caseId.slice(0, caseId.indexOf('/')))) return null;
    const type = this.registry.ofCase(caseId);
    const first = { lock: [caseId], read: this.foresight.reads(realm, caseId, (state) => type.reads?.(state, ANONYMOUS) ?? {}) };
    return this.looks(realm, first, (tx, plan) => this.peek(tx, realm, caseId, acting, plan));
  }

  /** What each command of a list would be answered if it were given now, one after the other; nothing is locked and nothing is written. */
  async rehearse(realm: string, acting: ActingPerson, steps: readonly Step[]): Promise<readonly Tried[]> {
    return this.looks(realm, { lock: casesOf(steps), read: [] }, async (tx, plan) => {
      const session = await this.unlocked(tx, realm, acting.appointment, plan);
      return rehearsed(session, actorOf(acting, session.opened, session.now), steps);
    });
  }

  /** Looks without a lock, begun again until all that is looked at is there. */
  async looks<T>(realm: string, first: Plan, look: (tx: EngineTransaction, plan: Plan) => Promise<T>): Promise<T> {
    let plan = normal(first);
    let learnt = false;
    for (;;) {
      try {
        return await this.store.transact(realm, (tx) => look(tx, plan));
      } catch (error) {
        if (error instanceof Restart) plan = normal(error.plan);
        else if (!(await this.hasLearnt(error, learnt))) throw error;
        else learnt = true;
      }
    }
  }

  /** A session without a lock: what a plan would lock is only read. */
  async unlocked(tx: EngineTransaction, realm: string, appointment: string | null, plan: Plan): Promise<Session> {
    const read = [...plan.lock, ...plan.read];
    const heads = this.snapshots.heads(realm, read);
    const opened = await tx.open({ realm, lock: [], read, appointment, actor: null, key: null, heads });
    const session = new Session(this.registry, this.law, tx, opened, realm, plan, this.snapshots, false);
    await session.admit(opened.cases.values());
    return session;
  }

  /** Looks without a lock: what a plan would lock is only read, dues are applied in memory, nothing is written. */
  private async peek(
    tx: EngineTransaction,
    realm: string,
    caseId: CaseId,
    acting: ActingPerson | 'anonymous',
    plan: Plan,
  ): Promise<Viewed | null> {
    const session = await this.unlocked(tx, realm, acting === 'anonymous' ? null : acting.appointment, plan);
    const work = session.works.get(caseId);
    const actor = acting === 'anonymous' ? ANONYMOUS : actorOf(acting, session.opened, session.now);
    if (!work || isRefusal(actor)) return null;
    await session.applyDues();
    await session.ensure(work.type.reads?.(work.state, actor) ?? {}, caseId);
    const view = work.type.view(work.state, session.context(work, session.now, actor));
    if (view === null) return null;
    await session.ensure({ contents: contentIds(view) }, caseId);
    const context = session.context(work, session.now, actor);
    const veil = work.type.veil?.(work.state, context) ?? NO_VEIL;
    const begun = actor.kind === 'person' ? (work.type.begins?.(work.state, context) ?? []) : [];
    const actions = [...actionsOf(session, work, actor), ...begun];
    return { id: caseId, version: work.version, view: withContents(view, context.contents), actions, veil };
  }

  /** Which kinds of case this person may begin in this post, as far as it can be said before there is one; whether it is possible now, the command says. */
  async starts(realm: string, acting: ActingPerson): Promise<readonly Start[]> {
    return this.store.transact(realm, async (tx) => {
      const session = await this.unlocked(tx, realm, acting.appointment, { lock: [], read: [] });
      const actor = actorOf(acting, session.opened, session.now);
      return isRefusal(actor) ? [] : startsOf(session, this.registry, actor);
    });
  }

  private async parentOf(realm: string, caseId: CaseId): Promise<CaseId | null> {
    const key = `${realm}/${caseId}`;
    const known = this.parents.get(key);
    if (known !== undefined) return known;
    if (!this.registry.ofCase(caseId).parentOf) return null;
    const parent = await this.store.transact(realm, (tx) => tx.parent(caseId));
    if (parent === undefined) return null;
    if (this.parents.size > 50_000) this.parents.clear();
    this.parents.set(key, parent);
    return parent;
  }

  /** Whether it is worth beginning again: a release that runs beside this one has pinned the case to a pack of its own, which is known by now. */
  private async hasLearnt(error: unknown, before: boolean): Promise<boolean> {
    if (!(error instanceof PackUnknown) || before || !this.law.learn) return false;
    await this.law.learn();
    return true;
  }

  /** One transaction, begun again with more locks, after a lost race, or to find a twin's answer. Dues are applied first and are committed even if the command is refused. */
  private async attempts(realm: string, acting: ActingPerson | 'system', key: string | null, first: Plan, work: Work): Promise<unknown> {
    let plan = first;
    let failures = 0;
    let learnt = false;
    for (;;) {
      try {
        return await this.store.transact(realm, (tx) => this.once(tx, realm, acting, key, plan, work));
      } catch (error) {
        if (error instanceof Restart) plan = normal(error.plan);
        else if (error instanceof Contended || error instanceof Overtaken) {
          failures += 1;
          if (failures >= ATTEMPTS) throw new Busy('the case is busy', { cause: error });
        } else if (await this.hasLearnt(error, learnt)) learnt = true;
        else {
          if (error instanceof EffectKeyReused) this.hooks.keyReused?.(error);
          throw error;
        }
      }
    }
  }

  private async once(
    tx: EngineTransaction,
    realm: string,
    acting: ActingPerson | 'system',
    key: string | null,
    plan: Plan,
    work: Work,
  ): Promise<unknown> {
    const started = performance.now();
    const person = acting === 'system' ? null : acting;
    const opened = await tx.open({
      realm,
      ...plan,
      lock: [...plan.lock].sort(),
      appointment: person?.appointment ?? null,
      actor: person?.person ?? null,
      key,
      heads: this.snapshots.heads(realm, [...plan.lock, ...plan.read]),
    });
    const waited = performance.now() - started;
    if (!opened.realm) return refuse('case.not_found');
    const session = new Session(this.registry, this.law, tx, opened, realm, plan, this.snapshots);
    await session.admit(opened.cases.values());
    // A stored answer is given as it was: nothing is due for a command already carried out. In a held realm nothing happens by itself.
    const dues = opened.known || opened.realm.held ? false : await session.applyDues();
    // Rows before the command touches anything: those dues happened, whether it is refused or not.
    const kept = dues ? session.changes(null) : null;
    const result = await work(session, opened, actorOf(acting, opened, session.now));
    const changes = isRefusal(result) ? kept : session.changes(result.stored);
    if (changes === null) return result;
    await tx.write(changes);
    await tx.commit();
    session.committed(changes);
    this.hooks.measured?.(waited, tx.roundTrips);
    const written = [...changes.newCases, ...changes.cases].map((row) => ({ id: row.id, version: row.version }));
    if (written.length > 0) this.hooks.committed?.(realm, written);
    return isRefusal(result) ? result : result.answer;
  }
}

export type { Origin };
