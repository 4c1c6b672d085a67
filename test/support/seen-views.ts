import type { Actor, Context, DomainEvent, Instant, Posting, Row, Task } from '@goufu/domain';
import { foldEvents, Registry } from '@goufu/engine';
import { kinds } from '@goufu/subjects';
import { kept } from './corpus.js';
import { law } from './engine.js';

const registry = new Registry(kinds);
const theLaw = law();

/** Words that stand in for whoever may look: everything that a post of this organisation may see. */
const roles = [
  'operator',
  'auditor',
  'agency-officer',
  'purchaser-approver',
  'purchaser-handler',
  'purchaser-supervision',
  'finance-officer',
  'supplier-agent',
];
const inPost = (organisation: string | null): Actor => ({ kind: 'person', person: 'somebody', appointment: 'a-post', organisation, roles });
const onPanel = (person: string): Actor => ({ kind: 'person', person, appointment: 'a-post', organisation: null, roles: ['expert'] });
interface Sides {
  readonly parties?: { readonly purchaser: string | null };
  readonly contract?: { readonly signed: { readonly supplier: string } | null };
  readonly tender?: { readonly current: { readonly opening: { readonly bids: readonly { readonly supplier: string }[] } | null } | null };
  readonly evaluation?: {
    readonly course: {
      readonly organiser: string;
      readonly panel: { readonly members: readonly { readonly person: string }[] } | null;
    } | null;
  };
  readonly supplier?: string;
  readonly purchaser?: string;
  readonly keeper?: string;
}
const onlookers = (kind: string, caseId: string, state: Sides): readonly Actor[] => {
  const { parties, contract, tender, evaluation, supplier, purchaser, keeper } = state;
  const houses = [
    parties?.purchaser,
    evaluation?.course?.organiser,
    kind === 'purchase' ? contract?.signed?.supplier : supplier,
    tender?.current?.opening?.bids[0]?.supplier,
  ];
  const member = evaluation?.course?.panel?.members[0]?.person;
  const posts = [...new Set([...houses, purchaser, keeper, caseId])].filter((house): house is string => typeof house === 'string');
  return [...posts.map(inPost), inPost(null), ...(member === undefined ? [] : [onPanel(member)])];
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
/** What an account of a budget line is called, without the line. */
export const bucketOf = (account: string): string => account.slice(account.lastIndexOf('#') + 1);

/** One moment of a kept case: what the sides see, what is to be done, and what lists and notices read. */
export interface Seen {
  readonly kind: string;
  readonly views: readonly unknown[];
  readonly tasks: readonly Task[];
  readonly rows: readonly Row[];
  readonly postings: readonly Posting[];
  /** The event after which it is so. */
  readonly event: DomainEvent;
}
/** The kept cases after each type of event and with each to-do once, and as they ended. */
export const seenCases = function* (): Generator<Seen> {
  const met = new Set<string>();
  for (const { kind, events } of kept()) {
    const type = registry.of(kind);
    const caseId = events[0]?.case_id ?? '';
    const { steps } = foldEvents(type, events);
    for (const [index, { recorded, state }] of steps.entries()) {
      const tasks = type.tasks(state);
      const rows = type.project?.(recorded, state) ?? [];
      const postings = type.postings?.(recorded, state) ?? [];
      const { outcome } = recorded.event.data as { readonly outcome?: unknown };
      const marks = [
        `${kind} ended ${textOf(outcome)}`,
        ...postings.map(({ from, to }) => `posted ${bucketOf(from)} ${bucketOf(to)}`),
        `${kind} ${recorded.event.type}`,
        ...tasks.map(({ name }) => `${kind} to do ${name}`),
        ...rows.map(({ table, values }) => `${kind} ${table} ${textOf(values?.['kind'])} ${textOf(values?.['state'])}`),
      ];
      if (index < steps.length - 1 && marks.every((mark) => met.has(mark))) continue;
      for (const mark of marks) met.add(mark);
      const views = onlookers(kind, caseId, state as Sides).map((actor) => type.view(state, contextOf(caseId, recorded.at, actor)));
      yield { kind, views, tasks, rows, postings, event: recorded.event };
    }
  }
};

/** A look, not a decision. The packs that old cases are pinned to are not loaded any more: words of a method come from today's. */
const contextOf = (caseId: string, at: Instant, actor: Actor): Context => {
  const rules = theLaw.rules('demo-county/justice-bureau', at);
  return {
    at,
    realm: 'kept',
    jurisdiction: 'demo-county/justice-bureau',
    actor,
    caseId,
    version: 0,
    rules: { pack: rules.pack, rule: (id) => rules.rule(id, {}), has: (id) => rules.has(id, {}) },
    calendar: theLaw.calendar,
    accounts: new Map(),
    cases: new Map(),
    contents: new Map(),
    numbers: new Map(),
    claims: new Map(),
    sha256: () => '',
    entropy: '',
    newId: () => '',
  };
};
