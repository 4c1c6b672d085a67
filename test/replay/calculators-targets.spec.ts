import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { asked, refusedOf, resultOf } from '../support/calculators.js';

const of = (target: string, facts: object, on = '2018-12-31') => ({ target, on, facts });
const villages = (withOrganisationOrStation: number, all = 168) => of('B-21.villages', { withOrganisationOrStation, villages: all });
const named = (industry: number, charity: number, community: number) => of('A-31', { named: { industry, charity, community } });

describe('a target of a policy document', () => {
  it('of 75 per cent of the villages is met by exactly 75', () => {
    expect(resultOf('target', villages(126))).toEqual({
      value: '75',
      unit: 'percent',
      exact: '0.75',
      bound: { op: '>=', value: '75' },
      met: true,
      asOf: '2018-12-31',
      dueOn: '2018-12-31',
      missing: 0,
      unconfirmed: [],
      readings: [],
      findings: [],
    });
  });
  it('is missed by one village, however near: 74.99 per cent is no 75', () => {
    expect(resultOf('target', villages(125))).toMatchObject({ value: '3125/42', exact: '125/168', met: false, missing: 1 });
    expect(resultOf('target', villages(749_999, 1_000_000))).toMatchObject({ value: '74.9999', met: false, missing: 1 });
    expect(resultOf('target', villages(0, 3))).toMatchObject({ value: '0', met: false, missing: 3 });
  });
  it('of a whole of nothing is neither met nor missed', () => {
    expect(resultOf('target', villages(0, 0))).toMatchObject({ value: null, exact: null, met: null, missing: null });
    expect(resultOf('target', of('B-23', { hubs: {} }))).toMatchObject({ value: null, met: null, missing: null });
    expect(resultOf('target', of('B-22', { openedOn: {} }))).toMatchObject({ value: null, met: null });
    expect(resultOf('target', of('A-08', { gradedValid: 0, assessable: 0, filed: 0 }))).toMatchObject({
      value: null,
      readings: [{ met: null }, { met: null }],
    });
  });
  it('is refused where the part is more than the whole', () => {
    expect(refusedOf('target', villages(169))).toEqual([
      { code: 'target.part_exceeds_whole', rule: 'B-21', pointer: '/facts/withOrganisationOrStation', meta: { whole: 168 } },
    ]);
  });
  it('of which the text is doubtful is answered by each reading and by none alone', () => {
    expect(resultOf('target', named(2, 1, 2))).toEqual({
      value: '5',
      unit: 'count',
      exact: '5',
      bound: null,
      met: null,
      asOf: '2018-12-31',
      dueOn: null,
      missing: null,
      unconfirmed: ['A-31.each'],
      readings: [
        { reading: '1-2 each', met: true },
        { reading: '12 each', met: false },
      ],
      findings: [],
    });
    expect(resultOf('target', named(0, 12, 12))).toMatchObject({ value: '24', readings: [{ met: false }, { met: false }] });
    expect(resultOf('target', named(12, 12, 12))).toMatchObject({ met: null, readings: [{ met: true }, { met: true }] });
  });
  it('of graded organisations is reckoned with and without those that are only filed', () => {
    expect(resultOf('target', of('A-08', { gradedValid: 80, assessable: 100, filed: 1 }))).toMatchObject({
      value: '80',
      bound: { op: '>=', value: '80' },
      met: null,
      missing: null,
      unconfirmed: ['A-08.whole'],
      readings: [
        { reading: 'filed not counted', met: true },
        { reading: 'filed counted', met: false },
      ],
    });
  });
  it('cites its row and the place whose document it is, though the input names none', () => {
    const answer = asked('target', villages(126));
    expect(answer).toMatchObject({
      steps: [{ name: 'B-21.villages', inputs: { withOrganisationOrStation: '126', villages: '168' }, exact: '0.75', rounding: null }],
      rules: [{ id: 'B-21', citation: '常州市司法行政领域社会组织培育发展规划（2016-2018年）5一', verified: true }],
      overridden: [],
      pack: { jurisdiction: 'changzhou' },
    });
    expect(asked('target', named(1, 1, 1))).toMatchObject({ rules: [{ id: 'A-31', verified: false }], pack: { jurisdiction: 'xinjin' } });
    expect(resultOf('target', { ...villages(126), jurisdiction: 'changzhou' })).toMatchObject({ met: true });
  });
  it('is no target of another place, and none before its document', () => {
    expect(refusedOf('target', { ...villages(126), jurisdiction: 'demo-county' })).toMatchObject([
      { code: 'input.unknown_rule', pointer: '/target', meta: { rule: 'B-21' } },
    ]);
    expect(refusedOf('target', { ...villages(126), on: '2016-09-20' })).toMatchObject([{ code: 'rules.not_in_force', pointer: '/on' }]);
    expect(resultOf('target', { ...villages(126), on: '2016-09-21' })).toMatchObject({ asOf: '2016-09-21' });
  });

  it.each([
    ['200 registered are enough', 'A-06', { registered: 200 }, { value: '200', met: true, dueOn: '2019-01-11', missing: 0 }],
    ['199 are not', 'A-06', { registered: 199 }, { value: '199', met: false, missing: 1 }],
    [
      'brought in, registered and filed count together',
      'A-07',
      { introduced: 20, registered: 100, filed: 60 },
      { value: '180', met: true },
    ],
    ['179 of them are not enough', 'A-07', { introduced: 20, registered: 100, filed: 59 }, { met: false, missing: 1 }],
    ['a fifth able to take over is enough', 'A-09', { capable: 41, all: 205 }, { value: '20', exact: '0.2', met: true }],
    ['a body of a third is a fraction', 'A-09', { capable: 1, all: 3 }, { value: '100/3', exact: '1/3', met: true }],
    ['every organisation is attached to a hub', 'A-18', { attached: 204, all: 205 }, { met: false, missing: 1, dueOn: null }],
    ['the county park stands', 'A-19.park', { open: 1 }, { met: true, bound: { op: '>=', value: '1' } }],
    ['twelve stations are twelve', 'A-19.stations', { open: 11 }, { met: false, missing: 1, bound: { op: '>=', value: '12' } }],
    ['twenty projects are completed', 'A-29', { completed: 20 }, { met: true, dueOn: '2019-01-11' }],
    ['every town has an organisation', 'B-07', { covered: 58, towns: 58 }, { value: '100', met: true, dueOn: '2018-12-31' }],
    ['every town is covered', 'B-21.towns', { covered: 57, towns: 58 }, { met: false, missing: 1 }],
    ['one network is enough', 'B-30', { networks: 1 }, { value: '1', met: true, dueOn: '2018-12-31' }],
    ['every organisation has the party', 'B-41', { covered: 0, all: 4 }, { value: '0', met: false, missing: 4, dueOn: null }],
  ])('counts: %s', (_title, target, facts, result) => {
    expect(resultOf('target', of(target, facts))).toMatchObject(result);
  });

  it('of centres in every district looks at the day: the last of September is in time, the first of October is late', () => {
    const openedOn = { 天宁区: '2016-09-30', 钟楼区: '2016-10-01', 武进区: null };
    expect(resultOf('target', of('B-22', { openedOn }))).toMatchObject({
      value: '100/3',
      met: false,
      missing: 2,
      dueOn: '2016-09-30',
      findings: [
        {
          code: 'target.opened_late',
          rule: 'B-22',
          pointer: '/facts/openedOn/钟楼区',
          meta: { openedOn: '2016-10-01', dueOn: '2016-09-30' },
        },
      ],
    });
    expect(resultOf('target', of('B-22', { openedOn: { 天宁区: '2016-09-30' } }, '2016-09-29'))).toMatchObject({ value: '0', met: false });
    expect(resultOf('target', of('B-22', { openedOn: { 天宁区: '2016-09-30' } }))).toMatchObject({ value: '100', met: true, findings: [] });
  });
  it('of hubs in every district is as far as the district that has least: three are enough, two are not', () => {
    expect(resultOf('target', of('B-23', { hubs: { 天宁区: 4, 钟楼区: 3 } }))).toMatchObject({
      value: '3',
      bound: { op: '>=', value: '3' },
      met: true,
    });
    expect(resultOf('target', of('B-23', { hubs: { 天宁区: 5, 钟楼区: 2, 武进区: 1 } }))).toMatchObject({
      value: '1',
      met: false,
      missing: 3,
    });
  });
  it('of named bodies counts those, each once, under each of its names', () => {
    const open = ['史良研究会', '非公经济法律风险防范研究会'];
    expect(resultOf('target', of('B-24', { open }))).toMatchObject({ value: '2', met: false, missing: 1 });
    expect(resultOf('target', of('B-24', { open: [...open, '司法行政发展研究中心'] }))).toMatchObject({ value: '3', met: true });
    expect(refusedOf('target', of('B-24', { open: [...open, '常州非公经济法律风险防范研究会', '瞿秋白研究会'] }))).toMatchObject([
      { code: 'input.duplicate_id', pointer: '/facts/open/2' },
      { code: 'input.unknown_value', pointer: '/facts/open/3', meta: { value: '瞿秋白研究会' } },
    ]);
  });
  it('of every field in every district takes a field that is not named as none', () => {
    const full = { 法治宣传: 2, 社区矫正: 1, 安置帮教: 1 };
    expect(resultOf('target', of('B-25', { counts: { 天宁区: full, 钟楼区: full } }))).toMatchObject({ value: '1', met: true, missing: 0 });
    expect(resultOf('target', of('B-25', { counts: { 天宁区: full, 钟楼区: { 法治宣传: 3 } } }))).toMatchObject({
      value: '0',
      met: false,
      missing: 2,
    });
    expect(refusedOf('target', of('B-25', { counts: { 天宁区: { 司法鉴定: 1 } } }))).toMatchObject([
      { code: 'input.unknown_value', rule: null, pointer: '/facts/counts/天宁区/司法鉴定' },
    ]);
  });
  it('of purchases counts contracts with social organisations, signed in the year, in the three fields', () => {
    const signed = (district: string, more: object = {}) => ({
      district,
      field: '社区矫正',
      supplierKind: 'social-organisation',
      signedOn: '2018-06-01',
      ...more,
    });
    const bought = (...contracts: readonly object[]) =>
      of('B-26', { contracts, districts: ['天宁区', '钟楼区'], year: 2018 }, '2018-12-31');
    const two = [signed('天宁区', { signedOn: '2018-01-01' }), signed('天宁区', { field: '法治宣传', signedOn: '2018-12-31' })];
    expect(resultOf('target', bought(...two, signed('钟楼区'), signed('钟楼区', { field: '安置帮教' })))).toMatchObject({
      value: '2',
      bound: { op: '>=', value: '2' },
      met: true,
      dueOn: '2018-12-31',
      unconfirmed: [],
    });
    expect(resultOf('target', bought(...two, signed('钟楼区')))).toMatchObject({ value: '1', met: false, missing: 1 });
    const uncounted = [
      signed('钟楼区', { field: '法律服务' }),
      signed('钟楼区', { supplierKind: 'small' }),
      signed('钟楼区', { signedOn: '2017-12-31' }),
      signed('钟楼区', { signedOn: '2019-01-01' }),
    ];
    expect(resultOf('target', bought(...two, ...uncounted))).toMatchObject({ value: '0', met: false, missing: 2 });
    expect(refusedOf('target', bought(signed('新北区')))).toMatchObject([
      { code: 'input.unknown_value', pointer: '/facts/contracts/0/district', meta: { value: '新北区' } },
    ]);
  });
  it('of associations in every district and of every kind is a share of both together', () => {
    const all = ['人民调解', '社区矫正', '安置帮教'];
    expect(resultOf('target', of('B-29', { covered: { 天宁区: [...all, '司法鉴定'], 钟楼区: all } }))).toMatchObject({
      value: '100',
      met: true,
    });
    expect(resultOf('target', of('B-29', { covered: { 天宁区: all, 钟楼区: ['人民调解'] } }))).toMatchObject({
      exact: '2/3',
      met: false,
      missing: 2,
    });
  });
  it('follows another bound for a what-if', () => {
    const parts = {
      towns: { measure: 'share', part: 'covered', whole: ['towns'], atLeast: '100', dueOn: '2018-12-31' },
      villages: { measure: 'share', part: 'withOrganisationOrStation', whole: ['villages'], atLeast: '80', dueOn: '2019-12-31' },
    };
    expect(asked('target', { ...villages(126), parameters: { 'B-21': { parts } } })).toMatchObject({
      result: { bound: { value: '80' }, met: false, missing: 9, dueOn: '2019-12-31' },
      overridden: ['B-21'],
    });
  });
  it.each([
    [of('B-21', { covered: 1, towns: 1 }), 'input.unknown_value', '/target'],
    [of('A-99', {}), 'input.unknown_value', '/target'],
    [{ on: '2018-12-31', facts: {} }, 'input.missing', '/target'],
    [{ target: 'A-06', facts: { registered: 1 } }, 'input.missing', '/on'],
    [of('A-06', {}), 'input.missing', '/facts/registered'],
    [of('A-06', { registered: '200' }), 'input.wrong_type', '/facts/registered'],
    [of('A-06', { registered: -1 }), 'input.not_a_count', '/facts/registered'],
    [of('A-06', { registered: 1.5 }), 'input.not_a_count', '/facts/registered'],
    [of('A-06', { registered: 200, filed: 3 }), 'input.unknown_field', '/facts/filed'],
    [of('A-31', { named: { industry: 1, charity: 1 } }), 'input.missing', '/facts/named/community'],
    [of('B-22', { openedOn: { 天宁区: '2016-09-31' } }), 'input.no_such_date', '/facts/openedOn/天宁区'],
    [of('A-06', { registered: 200 }, '2018-02-30'), 'input.no_such_date', '/on'],
  ])('of a malformed input is refused: %#', (input, code, pointer) => {
    expect(refusedOf('target', input)).toMatchObject([{ code, pointer }]);
  });

  it('that is unknown is named in the refusal, not the whole input', () => {
    expect(refusedOf('target', of('A-99', {}))).toEqual([
      { code: 'input.unknown_value', rule: null, pointer: '/target', meta: { value: 'A-99' } },
    ]);
  });

  it('stands in the pack of its place as a row that the calculator answers, and no row is left over', () => {
    const book = new RuleBook(buildStacks(readPacks(), (text) => createHash('sha256').update(text).digest('hex')));
    const rows = (place: string) => Object.keys(book.current(place).rows).filter((id) => /^[A-Z]-\d/.test(id));
    expect(rows('xinjin').sort()).toEqual(['A-06', 'A-07', 'A-08', 'A-09', 'A-18', 'A-19', 'A-29', 'A-31']);
    expect(rows('changzhou').sort()).toEqual(['B-07', 'B-21', 'B-22', 'B-23', 'B-24', 'B-25', 'B-26', 'B-29', 'B-30', 'B-41']);
    expect(rows('demo-county')).toEqual([]);
  });
});
