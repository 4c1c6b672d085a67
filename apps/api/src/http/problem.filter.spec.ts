import type { ArgumentsHost } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Busy, Contended, Unavailable } from '@goufu/persistence';
import type { Door } from '../door.js';
import { Catalogue, type Problem } from './problem.js';
import { ProblemFilter } from './problem.filter.js';
import { doorRefusals } from './refusals.js';

interface Answered {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Problem;
}
const answered = (error: unknown, language: 'zh' | 'en' = 'zh'): Answered => {
  const answer = {} as Answered;
  const reply = {
    raw: {},
    status: (status: number) => ((answer.status = status), reply),
    headers: (headers: Answered['headers']) => ((answer.headers = headers), reply),
    header: () => reply,
    send: (text: string) => void (answer.body = JSON.parse(text) as Problem),
  };
  const request = { url: '/v1/purchases', known: { requestId: 'req-1', language } };
  const host = { switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }) };
  const door = {
    refusals: new Catalogue([doorRefusals]),
    metrics: { fault: () => undefined, outage: () => undefined },
    log: () => undefined,
  };
  new ProblemFilter(door as unknown as Door).catch(error, host as unknown as ArgumentsHost);
  return answer;
};

describe('what keeps a command from being decided at all', () => {
  it.each([
    ['a case at which several people are at work', new Busy('the case is busy'), 'system.busy', '1'],
    ['a race lost outside the engine', new Contended('deadlock detected'), 'system.busy', '1'],
    ['a database that cannot be reached', new Unavailable('no connection'), 'system.unavailable', '2'],
  ])('%s: 503 with a code of its own and when to come again', (_title, error, code, seconds) => {
    expect(answered(error)).toMatchObject({ status: 503, headers: { 'retry-after': seconds }, body: { code, requestId: 'req-1' } });
  });

  it('and is a fault of ours is told by the id of the request alone', () => {
    const { status, body } = answered(new Error('column "price" of 10.1.2.3 is null'));
    expect([status, body.code, body.requestId]).toEqual([500, 'system.fault', 'req-1']);
    expect(JSON.stringify(body)).not.toMatch(/price|10\.1\.2\.3|Error|\.ts/);
  });

  it('is said in the caller’s language', () => {
    expect(answered(new Busy('the case is busy')).body.detail).toBe('多人正在同时办理此事项，请稍后再试。');
    expect(answered(new Busy('the case is busy'), 'en').body.detail).toMatch(/^Several people are at work/);
  });
});
