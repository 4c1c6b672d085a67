import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calculators } from '@goufu/calculators';
import { root } from '../../architecture/source-tree.js';
import { asked } from '../../support/calculators.js';
import { Api } from './api.js';

const atCommand = (name: string, input: string): { status: number | null; stdout: string; stderr: string } => {
  const script = join(root, 'dist/libs/calculators/src/cli.calc.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, name], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('a calculator', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  }, 60_000);
  afterAll(() => api.stop());

  it.each(calculators.map((one) => [one.name, one.example] as const))(
    '%s answers its own example alike through all three doors, to anybody',
    async (name, example) => {
      const answer = JSON.stringify(asked(name, example));
      expect(asked(name, example)).toHaveProperty('result');
      const { status, text } = await api.post(`/v1/calculators/${name}`, example, { key: null });
      expect([status, text]).toEqual([200, answer]);
      expect(atCommand(name, JSON.stringify(example))).toEqual({ status: 0, stdout: `${answer}\n`, stderr: '' });
    },
  );

  it('refuses alike through all three doors, and says everything that is wrong at once', async () => {
    const input = { total: 12.5, percents: ['30', 'x'], colour: 'red' };
    const refusal = asked('schedule', input);
    expect(refusal).toMatchObject({
      refused: [
        { code: 'input.number_not_string', pointer: '/total' },
        { code: 'input.malformed_number', pointer: '/percents/1' },
        { code: 'input.unknown_field', pointer: '/colour' },
      ],
    });
    const { status, body } = await api.post('/v1/calculators/schedule', input, { key: null });
    expect([status, body]).toEqual([422, refusal]);
    const { status: exit, stdout } = atCommand('schedule', JSON.stringify(input));
    expect([exit, JSON.parse(stdout)]).toEqual([1, refusal]);
  });

  it('says what is no JSON, and which calculators there are', async () => {
    expect(atCommand('schedule', '{').stdout).toContain('input.not_json');
    expect(atCommand('horoscope', '{}')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('schedule') });
    expect((await api.post('/v1/calculators/horoscope', {}, { key: null })).status).toBe(404);
  });

  it('is listed with what it takes and an example', async () => {
    interface Input {
      readonly properties?: object;
      readonly anyOf?: readonly Input[];
      readonly oneOf?: readonly Input[];
    }
    const { status, body } = await api.get<{ items: { name: string; input: Input; example: object }[] }>('/v1/calculators');
    expect([status, body.items.map(({ name }) => name)]).toEqual([200, calculators.map(({ name }) => name)]);
    for (const { input, example } of body.items) {
      // One that takes several forms says each.
      const known = [input, ...(input.anyOf ?? []), ...(input.oneOf ?? [])].flatMap(({ properties }) => Object.keys(properties ?? {}));
      expect(known).toEqual(expect.arrayContaining(Object.keys(example)));
    }
  });
});
