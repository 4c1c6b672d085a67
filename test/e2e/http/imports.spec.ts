import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readXlsx, writeXlsx } from 'hucre';
import { sheetPlans } from '../../../apps/api/src/imports/sheets.js';
import type { ActingPerson } from '@goufu/engine';
import { acting } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Cell = string | number | null;
type Sheets = Readonly<Record<string, readonly (readonly Cell[])[]>>;
interface Trial {
  readonly rows: number;
  readonly items: number;
  readonly known: number;
  readonly ready: boolean;
  readonly faults: readonly {
    readonly sheet: string;
    readonly cell: string;
    readonly heading: string;
    readonly code: string;
    readonly details: { zh: string; en: string };
  }[];
}
/** A workbook with the headings of the template above these rows. */
const workbook = (sheets: Sheets): Promise<Uint8Array> =>
  writeXlsx({
    sheets: Object.entries(sheets).map(([name, rows]) => ({
      name,
      rows: [sheetPlans.find((one) => one.name === name)?.columns.map(({ heading }) => heading) ?? ['?'], ...rows.map((row) => [...row])],
    })),
  });

const departments = [
  ['示范县民政局', '购买主体', null, null, null, '示范县财政局'],
  ['清河镇人民政府', '乡镇（街道）', null, null, '示范县民政局', '示范县财政局'],
];
const staff = [
  ['liu-ying', '刘颖', '１３８００００１１１１', null, '示范县民政局', 'handler', '经办人', '2025/3/1', null],
  ['zhou-tao', '周涛', null, 'zhou@example.cn', '示范县民政局', 'leader', '负责人', '2025-03-01', '2027-02-28'],
  ['ma-li', '马莉', null, null, null, null, null, null, null],
];

