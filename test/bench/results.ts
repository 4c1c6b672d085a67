import type { CommandTimes } from './commands.js';
import type { DeadlineTimes } from './deadline.js';
import type { Times } from './measure.js';
import type { Population } from './population.js';
import type { RecoveryTimes, RestingUse } from './recovery.js';
import type { ScreensMeasured } from './screens.js';
import type { Slow } from './slowest.js';
import type { StageTimes } from './stages.js';
import type { StartTimes } from './start.js';

export interface CommandsFound {
  readonly fsyncMs: Times;
  readonly times: CommandTimes;
  /** Folding a sample anew gave the same lists. */
  readonly isRebuilt: boolean;
  readonly slow: readonly Slow[];
  readonly shares: readonly { readonly part: string; readonly share: number }[];
}
export interface ScreensFound extends ScreensMeasured {
  readonly population: Population & { readonly verified: boolean };
  readonly slow: readonly Slow[];
}

/** What one part found, when, on which machine and how busy that was. */
export interface Part<Found> {
  readonly found: Found;
  readonly at: string;
  readonly machine: string;
  /** Load of the machine when the part began: above its cores somebody else worked on it, too. */
  readonly load: number;
  /** What the part took. */
  readonly seconds: number;
}

/** What has been measured so far, by part. */
export interface Results {
  readonly commands?: Part<CommandsFound>;
  readonly screens?: Part<ScreensFound>;
  readonly stages?: Part<StageTimes>;
  readonly deadline?: Part<DeadlineTimes>;
  readonly recovery?: Part<RecoveryTimes>;
  readonly resting?: Part<RestingUse>;
  readonly start?: Part<StartTimes>;
}
