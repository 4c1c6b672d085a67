import {
  dateOf,
  dueOf,
  isRefusal,
  table,
  type CaseId,
  type Command,
  type Context,
  type Instant,
  type Json,
  type Pins,
  type Refusal,
} from '../kernel/index.js';
import { holdersOf, type OrganisationState } from '../organisation/organisation.js';
import type { ApprovalDefinition, ApprovalMove, ApprovalState, ApprovalVerb, Candidate } from './approval.js';
import { decideApproval, openApproval, type ApprovalSurroundings } from './decide.js';
import { protectedText } from './definition.js';

/** Given by the directory to every case in which somebody who left had something to do. */
export type HandOver = Command<'handOver', Candidate>;

/** Organisations behind the keys that a definition names as candidates (`purchaser`, `finance`, …). */
export type ChainOrganisations = Readonly<Record<string, CaseId | null>>;

/** Organisations whose holders a chain must know: what the embedding subject asks for in `needs.reads`. */
export const chainReads = (organisations: ChainOrganisations): readonly CaseId[] => [
  ...new Set(Object.values(organisations).filter((id): id is CaseId => id !== null)),
];

/** The chain that a rule defines, as the pack pinned for this case states it. */
export const chainDefinition = (context: Context, rule: string, pins?: Pins): ApprovalDefinition =>
  table<ApprovalDefinition>(context.rules.rule(rule, pins));

export const actingCandidate = ({ actor }: Context): Candidate | null =>
  actor.person === null ? null : { person: actor.person, appointment: actor.appointment ?? '' };

/** Who sits where now, and when a step that opens now is due: everything the decider cannot know by itself. */
export const chainSurroundings = (
  context: Context,
  definition: ApprovalDefinition,
  organisations: ChainOrganisations,
  pins?: Pins,
  initiator?: Candidate,
): ApprovalSurroundings => ({
  at: context.at,
  actor: actingCandidate(context),
  successors: initiator ? successorsOf(context, organisations, initiator) : [],
  electorates: Object.fromEntries(
    definition.steps.map(({ id, candidates }) => {
      const organisation = context.cases.get(organisations[candidates.organisation] ?? '')?.state as OrganisationState | undefined;
      return [id, holdersOf(organisation, candidates.role, dateOf(context.at))];
    }),
  ),
  due: (rule) => {
    const due = dueOf(context.rules.rule(rule, pins), context.at, context.calendar);
    return { at: due.dueAt as Instant, rule, calendar: due.calendar };
  },
});

/** Who holds today, in whatever post, the roles in which somebody began a chain. */
const successorsOf = (context: Context, organisations: ChainOrganisations, { person, appointment }: Candidate): readonly Candidate[] => {
  for (const id of chainReads(organisations)) {
    const state = context.cases.get(id)?.state as OrganisationState | undefined;
    const roles = state?.appointments.findLast(({ key }) => key === appointment)?.roles;
    if (!roles) continue;
    const holders = roles.flatMap((role) => holdersOf(state, role, dateOf(context.at))).filter((one) => one.person !== person);
    return [...new Map(holders.map((one) => [one.person, one])).values()];
  }
  return [];
};

export const protectedHash = (
  context: Context,
  definition: ApprovalDefinition,
  fields: Readonly<Record<string, Json | undefined>>,
): string => context.sha256(protectedText(definition, fields));

/** Opens the chain of a rule over protected fields, with everybody who drafted kept out of it. */
export const openChain = (
  context: Context,
  chain: {
    readonly rule: string;
    readonly organisations: ChainOrganisations;
    readonly initiator: Candidate;
    readonly drafters: readonly string[];
    readonly amount: bigint | null;
    readonly fields: Readonly<Record<string, Json | undefined>>;
    readonly pins?: Pins;
  },
): readonly ApprovalMove[] | Refusal => {
  const definition = chainDefinition(context, chain.rule, chain.pins);
  return openApproval(
    {
      definition,
      initiator: chain.initiator,
      drafters: chain.drafters,
      amount: chain.amount,
      hash: protectedHash(context, definition, chain.fields),
    },
    chainSurroundings(context, definition, chain.organisations, chain.pins),
  );
};

/** One verb on an open chain. */
export const moveChain = (
  context: Context,
  state: ApprovalState,
  verb: ApprovalVerb,
  organisations: ChainOrganisations,
  pins?: Pins,
): readonly ApprovalMove[] | Refusal =>
  decideApproval(state, verb, chainSurroundings(context, state.definition, organisations, pins, state.initiator));

/** What somebody's leaving means for a chain: never a refusal, no moves where it means nothing. */
export const handOverChain = (
  context: Context,
  state: ApprovalState | null | undefined,
  leaver: Candidate,
  organisations: ChainOrganisations,
  pins?: Pins,
): readonly ApprovalMove[] => {
  const moves = state ? moveChain(context, state, { verb: 'handOver', ...leaver }, organisations, pins) : [];
  return isRefusal(moves) ? [] : moves;
};
