import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { writeXlsx } from 'hucre';
import { readWorkbook, WorkbookUnreadable } from './read-workbook.js';
import { writeTemplate } from './write-template.js';

const limits = { unpacked: 1_000_000, rows: 100, columns: 10 };
const fault = async (bytes: Uint8Array, more: Partial<typeof limits> = {}): Promise<string | null> =>
  readWorkbook(bytes, { ...limits, ...more }).then(
    () => null,
    (error: unknown) => (error instanceof WorkbookUnreadable ? error.fault : String(error)),
  );
/** An archive of one entry that unpacks to so many bytes and says that they are few. */
const bomb = (size: number): Buffer => {
  const body = deflateRawSync(Buffer.alloc(size));
  const name = Buffer.from('xl/workbook.xml');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(body.length, 18);
  local.writeUInt32LE(10, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(body.length, 20);
  entry.writeUInt32LE(10, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + body.length, 16);
  return Buffer.concat([local, name, body, entry, name, end]);
};

describe('a workbook', () => {
  it('is read cell by cell: texts, numbers, days; a formula is known as one and not reckoned', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '预算',
          rows: [
            ['名称', '金额', '日期', '合计'],
            ['帮教服务', 1234.5, new Date('2025-03-01T00:00:00Z'), null],
          ],
          cells: new Map([['1,3', { formula: 'B2*2', formulaResult: 2469, type: 'formula', value: 2469 }]]),
        },
      ],
    });
    const [sheet] = await readWorkbook(bytes, limits);
    expect(sheet?.name).toBe('预算');
    expect(sheet?.rows[1]).toEqual([
      { at: 'A2', value: '帮教服务', isDate: false, isFormula: false },
      { at: 'B2', value: 1234.5, isDate: false, isFormula: false },
      { at: 'C2', value: '2025-03-01', isDate: true, isFormula: false },
      expect.objectContaining({ at: 'D2', isFormula: true }),
    ]);
  });
  it('that unpacks to more than the limit is not unpacked further, whatever it says of itself', async () => {
    expect(await fault(bomb(50_000_000))).toBe('too-large');
    expect(bomb(50_000_000).length).toBeLessThan(100_000);
  });
  it.each([
    ['that is none', Buffer.from('hello')],
    ['that is empty', Buffer.alloc(0)],
    ['that was cut', Buffer.from('PK\u0003\u0004 and no more')],
  ])('%s is refused', async (_title, bytes) => {
    expect(await fault(bytes)).toBe('not-xlsx');
  });
  it('with more rows than anybody looks through is refused', async () => {
    const rows = Array.from({ length: 101 }, (_, n) => [`r${n}`]);
    expect(await fault(await writeXlsx({ sheets: [{ name: 'a', rows }] }))).toBe('too-many-rows');
  });
  it('to fill in has its headings and notes, and is read again', async () => {
    const bytes = await writeTemplate([{ name: '人员', columns: [{ heading: '姓名', note: '必填', sample: '张敏' }] }]);
    const again = await writeTemplate([{ name: '人员', columns: [{ heading: '姓名', note: '必填', sample: '张敏' }] }]);
    expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
    const sheets = await readWorkbook(bytes, limits);
    expect(sheets.map(({ name, rows }) => [name, rows.map((row) => row.map(({ value }) => value))])).toEqual([
      ['人员', [['姓名']]],
      [
        '说明',
        [
          ['工作表', '列', '填写说明', '示例'],
          ['人员', '姓名', '必填', '张敏'],
        ],
      ],
    ]);
  });
});
