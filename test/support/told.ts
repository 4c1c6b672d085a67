import type { Shown } from '../../apps/local/src/scenario/door.js';
import { addressOf, Refused } from '../../apps/local/src/scenario/door.js';
import type { Play } from '../../apps/local/src/scenario/stage.js';
import { yuanOf } from './arithmetic.js';
import type { EngineDoor } from './engine-door.js';

const DAY = 86_400_000;
// What the server says of a case; a spec looks at the fields that it compares.
// oxlint-disable-next-line typescript/no-explicit-any
export type Said = any;

/** How a spec tells a story of its own: commands by person, time, and what people find in front of them. */
export class Told {
  constructor(
    readonly play: Play,
    readonly door: EngineDoor,
  ) {}

  give(person: string, command: string, body: object = {}): Promise<void> {
    return this.play.give(person, command, body, command);
  }
  /** A command on another case than the purchase. */
  async on(person: string, caseId: string, command: string, body: object = {}): Promise<void> {
    await this.play.cast.on(person, caseId, command, body, this.play.key(command));
  }
  /** The code of the refusal that a command meets. */
  async refused(person: string, command: string, body: object = {}, caseId = this.play.purchase): Promise<string> {
    try {
      await this.on(person, caseId, command, body);
    } catch (error) {
      if (error instanceof Refused) return String(error.problem.code);
      throw error;
    }
    throw new Error(`${command} was not refused`);
  }

  async seen(person = 'zhang-min', caseId = this.play.purchase): Promise<Said> {
    return (await this.shown(person, caseId)).view;
  }
  shown(person: string, caseId = this.play.purchase): Promise<Shown> {
    return this.play.cast.door.show(this.play.cast.as(person), addressOf(caseId));
  }

  /** Whether the server offers somebody a command now. */
  async may(person: string, action: string, caseId = this.play.purchase): Promise<boolean> {
    const { actions } = await this.shown(person, caseId);
    return actions.find(({ name }) => name === action)?.allowed ?? false;
  }

  /** The to-dos of a case: who has what to do. */
  async todos(caseId = this.play.purchase): Promise<readonly string[]> {
    const { rows } = await this.door.place.everyRealm.query<{ name: string; role: string | null; person: string | null }>(
      'select name, role, person from task where realm_id = $1 and case_id = $2 order by role, person, name',
      [this.door.realm, caseId],
    );
    return rows.map(({ name, role, person }) => `${role ?? person}: ${name}`);
  }
  /** Yuan that stand in each place of a year's line. */
  async ledger(year: number): Promise<Readonly<Record<string, string>>> {
    const { rows } = await this.door.place.everyRealm.query<{ bucket: string; balance: bigint }>(
      'select bucket, balance from account where realm_id = $1 and balance > 0 and line = $2',
      [this.door.realm, this.play.lines.get(year)],
    );
    return Object.fromEntries(rows.map(({ bucket, balance }) => [bucket, yuanOf(balance)]));
  }
  /** Kinds of public notices of the purchase, in order of time. */
  async notices(): Promise<readonly string[]> {
    const { rows } = await this.door.place.everyRealm.query<{ kind: string }>(
      'select kind from notice where realm_id = $1 and case_id = $2 order by published_at, key',
      [this.door.realm, this.play.purchase],
    );
    return rows.map(({ kind }) => kind);
  }

  async until(at: string): Promise<void> {
    await this.play.time.until(at);
    await this.door.settle();
  }
  async days(days: number): Promise<void> {
    await this.until(new Date(Date.parse(await this.door.now()) + days * DAY).toISOString());
  }
  async today(): Promise<string> {
    return new Date(Date.parse(await this.door.now()) + 8 * 3_600_000).toISOString().slice(0, 10);
  }
}
