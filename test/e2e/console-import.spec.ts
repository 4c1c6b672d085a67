import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeXlsx } from 'hucre';
import { sheetPlans } from '../../apps/api/src/imports/sheets.js';
import { Console, isWider } from '../support/console.js';

const headings = (name: string): string[] => sheetPlans.find((one) => one.name === name)?.columns.map(({ heading }) => heading) ?? [];
const file = async (type: string, phone: string) => ({
  name: '名册.xlsx',
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: Buffer.from(
    await writeXlsx({
      sheets: [
        { name: '单位', rows: [headings('单位'), ['示范县民政局', type, null, null, null, '示范县财政局']] },
        {
          name: '人员',
          rows: [headings('人员'), ['liu-ying', '刘颖', phone, null, '示范县民政局', 'handler', '经办人', '2025-03-01', null]],
        },
      ],
    }),
  ),
});

describe('an import in the console', () => {
  let console: Console;
  beforeAll(async () => {
    console = await Console.start(({ people }) => ({ 管理员: people.operator }));
  }, 120_000);
  afterAll(() => console?.stop(), 60_000);

  it('shows every fault at its cell, takes the corrected file, and says what was done', async () => {
    const page = await console.as('管理员', '/import');
    await page.getByRole('heading', { name: 'Excel导入' }).waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载模板' }).click();
    expect((await downloading).suggestedFilename()).toBe('导入模板.xlsx');

    await page.locator('input[type=file]').setInputFiles(await file('机关', '不详'));
    await page.getByText('发现').first().waitFor();
    await page.getByRole('row').filter({ hasText: 'B2' }).getByText('只能取').waitFor();
    await page.getByRole('row').filter({ hasText: 'C2' }).getByText('格式不对').waitFor();
    await console.picture(page, 'import-faults');
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await isWider(page)).toBe(false);
    await console.picture(page, 'import-faults-phone');
    await page.setViewportSize({ width: 1366, height: 768 });

    await page.locator('input[type=file]').setInputFiles(await file('购买主体', '13800001111'));
    await page.getByText('没有发现错误').waitFor();
    await console.picture(page, 'import-ready');
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByText('已办理4项').waitFor();
    const { body } = await console.api.get<{ items: readonly unknown[] }>(`/v1/people?q=${encodeURIComponent('刘颖')}`, {
      as: console.api.people.operator,
    });
    expect(body.items).toHaveLength(1);
    expect(console.complaints).toEqual([]);
    await page.context().close();
  }, 90_000);
});
