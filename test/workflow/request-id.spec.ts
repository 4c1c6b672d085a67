import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isRefusal } from '@goufu/domain';
import { effectWorkflowIdOf, workflowIdOf } from '@goufu/messages';
import { Rig, until } from './rig.js';

describe('the id of a request', () => {
  let rig: Rig;
  const asked: (string | null)[] = [];
  beforeAll(async () => {
    rig = await Rig.open();
    rig.outsides.payment = {
      ask: (effect) => {
        asked.push(effect.requestId);
        return Promise.resolve({ final: true, answer: { paid: 1n } });
      },
      send: () => Promise.reject(new Error('was asked for already')),
    };
    rig.system.start();
    await rig.work();
  }, 60_000);
  afterAll(async () => {
    await rig.close();
  });
  const give = async (caseId: string | null, type: string, data: object, requestId: string): Promise<string> => {
    const { engine } = rig.system;
    const answer = await engine.execute({ realm: rig.realm, kind: 'errand', caseId, type, data, acting: 'system', key: null, requestId });
    if (isRefusal(answer)) throw new Error(answer.refused);
    return answer.id;
  };
  const requests = async (id: string) =>
    (
      await rig.sql<{ type: string; request_id: string }>('select type, request_id from event where case_id = $1 order by version', [id])
    ).map(({ type, request_id }) => [type, request_id]);

  it('goes from the command through its events and the workflow to the effect and what came of it', async () => {
    const id = await give(null, 'begin', {}, 'request-1');
    await rig.isOpen(id, 'work');
    const key = `${id}:payment:1`;
    await give(id, 'pay', { key, kind: 'payment' }, 'request-2');
    await until('the answer is recorded', async () => (await requests(id)).some(([type]) => type === 'PaymentAnswered'));
    await give(id, 'report', { outcome: 'done' }, 'request-3');
    await rig.isClosed(id);
    expect(await requests(id)).toEqual([
      ['Begun', 'request-1'],
      ['StageEntered', 'request-1'],
      ['PaymentOrdered', 'request-2'],
      ['PaymentAnswered', 'request-2'],
      ['StageEnded', 'request-3'],
      ['StageEntered', 'request-3'],
      ['StageEnded', 'request-3'],
    ]);
    expect(asked).toContain('request-2');
    const effect = { realm: rig.realm, key };
    expect((await rig.client.workflow.getHandle(effectWorkflowIdOf(effect)).describe()).memo).toEqual({ requestId: 'request-2' });
    const history = JSON.stringify(await rig.client.workflow.getHandle(workflowIdOf({ realm: rig.realm, caseId: id })).fetchHistory());
    expect(history).toContain(Buffer.from('"request-1"').toString('base64'));
  });

  it('is not borne by what a deadline does', async () => {
    const id = await give(null, 'begin', { patienceMs: 300 }, 'request-4');
    await rig.isClosed(id);
    expect(await requests(id)).toEqual([
      ['Begun', 'request-4'],
      ['StageEntered', 'request-4'],
      ['StageEnded', null],
      ['StageEntered', null],
      ['StageEnded', null],
    ]);
  });
});
