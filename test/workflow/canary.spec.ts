import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '@goufu/domain';
import { county, type County, proposal, Realm } from '../support/engine.js';
import { Rig, until } from './rig.js';

const START = instant('2025-03-03T09:00:00+08:00');
const CANARY = '金丝雀王小明';

describe('what Temporal and the log hear of a case', () => {
  let rig: Rig;
  let realm: Realm;
  let people: County;
  beforeAll(async () => {
    rig = await Rig.open(START);
    rig.system.start();
    await rig.work();
    realm = await Realm.open(rig.database.appUrl, START);
    people = await county(realm);
  }, 60_000);
  afterAll(async () => {
    await Realm.closeAll();
    await rig.close();
  });

  it('is its id, its version and its outcomes: never a text, and never a person', async () => {
    const { id } = await realm.done(people.handler, 'catalogue', null, 'propose', proposal(people, { title: `服务${CANARY}` }));
    const opened = (stage: string) =>
      until(`${stage} opens`, async () =>
        (await realm.sql<{ open: string[] }>('select open_stages as open from cases where id = $1', [id]))[0]?.open.includes(stage),
      );
    await opened('proposal');
    await realm.done(people.handler, 'catalogue', id, 'accept');
    await opened('assessment');
    await realm.done(people.handler, 'catalogue', id, 'assessNeed', { needed: false, text: `${CANARY}来函` });
    const handle = rig.client.workflow.getHandle(`${realm.id}/${id}`);
    await until('the workflow ends', async () => (await handle.describe()).status.name === 'COMPLETED');
    const said: string[] = [];
    const hear = (value: unknown): void => {
      if (value instanceof Uint8Array) said.push(Buffer.from(value).toString());
      else if (typeof value === 'string') said.push(value);
      else if (Array.isArray(value)) value.forEach(hear);
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(hear);
    };
    hear(await handle.fetchHistory());
    const { memo, searchAttributes } = await handle.describe();
    hear([memo, searchAttributes]);
    const all = [...said, JSON.stringify(rig.lines)].join('\n');
    expect(all).toContain(id);
    expect(all).toContain('not-needed');
    for (const name of [CANARY, people.handler.person, people.officer.person]) expect(all).not.toContain(name);
  });
});
