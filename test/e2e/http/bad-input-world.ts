import type { Cast } from '../../../apps/local/src/scenario/cast.js';
import { addressOf } from '../../../apps/local/src/scenario/door.js';
import { justiceBureau2025 } from '../../../apps/local/src/scenario/input.js';
import { Play } from '../../../apps/local/src/scenario/stage.js';
import { Timeline } from '../../../apps/local/src/scenario/timeline.js';
import { type CaseId, instant, plusMs } from '@goufu/domain';
import type { EngineDoor, EnginePlace } from '../../support/engine-door.js';
import { Moments, standing } from '../../support/moments.js';
import { Api } from './api.js';

/** The story is played up to here: nothing that is asked for needs more. */
const LAST = 'open-assessment';

/** The moments of one purchase behind an API. */
export class BadInputWorld extends Moments {
  private constructor(
    readonly api: Api,
    place: EnginePlace,
    cast: Cast,
  ) {
    super(place, cast);
  }

  static async begin(before: Pick<ReadonlySet<string>, 'has'>): Promise<BadInputWorld> {
    const api = await Api.start();
    const { place, cast } = await standing(api.database.appUrl);
    const world = new BadInputWorld(api, place, cast);
    await world.tell({ realm: 'bad-story', input: justiceBureau2025, before, last: LAST });
    await world.close();
    await world.correctPayee();
    return world;
  }

  async end(): Promise<void> {
    await this.place.close();
    await this.api.stop();
  }

  /** In a world of its own the deadline has passed by one millisecond, and the bids are closed. */
  private async close(): Promise<void> {
    const { deadlineAt } = this.sentAs('publish-tender-notice').body as { deadlineAt: string };
    await this.place.worlds.moveTo('before-closing', plusMs(instant(deadlineAt), 1));
    await this.place.engine.applyPassed('before-closing', this.filled('{purchase-id}') as CaseId);
  }

  /** The supplier changes the account. */
  private async changeAccount(door: EngineDoor, number: string): Promise<void> {
    const account = { name: '新户', bank: '示范银行示范县支行', number: `6222 0000 0000 ${number}` };
    await door.command(this.cast.as('agent-a'), this.filled('organisations/{supplier-a}/change-account'), { account }, `account-${number}`);
  }
  /** A world in which the treasury sent an approved payment back, and it is corrected to an account that was changed since. */
  private async correctPayee(): Promise<void> {
    const door = await this.again('before-vote-disbursement', 'before-payee-corrected');
    const play = new Play(this.cast.behind(door), justiceBureau2025, new Timeline(door), null, 'closed', null);
    const id = this.filled('{disbursement-id}');
    await door.treasury.returnNext();
    await play.approveChain('wu-qiang', (view) => view.approval ?? null, 'vote-disbursement', '审批', id);
    await door.settle();
    await this.changeAccount(door, '0099');
    const correction = { account: 'registered', reason: '按登记账户更正。' };
    await door.command(this.cast.as('zhang-min'), `${addressOf(id)}/correct-request`, correction, 'corrected-once');
  }

  /** How many rows stand in whatever a command writes, over all realms. */
  async written(): Promise<string> {
    const tables = [
      'event',
      'cases',
      'command',
      'effect',
      'file',
      'outbox',
      'posting',
      'content',
      'draft',
      'task',
      'notice',
      'account',
      'appointment',
      'case_view',
      'claim',
      'person',
      'series',
      'realm',
    ];
    const { rows } = await this.place.everyRealm.query(
      `select ${tables.map((table) => `(select count(*)::int from ${table}) as "${table}"`).join(', ')}`,
    );
    return JSON.stringify(rows[0]);
  }
}
