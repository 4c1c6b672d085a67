import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BadAnswer, type BadRow, callOf } from './bad-input-row.js';
import { moneyRows } from './bad-input-money.js';
import { peopleRows } from './bad-input-people.js';
import { planRows } from './bad-input-plan.js';
import { requestRows } from './bad-input-request.js';
import { tenderRows } from './bad-input-tender.js';
import { wireRows } from './bad-input-wire.js';
import { BadInputWorld } from './bad-input-world.js';

const topics: Readonly<Record<string, readonly BadRow[]>> = {
  'in a body': wireRows,
  'in a request or a file': requestRows,
  'from the wrong person, or at the wrong moment': peopleRows,
  'in a plan': planRows,
  'in a tender, a bid, an award or a contract': tenderRows,
  'about money': moneyRows,
};
const rows = Object.values(topics).flat();
const CHINESE = /\p{Script=Han}/u;

const refusedAs = (row: BadRow, { status, headers, body }: BadAnswer, language: 'zh' | 'en'): void => {
  const errors = body.errors ?? [];
  const fault = row.at === undefined ? body : errors.find(({ pointer, parameter }) => (pointer ?? parameter?.name) === row.at);
  expect({ answer: [status, fault?.code ?? body.code], at: fault ? row.at : errors, rule: fault?.rule?.id }).toEqual({
    answer: row.answer,
    at: row.at,
    rule: row.rule,
  });
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(headers.get('content-language')).toBe(language === 'zh' ? 'zh-CN' : 'en');
  expect(body).toMatchObject({ status, requestId: headers.get('x-request-id') });
  for (const { detail, details, rule } of [body, ...errors]) {
    expect(detail).toBe(details[language]);
    expect(details.zh).toMatch(CHINESE);
    expect(details.en).toMatch(/[a-z]{2,}/);
    expect(`${details.zh} ${details.en}`).not.toMatch(/\{\w+\}/);
    if (rule) expect(rule.citation.length).toBeGreaterThan(3);
  }
};

describe('bad input', () => {
  let world: BadInputWorld;
  let written: string;
  beforeAll(async () => {
    world = await BadInputWorld.begin(new Set([...rows.map(({ before, like }) => before ?? like ?? ''), 'vote-disbursement', 'closing']));
    written = await world.written();
  }, 60_000);
  afterAll(() => world.end());

  it('has a row for every kind of it, and no two rows of one title', () => {
    expect(rows.length).toBeGreaterThanOrEqual(150);
    expect(new Set(rows.map(({ title }) => title)).size).toBe(rows.length);
  });

  describe.each(Object.entries(topics))('%s', (_topic, all) => {
    it.each(all.map((row) => [row.title, row] as const))('%s', async (_title, row) => {
      const [zh, en] = await Promise.all([callOf(world, row, 'zh'), callOf(world, row, 'en')]);
      const before = written;
      written = await world.written();
      refusedAs(row, zh, 'zh');
      refusedAs(row, en, 'en');
      expect(written).toBe(before);
    });
  });

  it('that is asked again under its key gets the stored answer, and is not carried out again', async () => {
    const again: BadRow = { title: '', like: 'purchases', before: 'submit-plan', key: '{key-of-purchases}', answer: [201, ''] };
    const before = await world.written();
    const [one, two] = [await callOf(world, again, 'zh'), await callOf(world, again, 'en')];
    expect([one, two].map(({ status, body }) => [status, (body as { id?: string }).id])).toEqual(
      Array(2).fill([201, world.filled('{purchase-id}')]),
    );
    expect(await world.written()).toBe(before);
  });

  it.each([
    "'); drop table event; --",
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '${process.env.HOME} {{7*7}} %s %n',
    '../../etc/passwd',
    '\u202e倒\u200b置\ufeff',
    '𠀀👩‍👩‍👧‍👦',
  ])('that is harmless as text is kept as it was written: %s', async (title) => {
    const made = await callOf(world, { title, like: 'catalogue-items', set: { '/title': title }, answer: [201, ''] }, 'zh');
    expect(made.status).toBe(201);
    const { id } = made.body as unknown as { id: string };
    const send = `GET catalogue-items/${id.split('/')[1]}`;
    const shown = await callOf(world, { title, like: 'catalogue-items', send, answer: [200, ''] }, 'zh');
    expect(shown.headers.get('content-type')).toMatch(/^application\/json/);
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(JSON.stringify(shown.body)).toContain(JSON.stringify(title));
  });
});
