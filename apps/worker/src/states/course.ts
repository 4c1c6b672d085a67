import {
  bidPermissions,
  budgetPermissions,
  cataloguePermissions,
  disbursementPermissions,
  expertPoolPermissions,
  organisationPermissions,
  type Permission,
  purchasePermissions,
} from '@goufu/access';
import {
  bidCommands,
  type BidCommandType,
  type BidEvent,
  type BidStatus,
  budgetCommands,
  budgetOutcomes,
  catalogueCommands,
  catalogueOutcomes,
  disbursementDesks,
  disbursementOutcomes,
  endingMoments,
  evolveBid,
  type ExpertPoolCommandType,
  initialBid,
  organisationCommands,
  purchaseCommands,
  purchaseOutcomes,
  recoveryCommands,
  standingTable,
  type StageOutcomes,
} from '@goufu/domain';
import { kinds } from '@goufu/subjects';
import type { Edge, Script } from './walk.js';
import { walk } from './walk.js';

/** Where a case of a kind can be and what people may do there, as the code says it. */
export interface Course {
  readonly kind: string;
  /** Stages of a lifecycle that something drives; states change by people's acts alone. */
  readonly of: 'stages' | 'states';
  /** Commands that begin a case. */
  readonly begins: readonly string[];
  /** Commands that put something at the first place: those that begin the case, or what enters into it. */
  readonly enters: readonly string[];
  readonly begin: string;
  readonly places: Readonly<Record<string, readonly string[]>>;
  readonly edges: readonly Edge[];
  /** Commands of people that hang on no stage. */
  readonly anywhere: readonly string[];
  /** Commands that end the case early, with the moments at which each may be given. */
  readonly early: Readonly<Record<string, readonly string[]>>;
  readonly permissions: Readonly<Record<string, readonly Permission[]>>;
}
interface Table {
  readonly outcomes?: StageOutcomes;
  readonly enters?: readonly string[];
  readonly places: Readonly<Record<string, readonly string[]>>;
  readonly edges?: readonly Edge[];
  readonly early?: Course['early'];
  readonly permissions: Course['permissions'];
}

const step = (from: string, outcome: string, to: string | null): Edge => ({ from, outcome, to, when: null });

const moments: Course['early'] = Object.fromEntries(
  Object.entries(endingMoments).map(([command, table]) => [
    command,
    Object.entries(table).flatMap(([moment, refused]) => (refused === null ? [moment] : [])),
  ]),
);
const inStage = (stage: string): readonly string[] =>
  Object.entries(purchaseCommands).flatMap(([type, { by, stages }]) =>
    by === 'person' && stages !== 'any' && (stages as readonly string[]).includes(stage) ? [type] : [],
  );

const bidEvents = {
  submit: 'BidSubmitted',
  replace: 'BidReplaced',
  confirm: 'BidConfirmed',
  withdraw: 'BidWithdrawn',
  quoteFinally: 'FinalQuoteSubmitted',
  leaveTalks: 'TalksLeft',
} as const satisfies Record<BidCommandType, BidEvent['type']>;
const bidSteps = (Object.entries(bidCommands) as [BidStatus, readonly BidCommandType[]][]).flatMap(([status, commands]) =>
  commands.map((command) => {
    const event = { type: bidEvents[command], schema: 1, data: {} };
    return step(status, command, evolveBid({ ...initialBid, status }, { event } as never).status);
  }),
);

const tables: Readonly<Record<string, Table>> = {
  organisation: {
    places: organisationCommands,
    edges: organisationCommands.new.map((command) => step('new', command, 'registered')),
    permissions: organisationPermissions,
  },
  // Its states are those of each expert in it.
  'expert-pool': {
    enters: ['enrol' satisfies ExpertPoolCommandType],
    places: Object.fromEntries(
      [...new Set(Object.values(standingTable).flatMap(({ from, to }) => [...from, to]))].map((standing) => [
        standing,
        Object.entries(standingTable).flatMap(([command, { from }]) => ((from as readonly string[]).includes(standing) ? [command] : [])),
      ]),
    ),
    edges: Object.entries(standingTable).flatMap(([command, { from, to }]) => from.map((standing) => step(standing, command, to))),
    permissions: expertPoolPermissions,
  },
  catalogue: { outcomes: catalogueOutcomes, places: catalogueCommands, permissions: cataloguePermissions },
  purchase: {
    outcomes: purchaseOutcomes,
    places: Object.fromEntries(Object.keys(purchaseOutcomes).map((stage) => [stage, inStage(stage)])),
    early: moments,
    permissions: purchasePermissions,
  },
  bid: { places: bidCommands, edges: bidSteps, permissions: bidPermissions },
  budget: {
    outcomes: budgetOutcomes,
    places: { year: budgetCommands.year, closing: budgetCommands.after },
    permissions: budgetPermissions,
  },
  disbursement: {
    outcomes: disbursementOutcomes,
    places: { approval: Object.keys(disbursementDesks), payment: recoveryCommands, closing: [] },
    permissions: disbursementPermissions,
  },
  batch: { places: { underWay: [], done: [] }, edges: [step('underWay', 'done', 'done')], permissions: {} },
};

/** Without a lifecycle a case stands, once begun, where its first command has put it: before that there is no case. */
const begun = (edges: readonly Edge[], places: Course['places'], begins: readonly string[]): Pick<Course, 'begin' | 'edges' | 'places'> => {
  const before = Object.keys(places)[0] ?? '';
  const first = edges.find(({ from, outcome }) => from === before && begins.includes(outcome))?.to;
  if (!first) return { begin: before, edges, places };
  const rest = Object.fromEntries(Object.entries(places).filter(([place]) => place !== before));
  return { begin: first, edges: edges.filter(({ from }) => from !== before), places: rest };
};

/** The course of every kind of case, in the order of the registry; a kind without a table fails. */
export const courses = async (scripts: Readonly<Record<string, Script>>): Promise<readonly Course[]> =>
  Promise.all(
    kinds.map(async ({ kind, commands }): Promise<Course> => {
      const table = tables[kind];
      if (!table) throw new Error(`nothing says where a ${kind} can be`);
      const { outcomes, places, edges, enters, early = {}, permissions } = table;
      const script = scripts[kind];
      if ((outcomes === undefined) !== (script === undefined)) throw new Error(`${kind}: a script and declared outcomes go together`);
      const walked = outcomes && script ? await walk(script, outcomes) : { begin: Object.keys(places)[0] ?? '', edges: edges ?? [] };
      const shapes = Object.entries(commands as Readonly<Record<string, { readonly by: string; readonly creates?: boolean }>>);
      const people = shapes.filter(([, { by }]) => by === 'person').map(([type]) => type);
      const begins = people.filter((type) => shapes.some(([name, { creates }]) => name === type && creates));
      const placed = new Set([...Object.values(places).flat(), ...begins, ...Object.keys(early)]);
      return {
        kind,
        of: outcomes ? 'stages' : 'states',
        begins,
        enters: enters ?? begins,
        ...(outcomes ? { ...walked, places } : begun(walked.edges, places, begins)),
        anywhere: people.filter((type) => !placed.has(type)),
        early,
        permissions,
      };
    }),
  );
