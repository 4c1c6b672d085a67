import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CaseId, instant } from '@goufu/domain';
import { kinds } from '@goufu/subjects';
import { firstOperator } from '@goufu/system';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { addressOf } from '../../apps/local/src/scenario/door.js';
import { justiceBureau2025 as input } from '../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../apps/local/src/scenario/judging.js';
import { afterSigning, appraisal, contract } from '../../apps/local/src/scenario/performing.js';
import { planning, prepare } from '../../apps/local/src/scenario/preparation.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { tender } from '../../apps/local/src/scenario/tendering.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { askedFor } from '../support/asked-for.js';
import { EngineDoor, EnginePlace } from '../support/engine-door.js';
import { EngineTreasury } from '../support/engine-treasury.js';
import { SystemDoor } from '../support/system-door.js';
import { OwnPostgres } from '../workflow/own-postgres.js';
import { OwnTemporal } from '../workflow/own-temporal.js';
import { Rig, until } from '../workflow/rig.js';

const SINCE = '2020-01-02';
const operator = { person: 'operator', appointment: '' };

// Real kinds, a PostgreSQL and a Temporal of their own, and a treasury that remembers whatever either of them forgets.
describe('a purchase in the middle of its term', () => {
  let postgres: OwnPostgres;
  let temporal: OwnTemporal;
  let rig: Rig;
  let treasury: EngineTreasury;
  let place: EnginePlace;
  let door: SystemDoor;
  let play: Play;
  beforeAll(async () => {
    [postgres, temporal] = await Promise.all([OwnPostgres.start(false), OwnTemporal.start()]);
    const { app, owner, superuser } = postgres.urls;
    Object.assign(process.env, { DATABASE_URL: app, DATABASE_OWNER_URL: owner, DATABASE_SUPER_URL: superuser });
    rig = await Rig.open(instant(`${SINCE}T09:00:00+08:00`), { types: kinds, address: temporal.address });
    place = new EnginePlace(rig.database.appUrl);
    await firstOperator(rig.system, rig.realm, operator.person);
    const alone = await EngineDoor.at(place, rig.realm);
    const cast = new Cast(alone);
    await cast.stand(operator, SINCE);
    const early = new Play(cast, input, new Timeline(alone), null, 'closed');
    await early.time.play([
      async () => {
        await early.time.until(`${input.startsOn}T08:00:00+08:00`);
        await prepare(early);
        await planning(early);
        await tender(early, 1, input.bids);
        await evaluation(early, 0);
        await award(early, 1, 0);
        await contract(early, 0);
        await afterSigning(early);
        await early.on(120);
      },
    ]);
    // So far without any workflow: from here on they begin from what stands in PostgreSQL.
    treasury = new EngineTreasury({ engine: rig.system.engine, everyRealm: place.everyRealm }, rig.realm);
    rig.outsides.payment = treasury;
    rig.system.start();
    await rig.work();
    await rig.recover(true);
    door = SystemDoor.of(rig.system, rig.database.appUrl, rig.realm);
    play = new Play(cast.behind(door), input, new Timeline(door), null, 'closed');
    Object.assign(play, { purchase: early.purchase, lines: early.lines, catalogueItem: early.catalogueItem });
  }, 120_000);
  afterAll(async () => {
    await door.close();
    await place.close();
    await rig.close();
    await postgres.remove();
    await temporal.remove();
  }, 60_000);

  const approve = async (id: CaseId): Promise<void> => {
    const { view } = await door.show(play.cast.as('wu-qiang'), addressOf(id));
    const open = view.approval?.steps.find(({ state }) => state === 'open');
    const seat = view.approval?.seats.find(({ step, outcome }) => step === open?.id && outcome === null);
    const vote = { verb: 'approve', hash: view.approval?.hash, opinion: '同意' };
    await play.cast.on(seat?.person ?? '', id, 'vote-disbursement', vote, play.key('vote'));
  };
  const advanced = async (): Promise<string[]> =>
    (await rig.sql<{ balance: bigint }>(`select balance from account where line = $1 and bucket = 'advanced'`, [play.lines.get(2025)])).map(
      ({ balance }) => String(balance),
    );

  it('PostgreSQL restored to an earlier moment: its workflows notice, the case goes on, and the payment that it forgot is not made twice', async () => {
    const id = await askedFor(play, 'p1');
    await play.cast.on('zhang-min', id, 'confirm-request', { facts: '服务属实。' }, play.key('confirm'));
    const { view } = await door.show(play.cast.as('wu-qiang'), addressOf(id));
    for (let step = 1; step < (view.approval?.steps.length ?? 0); step += 1) await approve(id);
    await postgres.keep();
    const kept = await until('PostgreSQL answers', () => rig.facts(play.purchase).catch(() => null));
    expect(await rig.facts(id)).toMatchObject({ open: ['approval'] });

    await approve(id);
    expect((await rig.isClosed(id)).ended).toMatchObject({ payment: 'paid' });
    const visit = { kind: 'visit', on: '2025-05-06', quantity: 3, indicator: null, summary: '走访三次。', file: null };
    for (let n = 1; n <= 3; n += 1) await play.cast.on('agent-a', play.purchase, 'record-service', visit, play.key('visit'));
    expect((await rig.facts(play.purchase)).version).toBeGreaterThan(kept.version);
    expect(treasury.sent).toEqual([`${id}:1`]);
    const before = (await rig.handle(play.purchase).describe()).runId;

    await postgres.putBack();
    await until('PostgreSQL answers', () => rig.facts(play.purchase).catch(() => null));
    expect(await rig.facts(play.purchase)).toEqual(kept);
    expect(await rig.facts(id)).toMatchObject({ open: ['approval'], ended: {} });
    expect(await advanced()).toEqual([]);
    // Woken next, the run of the purchase remembers more than PostgreSQL knows.
    await rig.system.lifecycles.told({ realm: rig.realm, caseId: play.purchase }, 1_000);
    await until('the workflow begins anew', async () => (await rig.handle(play.purchase).describe()).runId !== before);
    const { workflowId } = rig.handle(play.purchase);
    expect((await rig.client.workflow.getHandle(workflowId, before).describe()).status.name).toBe('CONTINUED_AS_NEW');
    expect(await rig.status(play.purchase)).toBe('RUNNING');

    await approve(id);
    expect((await rig.isClosed(id)).ended).toMatchObject({ approval: 'ordered', payment: 'paid', closing: 'closed' });
    // Asked by its key, the treasury told what had become of it: the second order was never sent.
    expect(treasury.sent).toEqual([`${id}:1`]);
    expect(await advanced()).toEqual(['160000000']);
  }, 90_000);

  it('a release with a stage before the current one fails visibly and changes nothing; the right release goes on', async () => {
    const before = await rig.facts(play.purchase);
    await rig.rest();
    await rig.work('purchase-grown.workflow.ts');
    await rig.recover(true);
    const drift = await until('the drift is seen', async () => {
      const { events } = await rig.handle(play.purchase).fetchHistory();
      return events?.flatMap((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? []).at(0);
    });
    expect(drift).toContain('lifecycle drift: open is [delivery], the script says consultation');
    expect(await rig.facts(play.purchase)).toEqual(before);
    await rig.rest();
    await rig.work();
    await rig.recover(true);
  }, 60_000);

  it('the whole of Temporal’s data is lost: everything is rebuilt, and the purchase is carried to its end', async () => {
    await temporal.lose();
    await temporal.up();
    await until('the worker is back', async () => rig.host?.state === 'running' || null, 30_000);
    const open = await rig.sql<{ id: CaseId }>('select id from cases where not closed and lifecycle is not null');
    expect(open.length).toBeGreaterThanOrEqual(3);
    expect((await rig.recover(true)).restarted).toBe(open.length);
    for (const { id } of open) await rig.hasStatus(id, 'RUNNING');
    const settlement = { ground: 'agreement', owed: '1600000.00', reason: '双方协商一致解除合同。', compensations: [] };
    await play.cast.on('sun-li', play.purchase, 'rescind', settlement, play.key('rescind'));
    await rig.isOpen(play.purchase, 'performance');
    await appraisal(play);
    expect((await rig.isClosed(play.purchase)).ended).toMatchObject({ delivery: 'rescinded', performance: 'appraised', closing: 'closed' });
    expect(treasury.sent).toHaveLength(1);
  }, 60_000);
});
