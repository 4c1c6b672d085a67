import { approvalRefusals } from '../approval/index.js';
import type { CaseId, Command, Context, Deadline, Decision, Effect, Locks, Needs, Posting, Recorded, Row, Task } from '../kernel/case.js';
import { refuse, type Refusal, type RefusalEntry } from '../kernel/refusal.js';
import { currentStage, stageName } from '../kernel/stages.js';
import { awardPart } from './award/part.js';
import { bondPart } from './bond/part.js';
import { contractPart } from './contract/part.js';
import { purchaseRow } from './case-row.js';
import { closingPart } from './closing/part.js';
import { asClockRuns, tasksAsClockRuns } from './clock.js';
import { corePart } from './core.js';
import { deliveryPart } from './delivery/part.js';
import { endingPart } from './ending/part.js';
import { evaluationPart } from './evaluation/part.js';
import { failurePart } from './failure/part.js';
import { findingsPart } from './findings/part.js';
import { fundingPart } from './funding/part.js';
import { handOverPart } from './hand-over.js';
import type { Part, PartCommand, StageName } from './part.js';
import { declarationsPart } from './declarations/part.js';
import { obligationsPart } from './obligations/part.js';
import { objectionPart } from './objection/part.js';
import { performancePart } from './performance/part.js';
import { planningPart } from './planning/part.js';
import { singleSourcePart } from './single-source/part.js';
import { purchaseCoreRefusals } from './refusals.js';
import type { PurchaseState } from './state.js';
import type { Instant } from '../kernel/time.js';
import { tenderPart } from './tender/part.js';

// The parts differ in their commands and events; composed, each hears its own alone.
const anyPart = (part: unknown): Part => part as Part;
const stageParts: readonly Part[] = [
  planningPart,
  objectionPart,
  singleSourcePart,
  tenderPart,
  evaluationPart,
  declarationsPart,
  findingsPart,
  awardPart,
  bondPart,
  contractPart,
  deliveryPart,
  obligationsPart,
  performancePart,
  failurePart,
  fundingPart,
  endingPart,
  closingPart,
  handOverPart,
].map(anyPart);
const parts: readonly Part[] = [anyPart(corePart(stageParts)), ...stageParts];

const once = <K, V>(entries: readonly (readonly [K, V])[], what: string): ReadonlyMap<K, V> => {
  const map = new Map<K, V>();
  for (const [key, value] of entries) {
    if (map.has(key)) throw new Error(`two parts of a purchase have the ${what} ${String(key)}`);
    map.set(key, value);
  }
  return map;
};
const byCommand = once(
  parts.flatMap((part) => Object.keys(part.commands).map((type) => [type, part] as const)),
  'command',
);
const byEvent = once(
  parts.flatMap((part) => Object.keys(part.events).map((type) => [type, part] as const)),
  'event',
);

/** Every type of event that a purchase records, of all its parts. */
export const purchaseEvents: readonly string[] = [...byEvent.keys()];

/** All commands of a purchase, of all its parts. */
export const purchaseCommands: Readonly<Record<string, PartCommand>> = Object.assign({}, ...parts.map((part) => part.commands)) as Record<
  string,
  PartCommand
>;

const partOf = (type: string): Part => {
  const part = byCommand.get(type);
  if (!part) throw new Error(`a purchase knows no command ${type}`);
  return part;
};

export const touchesPurchase = (command: Command, caseId: CaseId): Locks & { readonly reads?: readonly CaseId[] } =>
  partOf(command.type).touches?.(command, caseId) ?? {};
export const needsPurchase = (state: PurchaseState, command: Command, caseId: CaseId, at: Instant): Needs =>
  partOf(command.type).needs?.(state, command, caseId, at) ?? {};

/** Wrong moment: the stage first, then what the part itself says of the moment within it. */
export const legalPurchase = (state: PurchaseState, type: string, context: Context): Refusal | null => {
  const part = partOf(type);
  const command = part.commands[type];
  if (!command) throw new Error(`a purchase knows no command ${type}`);
  if (!command.creates && state.openedAt === null) return refuse('case.not_found');
  // Facts of its disbursements reach a closed purchase too: the treasury may send money back at any time.
  if (state.stages.closed && command.by === 'person') return refuse('purchase.closed');
  if (command.stages !== 'any') {
    const stage = currentStage(state.stages);
    if (stage === null) return refuse('purchase.between_stages');
    if (!command.stages.includes(stageName(stage) as StageName))
      return refuse('purchase.wrong_stage', { meta: { stage, needed: command.stages } });
  }
  return part.legal?.(state, type, context) ?? null;
};

export const decidePurchase = (state: PurchaseState, command: Command, context: Context): Decision | Refusal =>
  partOf(command.type).decide(state, command, context);

export const evolvePurchase = (state: PurchaseState, recorded: Recorded): PurchaseState => {
  const part = byEvent.get(recorded.event.type);
  return part ? part.evolve(state, recorded) : state;
};

const everyDeadline = (state: PurchaseState): readonly Deadline[] => parts.flatMap((part) => part.deadlines?.(state, state.id) ?? []);
export const deadlinesPurchase = (state: PurchaseState): readonly Deadline[] =>
  asClockRuns(state.clock, everyDeadline(state)).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
export const tasksPurchase = (state: PurchaseState): readonly Task[] =>
  tasksAsClockRuns(
    state.clock,
    parts.flatMap((part) => part.tasks?.(state) ?? []),
    everyDeadline(state),
  );

const own = (recorded: Recorded): Part | undefined => byEvent.get(recorded.event.type);
export const postingsPurchase = (recorded: Recorded, state: PurchaseState): readonly Posting[] =>
  own(recorded)?.postings?.(recorded, state) ?? [];
export const effectsPurchase = (recorded: Recorded, state: PurchaseState): readonly Effect[] =>
  own(recorded)?.effects?.(recorded, state) ?? [];
export const projectPurchase = (recorded: Recorded, state: PurchaseState): readonly Row[] => [
  ...(own(recorded)?.project?.(recorded, state) ?? []),
  purchaseRow(recorded, state, deadlinesPurchase(state)),
];

/** All codes that refuse a purchase, in order of precedence: the whole first, then part by part. */
export const purchaseRefusals: readonly RefusalEntry[] = [
  ...purchaseCoreRefusals,
  ...parts.flatMap((part) => part.refusals ?? []),
  // What its chains refuse, whichever part asks them.
  ...approvalRefusals,
];
