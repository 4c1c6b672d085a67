import type { Log, HintBus } from '@goufu/relay';
import type { Library } from '@goufu/rules';
import type { Engine, Law, Registry } from '@goufu/engine';
import {
  CaseViews,
  DirectoryViews,
  DraftRepository,
  FileRepository,
  NoticeViews,
  SessionStore,
  OperationsViews,
  PeopleViews,
  StatementViews,
  TaskViews,
  TimelineViews,
  type Reading,
} from '@goufu/persistence';
import type { Catalogue } from './http/problem.js';
import type { Routes } from './http/routes.js';
import type { Tokens } from './identity/tokens.js';
import type { RateLimit } from './http/rate-limit.js';
import type { Metrics } from './operations/metrics.js';
import type { Sessions } from './sessions/sessions.js';
import type { Running } from './operations/running.js';
import type { FileStore } from './files/file-store.js';
import type { Streams } from './hints/streams.js';
import type { Worlds } from './worlds/worlds.js';
import type { Settings } from './settings.js';

/** Everything that controllers reach, put together once at boot. */
export interface Door {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly engine: Engine;
  readonly law: Law;
  /** The packs as people read them. */
  readonly library: Library;
  readonly hints: HintBus;
  readonly worlds: Worlds;
  readonly reading: Reading;
  readonly refusals: Catalogue;
  readonly routes: Routes;
  readonly tokens: Tokens;
  /** People at browsers; null where nobody signs in. */
  readonly sessions: Sessions | null;
  readonly rate: RateLimit;
  readonly metrics: Metrics;
  readonly running: Running;
  readonly files: FileStore;
  readonly streams: Streams;
  readonly views: Views;
  readonly log: Log;
}
/** The name under which Nest hands the door to controllers. */
export const DOOR = Symbol('door');

export const viewsOf = (reading: Reading) => ({
  cases: new CaseViews(reading),
  tasks: new TaskViews(reading),
  timelines: new TimelineViews(reading),
  statements: new StatementViews(reading),
  notices: new NoticeViews(reading),
  directory: new DirectoryViews(reading),
  people: new PeopleViews(reading),
  drafts: new DraftRepository(reading),
  files: new FileRepository(reading),
  sessions: new SessionStore(reading),
  operations: new OperationsViews(reading),
});
type Views = ReturnType<typeof viewsOf>;
