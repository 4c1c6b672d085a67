import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Console, isWider } from '../support/console.js';
import { itemIn } from '../support/engine.js';

describe('people and posts in the console', () => {
  let console: Console;
  beforeAll(async () => {
    console = await Console.start(({ people }) => ({ 管理员: people.operator, 张敏: people.handler }));
    const { api } = console;
    for (const [id, name] of [
      ['zhang-min', '张敏'],
      ['li-na', '李娜'],
      ['wang-lei', '王磊'],
      ['fin-officer', '吴强'],
    ])
      await api.post('/v1/people', { id, name, phone: '13800000000' }, { as: api.people.operator });
  }, 120_000);
  afterAll(() => console?.stop());

  it('are kept by the operator: a person taken in, appointed, and found in both lists', async () => {
    const page = await console.as('管理员', '/people');
    await page.getByRole('heading', { name: '人员与岗位' }).waitFor();
    await page.getByRole('row').filter({ hasText: '张敏' }).getByText('经办人').waitFor();
    await console.picture(page, 'people');
    await page.getByRole('link', { name: '登记人员' }).click();
    await page.locator('#field-name').fill('赵欣');
    await page.locator('#field-phone').fill('13900000000');
    await page.getByRole('button', { name: '核对后提交' }).click();
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByRole('heading', { name: '赵欣' }).waitFor();

    await page.goto(new URL('/people?of=departments', page.url()).href);
    await page.getByRole('link', { name: '示范县司法局' }).click();
    const row = page.getByRole('row').filter({ hasText: 'purchaser-handler' });
    await row.getByText('张敏').waitFor();
    await console.picture(page, 'department');
    await row.getByRole('link', { name: /^任职/ }).click();
    await page.locator('#field-person').click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: '赵欣' }).click();
    await page.locator('#field-from').fill('2025-03-01');
    await page.locator('#field-from').press('Tab');
    await page.getByRole('button', { name: '核对后提交' }).click();
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.waitForURL(/organisations\/[^/]+$/);
    await page.goto(`${page.url()}?tab=posts`);
    await page.getByRole('row').filter({ hasText: 'purchaser-handler' }).getByText('赵欣').waitFor();
    expect(console.complaints).toEqual([]);
    await page.context().close();
  }, 90_000);

  it('are asked twice before anybody is disabled, and say what will become of the work', async () => {
    const page = await console.as('管理员', '/people/fin-officer');
    await page.getByRole('heading', { name: '吴强' }).waitFor();
    await console.picture(page, 'person');
    await page.getByRole('button', { name: '停用' }).click();
    const asked = page.getByRole('alertdialog');
    await asked.getByText('按规则移交').waitFor();
    await console.picture(page, 'disable');
    await asked.getByRole('button', { name: '停用' }).click();
    await page.getByText('没有任职').waitFor();
    await page.getByRole('button', { name: '恢复' }).waitFor();
    await page.goto(new URL('/people?state=disabled', page.url()).href);
    await page.getByRole('row').filter({ hasText: '吴强' }).getByText('已停用').waitFor();
    expect(console.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('and their posts explain why a thing may not be done', async () => {
    const id = await itemIn(console.api.realm, console.api.people, 'review');
    const page = await console.as('张敏', `/catalogue-items/${id.split('/')[1]}`);
    await page.getByText('暂时不能办理的事项及原因').click();
    await page.getByRole('button', { name: /^为什么？ 受理/ }).click();
    await page.getByText('岗位职责为经办人').waitFor();
    await page.getByText('任职单位是本事项的主管部门').waitFor();
    await console.picture(page, 'why');
    expect(console.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('fit a phone, and are nothing that others are led to', async () => {
    const page = await console.as('管理员', '/people', { viewport: { width: 390, height: 844 } });
    await page.getByText('李娜').waitFor();
    expect(await isWider(page)).toBe(false);
    await console.picture(page, 'people-phone');
    await page.goto(new URL('/people?of=departments', page.url()).href);
    await page.getByRole('link', { name: '示范县司法局' }).click();
    await page.getByText('purchaser-leader').waitFor();
    expect(await isWider(page)).toBe(false);
    await console.picture(page, 'department-phone');
    await page.context().close();

    const other = await console.as('张敏', '/');
    await other.getByRole('heading', { name: '我的工作台' }).waitFor();
    expect(await other.getByRole('link', { name: '人员与岗位' }).count()).toBe(0);
    await other.goto(new URL('/people', other.url()).href);
    await other.getByText('您的岗位没有此项权限').waitFor();
    expect(console.complaints).toEqual([]);
    await other.context().close();
  }, 60_000);
});
