import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { budgetOutcomes, type CaseId, catalogueOutcomes, CLOSING, disbursementOutcomes, instant, purchaseOutcomes } from '@goufu/domain';
import { kindOf } from '@goufu/engine';
import { workflowIdOf } from '@goufu/messages';
import { kinds } from '@goufu/subjects';
import { firstOperator } from '@goufu/system';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { justiceBureau2025 as input } from '../../apps/local/src/scenario/input.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { EngineDoor, EnginePlace } from '../support/engine-door.js';
import { EngineTreasury } from '../support/engine-treasury.js';
import { SystemDoor } from '../support/system-door.js';
import { Rig } from './rig.js';

const SINCE = '2020-01-02';
const operator = { person: 'operator', appointment: '' };
const lifecycles = { purchase: purchaseOutcomes, disbursement: disbursementOutcomes, budget: budgetOutcomes, catalogue: catalogueOutcomes };
const stageOf = (id: CaseId, stage: string): string => `${kindOf(id)} ${stage.replace(/:.*/, '')}`;

describe('a purchase whose workflows are terminated in every stage', () => {
  let rig: Rig;
  let place: EnginePlace;
  beforeAll(async () => {
    rig = await Rig.open(instant(`${SINCE}T09:00:00+08:00`), { types: kinds });
    place = new EnginePlace(rig.database.appUrl);
  }, 60_000);
  afterAll(async () => {
    await place.close();
    await rig.close();
  });

  it('comes to the same end, by the same stages on the same days, as the one that nobody disturbed', async () => {
    await firstOperator(rig.system, rig.realm, operator.person);
    const cast = new Cast(await EngineDoor.at(place, rig.realm));
    await cast.stand(operator, SINCE);
    const undisturbed = await place.copy(rig.realm, `${rig.realm}-alone`, `${input.startsOn}T08:00:00+08:00`);
    const told = async (door: EngineDoor | SystemDoor, realm: string, treasury: EngineTreasury): Promise<Play> => {
      const play = new Play(cast.behind(door), input, new Timeline(door), 'failed-tender', 'closed', { realm, treasury });
      await play.time.play([() => story(play)]);
      return play;
    };

    const treasury = new EngineTreasury({ engine: rig.system.engine, everyRealm: place.everyRealm }, rig.realm);
    rig.outsides.payment = {
      ask: (effect) => treasury.ask(effect),
      send: async (effect) => {
        await rig.isOpen(effect.caseId, 'payment');
        await rested();
        return treasury.send(effect);
      },
    };
    rig.system.start();
    await rig.work();
    await rig.system.worlds.moveTo(rig.realm, instant(`${input.startsOn}T08:00:00+08:00`));
    const terminated = new Set<string>();
    let turn = 0;
    const rested = async (): Promise<void> => {
      const open = await rig.sql<{ id: CaseId; stage: string; version: number }>(
        'select id, open_stages[1] as stage, version from cases where realm_id = $1 and not closed and lifecycle is not null',
        [rig.realm],
      );
      for (const { id, stage, version } of open) {
        if (stage === null || terminated.has(`${id} ${stage}`)) continue;
        terminated.add(`${id} ${stage}`);
        await rig.system.lifecycles.end(workflowIdOf({ realm: rig.realm, caseId: id }), 'by the test');
        // Begun anew from Postgres, found missing by the guard of workflows, or begun by what is told of it next.
        turn += 1;
        if (turn % 3 === 0) await rig.system.lifecycles.restart({ realm: rig.realm, caseId: id });
        if (turn % 3 === 1) await rig.system.lifecycles.moved({ realm: rig.realm, caseId: id }, version);
      }
    };
    const door = SystemDoor.of(rig.system, rig.database.appUrl, rig.realm, rested);
    const play = await told(door, rig.realm, treasury);
    const other = await told(undisturbed, undisturbed.realm, undisturbed.treasury);
    await door.close();

    const course = (realm: string, id: CaseId) =>
      rig.sql(
        `select type, data::jsonb->>'stage' as stage, data::jsonb->>'outcome' as outcome,
                to_char(effective_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
         from event where realm_id = $1 and case_id = $2 order by version`,
        [realm, id],
      );
    for (const [mine, others] of [
      [play.purchase, other.purchase],
      [play.catalogueItem, other.catalogueItem],
      [play.lines.get(2025), other.lines.get(2025)],
    ])
      expect(await course(rig.realm, mine ?? '')).toEqual(await course(undisturbed.realm, others ?? ''));
    const { view } = await play.seen('xu-yan');
    expect(view).toMatchObject({
      closed: true,
      ended: { tender: 'failed', failure: 'mend', 'tender:2': 'opened', performance: 'appraised' },
    });
    const passed = new Set([...terminated].map((one) => stageOf(...(one.split(' ') as [CaseId, string]))));
    const all = Object.entries(lifecycles).flatMap(([kind, stages]) => Object.keys(stages).map((stage) => `${kind} ${stage}`));
    expect(all.filter((stage) => !stage.endsWith(` ${CLOSING}`) && !passed.has(stage))).toEqual([]);
    expect(new Set(treasury.sent).size).toBe(treasury.sent.length);
  }, 90_000);
});
