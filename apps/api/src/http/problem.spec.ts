import { describe, expect, it } from '@jest/globals';
import { instant, type Rule } from '@goufu/domain';
import { languageOf } from './language.js';
import { Catalogue } from './problem.js';
import { caseIdOf, kebab, Routes } from './routes.js';

const catalogue = new Catalogue([
  [
    { code: 'demo.too_late', status: 409, zh: '截止于{dueAt}，岗位：{roles}。', en: 'It ended at {dueAt}; posts: {roles}.' },
    { code: 'demo.wrong', status: 422, zh: '有误', en: 'wrong' },
    { code: 'demo.role_missing', status: 403, zh: '需要：{roles}。', en: 'It takes: {roles}.' },
    { code: 'demo.unlawful', status: 422, zh: '不合规：{fault}。', en: 'Not lawful: {fault}.' },
    { code: 'demo.even', status: 422, zh: '成员人数{size}应为单数。', en: 'There are {size} members; the number has to be odd.' },
  ],
]);
const rule = { id: 'tender.deadline', citation: '87号令第十八条', verified: true, jurisdiction: 'national', value: 20 } as unknown as Rule;

describe('a problem', () => {
  it('is filled in both languages and cites its article', () => {
    const problem = catalogue.problem(
      { refused: 'demo.too_late', meta: { dueAt: instant('2025-04-08T09:00:00+08:00'), roles: ['a', 'b'] }, rule },
      'en',
      'req-1',
    );
    expect(problem).toEqual({
      type: 'urn:goufu:refusal:demo.too_late',
      title: 'Not at this moment',
      status: 409,
      code: 'demo.too_late',
      detail: 'It ended at 2025-04-08T09:00:00+08:00; posts: a, b.',
      details: { zh: '截止于2025-04-08T09:00:00+08:00，岗位：a、b。', en: 'It ended at 2025-04-08T09:00:00+08:00; posts: a, b.' },
      meta: { dueAt: '2025-04-08T09:00:00+08:00', roles: ['a', 'b'] },
      rule: { id: 'tender.deadline', citation: '87号令第十八条', verified: true, jurisdiction: 'national' },
      requestId: 'req-1',
      errors: [],
    });
  });
  it('says posts, stages and grounds in the reader’s words, and leaves the codes to machines', () => {
    const { details, meta } = catalogue.problem({ refused: 'demo.role_missing', meta: { roles: ['purchaser-handler', 'x'] } }, 'zh', 'r');
    expect(details).toEqual({ zh: '需要：经办人、x。', en: 'It takes: purchaser handler, x.' });
    expect(meta).toEqual({ roles: ['purchaser-handler', 'x'] });
  });
  it('says the fault of a calculation in its own sentence', () => {
    const { details } = catalogue.problem({ refused: 'demo.unlawful', meta: { fault: 'demo.even', size: 4 } }, 'zh', 'r');
    expect(details).toEqual({
      zh: '不合规：成员人数4应为单数。',
      en: 'Not lawful: There are 4 members; the number has to be odd.',
    });
  });
  it('with several faults has each in errors, the first speaking for all', () => {
    const { code, errors } = catalogue.problem(
      { refused: 'demo.wrong', pointer: '/a', also: [{ refused: 'demo.wrong', pointer: '/b' }] },
      'zh',
      'req-1',
    );
    expect([code, errors.map(({ pointer }) => pointer)]).toEqual(['demo.wrong', ['/a', '/b']]);
  });
});

describe('the language', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['*', 'zh'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,zh-CN;q=0.8', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['fr,en;q=0.1', 'en'],
    ['en;q=0.5, zh;q=0.5', 'zh'],
  ])('for %p is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('an address', () => {
  it('leads to its case and back, also where the id has several parts', () => {
    const routes = new Routes([{ kind: 'budget', plural: 'budget-lines' }]);
    expect(routes.href('budget/2025/line-1')).toBe('/v1/budget-lines/2025~line-1');
    expect(caseIdOf('budget', '2025~line-1')).toBe('budget/2025/line-1');
    expect(routes.href('nothing/1')).toBeNull();
    expect(kebab('submitReview')).toBe('submit-review');
  });
});
