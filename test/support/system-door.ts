import { parseInstant, toIso } from '@goufu/domain';
import { poolFor } from '@goufu/persistence';
import type { System } from '@goufu/system';
import type pg from 'pg';
import { CommandDoor } from './command-door.js';

/** The door of a scenario on a system whose cases are driven by real workflows, without HTTP. */
export class SystemDoor extends CommandDoor {
  private constructor(
    private readonly system: System,
    private readonly pool: pg.Pool,
    realm: string,
    /** After each command, once nothing is under way. */
    private readonly rested: () => Promise<void>,
  ) {
    super(system.engine, pool, realm);
  }
  static of(system: System, databaseUrl: string, realm: string, rested: () => Promise<void> = () => Promise.resolve()): SystemDoor {
    return new SystemDoor(system, poolFor(databaseUrl, 2, '*'), realm, rested);
  }
  close(): Promise<void> {
    return this.pool.end();
  }

  async now(): Promise<string> {
    const clock = await this.system.worlds.clock(this.realm);
    if (!clock) throw new Error(`there is no realm ${this.realm}`);
    return toIso(clock.now);
  }
  async advance(to: string): Promise<void> {
    const target = parseInstant(to);
    if (target === null) throw new Error(`not an instant: ${to}`);
    await this.system.advance(this.realm, { to: target });
    await this.rested();
  }
  async settle(): Promise<void> {
    await this.system.advance(this.realm, { byMs: 0 });
    await this.rested();
  }
}
