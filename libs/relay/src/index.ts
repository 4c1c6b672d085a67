export { DueGuard, RunGuard, sweep, type ApplyPassed, type DueGuardParts, type Swept, type SweepParts } from './guards.js';
export { housekeeping, keepHouse, type HousekeepingParts, type Removed } from './housekeeping.js';
export { HintBus, type Hint, type HintListener } from './hints.js';
export { recover, type Recovered, type RecoverOptions, type RecoverParts } from './recover.js';
export { Relay, type RelayParts } from './relay.js';
export { Rounds, saying, type Log } from './rounds.js';
export { publishedHere, webhook, type Sender } from './sender.js';
export {
  advance,
  createWorld,
  NoWorld,
  settle,
  WorldUnsettled,
  type Advanced,
  type AdvanceOptions,
  type NewWorld,
  type WorldParts,
} from './world.js';
