import { Foundation1763800000000 } from './1763800000000-foundation.js';
import { RateLimit1763800100000 } from './1763800100000-rate-limit.js';
import { ReadersAndGrams1763800110000 } from './1763800110000-readers-and-grams.js';
import { Position1763800120000 } from './1763800120000-position.js';
import { RequestId1763800130000 } from './1763800130000-request-id.js';
import { Hashes1763800140000 } from './1763800140000-hashes.js';
import { SingleCharacters1763800150000 } from './1763800150000-single-characters.js';
import { NamesApart1763800160000 } from './1763800160000-names-apart.js';
import { Reconciliation1763800170000 } from './1763800170000-reconciliation.js';
import { EffectKeys1763800180000 } from './1763800180000-effect-keys.js';
import { Retention1763800190000 } from './1763800190000-retention.js';
import { SaltedLater1763800230000 } from './1763800230000-salted-later.js';
import { Operations1763800240000 } from './1763800240000-operations.js';
import { OpenCommand1763800250000 } from './1763800250000-open-command.js';
import { Sessions1764560000000 } from './1764560000000-sessions.js';
import { CopiedWorlds1764600010000 } from './1764600010000-copied-worlds.js';
import { DisabledPeople1764600030000 } from './1764600030000-disabled-people.js';

export const migrations = [
  Foundation1763800000000,
  RateLimit1763800100000,
  ReadersAndGrams1763800110000,
  Position1763800120000,
  RequestId1763800130000,
  Hashes1763800140000,
  SingleCharacters1763800150000,
  NamesApart1763800160000,
  Reconciliation1763800170000,
  EffectKeys1763800180000,
  Retention1763800190000,
  SaltedLater1763800230000,
  Operations1763800240000,
  OpenCommand1763800250000,
  Sessions1764560000000,
  CopiedWorlds1764600010000,
  DisabledPeople1764600030000,
];
