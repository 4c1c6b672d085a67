import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../../architecture/source-tree.js';
import { Api } from './api.js';

interface Version {
  readonly value: unknown;
  readonly words: { readonly zh: string; readonly en: string };
  readonly citation: string;
}
interface Listed {
  readonly items: readonly { readonly id: string; readonly href: string; readonly inForce: Version | null }[];
  readonly next: string | null;
}
interface Refused {
  readonly code: string;
  readonly details: { readonly zh: string; readonly en: string };
  readonly errors: readonly { readonly code: string; readonly parameter?: object }[];
}

const atCommand = (...args: readonly string[]): unknown => {
  const script = join(root, 'dist/libs/system/src/cli.rules.js');
  return JSON.parse(spawnSync(process.execPath, [script, ...args, '--json'], { encoding: 'utf8' }).stdout);
};

describe('the rules, to anybody', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  }, 60_000);
  afterAll(() => api.stop());

  it('are listed page by page, each once', async () => {
    const ids: string[] = [];
    let next: string | null = null;
    do {
      const { status, body }: { status: number; body: Listed } = await api.get<Listed>(
        `/v1/rules?jurisdiction=demo-county&limit=100${next === null ? '' : `&cursor=${next}`}`,
      );
      expect(status).toBe(200);
      ids.push(...body.items.map(({ id }) => id));
      next = body.next;
    } while (next !== null);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(ids).toEqual(expect.arrayContaining(['contract.sign', 'threshold.openTender', 'tender.min_bid_time']));
  });

  it('are found by topic, by words and by day', async () => {
    const list = async (query: string) => (await api.get<Listed>(`/v1/rules?${query}`)).body.items;
    const thresholds = await list('jurisdiction=demo-county&topic=thresholds&on=2025-03-10');
    expect(thresholds.map(({ id, inForce }) => [id, inForce?.value])).toEqual([
      ['pre.plan_filing', 'approval'],
      ['threshold.openTender', '4000000.00'],
      ['threshold.procurement', '500000.00'],
    ]);
    const cited = await list(`q=${encodeURIComponent('政府采购法第三十五条')}`);
    expect(cited.map(({ id }) => id)).toContain('tender.min_bid_time');
    const [deduct] = await list('q=sme.deduct&on=2022-06-30&limit=1');
    expect(deduct).toMatchObject({ href: '/v1/rules/sme.deduct', inForce: { value: { min: '6', max: '10' }, words: { en: '6–10 %' } } });
  });

  it('are explained and compared as at the command', async () => {
    const shown = await api.get('/v1/rules/contract.sign?jurisdiction=demo-county&on=2025-03-10');
    expect(shown).toMatchObject({
      status: 200,
      body: {
        place: { name: { zh: '示范县', en: 'Demo County' } },
        inForce: {
          value: 30,
          sentence: { zh: expect.stringContaining('30日以内'), en: expect.stringContaining('Within 30 calendar days') },
        },
        history: [{ status: 'in-force' }],
        levels: [{ stands: 'above', jurisdiction: 'national', file: 'national/award-and-contract.yaml', line: expect.any(Number) }],
      },
    });
    expect(shown.body).toEqual(atCommand('explain', 'contract.sign', '--at', 'demo-county', '--on', '2025-03-10'));
    const differ = await api.get('/v1/rules/diff?from=national@2022-06-30&to=demo-county/justice-bureau@2022-07-01');
    expect(differ.status).toBe(200);
    expect(differ.body).toEqual(atCommand('diff', 'national@2022-06-30', 'demo-county/justice-bureau@2022-07-01'));
  });

  it('are those of the realm’s own day where no day is named', async () => {
    // the day on which this realm's clock began: `Realm.open`
    const day = '2025-03-03';
    const { body } = await api.get<{ from: object; items: object[] }>('/v1/rules/diff?from=national&to=national@2022-06-30');
    expect(body).toMatchObject({ from: { jurisdiction: 'national', on: day }, to: { on: '2022-06-30' } });
    expect((await api.get('/v1/rules/contract.sign')).body).toMatchObject({ on: day });
  });

  it.each<[string, string, number, string, readonly (readonly [string, string])[]]>([
    ['a rule that there is not', '/v1/rules/no.such_rule', 404, 'rule.not_found', []],
    ['an id that is none', '/v1/rules/NO%20RULE', 422, 'input.invalid', [['input.wrong_format', 'id']]],
    ['a day that does not exist', '/v1/rules?on=2025-02-30', 422, 'input.invalid', [['input.not_a_date', 'on']]],
    ['another field', '/v1/rules?colour=red', 422, 'input.invalid', [['input.unknown_field', 'colour']]],
    ['a page of nothing', '/v1/rules?limit=0', 422, 'input.invalid', [['input.too_small', 'limit']]],
    ['a cursor of its own making', '/v1/rules?cursor=zzz', 422, 'input.bad_cursor', [['input.bad_cursor', 'cursor']]],
    [
      'a place and a topic that there are not, both at once',
      '/v1/rules?jurisdiction=atlantis&topic=weather',
      422,
      'input.invalid',
      [
        ['rule.jurisdiction_unknown', 'jurisdiction'],
        ['rule.topic_unknown', 'topic'],
      ],
    ],
    [
      'a place that there is not',
      '/v1/rules/contract.sign?jurisdiction=atlantis',
      422,
      'input.invalid',
      [['rule.jurisdiction_unknown', 'jurisdiction']],
    ],
    ['a difference without its other side', '/v1/rules/diff?from=national', 422, 'input.invalid', [['input.missing', 'to']]],
    [
      'a difference of a day and of a place that there are not',
      '/v1/rules/diff?from=national@2025-02-30&to=atlantis',
      422,
      'input.invalid',
      [
        ['input.not_a_date', 'from'],
        ['rule.jurisdiction_unknown', 'to'],
      ],
    ],
  ])('refuse %s, naming the parameter', async (_what, path, status, code, faults) => {
    const answer = await api.get<Refused>(path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.details).toEqual({ zh: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) });
    const named = answer.body.errors.map((one) => [one.code, one.parameter]);
    expect(named).toEqual(faults.map(([fault, name]) => [fault, expect.objectContaining({ name })]));
  });
});