describe('a workbook of the directory', () => {
  let api: Api;
  let operator: ActingPerson;
  beforeAll(async () => {
    api = await Api.start();
    operator = api.people.operator;
  });
  afterAll(() => api.stop());
  const send = <T>(path: string, raw: Uint8Array, as: ActingPerson, key: string | null = randomUUID()) =>
    api.ask<T>('POST', path, { as, raw, key, headers: { 'content-type': XLSX } });
  const trial = async (sheets: Sheets, as = operator): Promise<Trial> =>
    (await send<Trial>('/v1/imports/trial', await workbook(sheets), as)).body;
  const carry = async (sheets: Sheets, as = operator, key?: string) =>
    send<{ done: number; known: number } & ProblemBody>('/v1/imports', await workbook(sheets), as, key);
  const places = ({ faults }: Trial) => faults.map(({ sheet, cell, code }) => `${sheet}!${cell} ${code}`);

  it('is given out to be filled in: every sheet with its headings, and what to write', async () => {
    const answer = await fetch(`${api.url}/v1/imports/template`, {
      headers: { authorization: `Bearer ${await api.issuer.token(operator.person)}`, 'acting-post': operator.appointment ?? '' },
    });
    const book = await readXlsx(new Uint8Array(await answer.arrayBuffer()));
    expect(book.sheets.map(({ name }) => name)).toEqual(['单位', '人员', '目录', '预算', '说明']);
    expect(book.sheets[1]?.rows[0]).toContain('任职日期');
  });

  it('is tried out without a trace: departments, and the people of departments that only it knows', async () => {
    const found = await trial({ 单位: departments, 人员: staff });
    expect(found).toEqual({ rows: 5, items: 9, known: 0, ready: true, faults: [] });
    expect(await api.realm.sql(`select count(*)::int as n from person`)).toEqual([{ n: 0 }]);
    expect(await api.realm.sql(`select count(*)::int as n from organisation_view where name like '%民政局'`)).toEqual([{ n: 0 }]);
  });

  it('tells each fault at its cell, of the form and of what a command would be answered, in both languages', async () => {
    const found = await trial({
      单位: [
        ['示范县审计中心', '机关', null, null, null, null],
        ['某公司', '承接主体', '小型企业', null, null, null],
        ['某局', '购买主体', null, null, null, '示范县司法局'],
        ['某镇', '乡镇（街道）', null, null, '没有的局', null],
      ],
      人员: [
        ['bad id!', '甲', null, null, null, null, null, null, null],
        ['yi', '乙', null, 'no-mail', '示范县司法局', 'handler', '经办人、业务岗', '2025-03-01', null],
        ['bing', '丙', null, null, '示范县司法局', 'idle', null, '三月一日', null],
      ],
    });
    expect(found.ready).toBe(false);
    expect(places(found)).toEqual(
      expect.arrayContaining([
        '单位!B2 input.not_allowed',
        '单位!D3 organisation.credit_code_missing',
        '单位!F4 organisation.not_finance',
        '单位!E5 import.organisation_unknown',
        '人员!A2 input.wrong_format',
        '人员!D3 input.wrong_format',
        '人员!H4 input.not_a_date',
      ]),
    );
    for (const { details } of found.faults) expect([details.zh.length > 0, details.en.length > 0]).toEqual([true, true]);
    expect((await carry({ 单位: [['某公司', '承接主体', null, null, null, null]] })).body).toMatchObject({
      status: 422,
      code: 'import.has_faults',
    });
  });

  it('tells of sheets and columns that nobody knows, of columns that are missing, and of formulas', async () => {
    const bytes = await writeXlsx({
      sheets: [
        { name: '工资', rows: [['姓名']] },
        {
          name: '人员',
          rows: [
            ['人员编号', '姓名', '身份证号'],
            ['a', null, null],
          ],
          cells: new Map([['1,1', { formula: 'A1', value: 'x', type: 'formula' as const }]]),
        },
        { name: '单位', rows: [['单位名称'], ['某局']] },
      ],
    });
    const { body } = await send<Trial>('/v1/imports/trial', bytes, operator);
    expect(places(body)).toEqual([
      '工资!A1 import.sheet_unknown',
      '单位!A1 import.heading_missing',
      '人员!C1 import.heading_unknown',
      '人员!B2 import.formula',
    ]);
  });

  it('is carried out as the commands that they are, and brought again it changes nothing', async () => {
    const key = randomUUID();
    const first = await carry({ 单位: departments, 人员: staff }, operator, key);
    expect([first.status, first.body]).toEqual([200, { done: 9, known: 0 }]);
    expect((await carry({ 单位: departments, 人员: staff }, operator, key)).body).toEqual({ done: 0, known: 5 });
    expect((await carry({ 单位: departments, 人员: staff })).body).toEqual({ done: 0, known: 5 });
    const { body } = await api.get<{ items: readonly { person: string; name: string; phone: string; posts: readonly object[] }[] }>(
      `/v1/people?q=${encodeURIComponent('刘颖')}`,
      { as: operator },
    );
    expect(body.items).toMatchObject([
      { person: 'liu-ying', name: '刘颖', phone: '13800001111', posts: [{ post: 'handler', toOn: null }] },
    ]);
    // what it says of people is in no log
    expect(api.lines.join('\n')).not.toMatch(/刘颖|13800001111/);
  });

  it('of catalogue and budget is for who may propose and approve; a row of each becomes one case', async () => {
    const bureau = await api.realm.sql<{ key: string }>(`select key from organisation_view where name = '示范县民政局'`);
    const handler = acting(bureau[0]?.key ?? '', 'handler', 'liu-ying');
    const item = ['养老服务', '示范县民政局', 'A1007', 'C05020300', '每月走访一次。', '户·年', '是'];
    const catalogue = {
      目录: [
        [...item, 'visits', '走访', '不低于', '12', '次'],
        [null, null, null, null, null, null, null, 'content', '满意率', '不低于', '90', '%'],
      ],
    };
    expect((await carry(catalogue, handler)).body).toEqual({ done: 1, known: 0 });
    expect((await carry(catalogue, handler)).body).toEqual({ done: 1, known: 0 });
    const proposed = await api.realm.sql<{ n: number }>(
      `select count(*)::int as n from case_view where kind = 'catalogue' and title = '养老服务'`,
    );
    expect(proposed).toEqual([{ n: 1 }]);
    const wrong = await trial({ 目录: [[...item.with(2, 'A9999'), 'visits', '走访', '不低于', '12', '次']] }, handler);
    expect(places(wrong)).toEqual(['目录!C2 catalogue.not_in_guiding_catalogue']);

    const line = [
      '示范财预〔2025〕18号',
      '养老专项',
      '示范县民政局',
      '2081002',
      '50205',
      'YL-1',
      '一般公共预算',
      '本级预算',
      2025,
      '1,234,567.8',
    ];
    const budget = { 预算: [line] };
    expect(places(await trial(budget, handler))).toEqual(['预算!A2 access.role_missing']);
    expect((await carry(budget, api.people.officer)).body).toEqual({ done: 1, known: 0 });
    const approved = await api.realm.sql(`select amount from case_view where kind = 'budget'`);
    expect(approved).toEqual([{ amount: 123456780n }]);
    expect(places(await trial({ 预算: [line.with(9, '12.345')] }, api.people.officer))).toEqual(['预算!J2 input.not_yuan']);
  });

  it('without a body is refused', async () => {
    const { body } = await api.ask<ProblemBody>('POST', '/v1/imports/trial', { as: operator });
    expect(body.status).toBeLessThan(500);
  });
  it.each([
    ['that is no workbook', Buffer.from('hello'), XLSX, 'import.not_xlsx'],
    ['that is said to be something else', Buffer.from('hello'), 'text/csv', 'import.type_not_allowed'],
    ['that is said to be JSON', Buffer.from('{}'), 'application/json', 'import.type_not_allowed'],
    ['that is nothing', Buffer.alloc(0), XLSX, 'import.not_xlsx'],
    ['that is too large', Buffer.alloc(2_100_000), XLSX, 'import.too_large'],
  ])('%s is refused', async (_title, raw, type, code) => {
    const { body } = await api.ask<ProblemBody>('POST', '/v1/imports/trial', { as: operator, raw, headers: { 'content-type': type } });
    expect(body.code).toBe(code);
  });
});
