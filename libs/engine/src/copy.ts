import type { CaseId, DomainEvent, Instant, Recorded } from '@goufu/domain';
import type { CopiedCase, CopiedLot, CopySource, WorldCopy } from '@goufu/persistence';
import type { AnyCaseType, Copying } from './case-type.js';
import { CaseWork } from './case-work.js';
import { contentIds } from './contents.js';
import { recordedOf } from './fold.js';
import { Ledger } from './ledger.js';
import type { Registry } from './registry.js';
import { writtenBy } from './written.js';

/** Where a copy is recorded, by which request, and when, by the real clock. */
export interface CopyPlace {
  readonly realm: string;
  readonly requestId: string | null;
  readonly recordedAt: Instant;
}
interface Chain {
  readonly type: AnyCaseType;
  readonly copies: Copying;
  readonly of: CopiedCase;
  readonly id: CaseId;
  readonly kept: readonly Recorded[];
}

/** Cases that one statement writes. */
const LOT = 200;
/** A longer text is nobody's id. */
const LONGEST_ID = 107;

const chainsOf = (registry: Registry, source: CopySource, realm: string): readonly Chain[] => {
  const holds = (appointment: string): boolean => source.held.has(appointment);
  return source.cases.flatMap((of) => {
    const type = registry.of(of.kind);
    const { copies } = type;
    if (!copies) return [];
    const events = (source.events.get(of.id) ?? []).map((event) => recordedOf(type, event));
    const kept = events.filter(({ event }) => copies.keeps?.(event, holds) ?? true);
    const [first] = kept;
    return first ? [{ type, copies, of, kept, id: copies.idIn?.(realm, first.event) ?? of.id }] : [];
  });
};

/** The data with every text that is one of these names replaced. What holds none is not copied. */
const renamed = (data: unknown, names: ReadonlyMap<string, string>): unknown => {
  if (typeof data === 'string') return names.get(data) ?? data;
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map((item) => renamed(item, names));
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, renamed(value, names)]));
};

/** The case as the other realm records it: each event with who gave it and when it happened, chained anew, since a hash names the realm. */
const workOf = ({ type, of, id, kept }: Chain, names: ReadonlyMap<string, string>, place: CopyPlace): CaseWork => {
  const work = CaseWork.fresh(type, id, of.parent === null ? null : (names.get(of.parent) ?? of.parent));
  // It goes on in the order of stages in which it began.
  work.lifecycle = of.lifecycle;
  for (const { event, effectiveAt, at, by } of kept) {
    const own: DomainEvent = names.size === 0 ? event : { ...event, data: renamed(event.data, names) };
    work.apply([own], { ...place, effectiveAt, at, by });
  }
  return work;
};

/** What the cases of a realm become in a world beside it. Nothing that was meant for the outside goes along: it has been sent. */
export const copyOf = (registry: Registry, source: CopySource, place: CopyPlace): WorldCopy => {
  const chains = chainsOf(registry, source, place.realm);
  const names = new Map(chains.filter(({ of, id }) => id !== of.id).map(({ of, id }) => [of.id, id]));
  const ledger = new Ledger();
  const contents = new Map<string, CaseId>();
  const claims = new Map<string, CaseId>();
  const mentioned = new Set<string>();
  const counts: Record<string, number> = {};
  const note = ({ copies, kept, id, of }: Chain, work: CaseWork): void => {
    post(ledger, work);
    for (const content of contentIds(work.recorded.map(({ event }) => event.data))) contents.set(content, id);
    for (const { event } of kept) for (const name of copies.claims?.(event) ?? []) claims.set(name, id);
    for (const text of mentionedIn(work)) mentioned.add(text);
    counts[of.kind] = (counts[of.kind] ?? 0) + 1;
  };
  return {
    // Lot by lot, as they are written: thousands of events hashed at one go would keep everybody else of this process waiting.
    *lots() {
      for (let from = 0; from < chains.length; from += LOT) {
        const some = chains.slice(from, from + LOT);
        const works = some.map((chain) => {
          const work = workOf(chain, names, place);
          note(chain, work);
          return work;
        });
        yield lotOf(works, new Map(some.map(({ of, id }) => [id, of.created_at])), place.recordedAt);
      }
    },
    rest: () => {
      const { postings, newAccounts } = ledger.changes();
      return {
        postings,
        newAccounts,
        contents: [...contents].map(([id, caseId]) => ({ id, case_id: caseId })),
        claims: [...claims].map(([name, caseId]) => ({ name, case_id: caseId })),
        mentioned: [...mentioned],
        counts,
      };
    },
  };
};

const lotOf = (works: readonly CaseWork[], since: ReadonlyMap<CaseId, Instant>, at: Instant): CopiedLot => {
  const open = new Set(works.filter((work) => !work.type.progress(work.state).closed).map(({ id }) => id));
  const { newCases, events, tasks, outbox, rows } = writtenBy(works, at);
  return {
    newCases: newCases.map((row) => ({ ...row, created_at: since.get(row.id) ?? row.created_at })),
    events,
    tasks,
    // A lifecycle is begun for each case that has one and goes on: by its message, so that a world waits for it before its clock moves.
    outbox: outbox.filter((message) => open.has(message.case_id)),
    rows,
  };
};

/** Nobody else knows of the realm yet: its accounts need no lock. */
const post = (ledger: Ledger, work: CaseWork): void => {
  const moved = work.recorded.flatMap((recorded, i) => work.type.postings?.(recorded, work.after[i]) ?? []);
  ledger.admit(
    moved.flatMap(({ from, to }) => [from, to]),
    [],
  );
  ledger.post(work);
};

/** Every text of a case that may name a person, and who signed its events. */
const mentionedIn = (work: CaseWork): readonly string[] => {
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string' && value.length <= LONGEST_ID) found.push(value);
    else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) collect(member);
  };
  for (const { event, by } of work.recorded) {
    collect(event.data);
    if (by.person !== null) found.push(by.person);
  }
  return found;
};
