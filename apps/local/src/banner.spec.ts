import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { banner } from './banner.js';

let path: string;
const data = { path: '', inside: (...parts: readonly string[]) => join(path, ...parts) };
const env = { API_URL: 'http://127.0.0.1:1', TREASURY_URL: 'http://127.0.0.1:2', ISSUER_URL: 'http://127.0.0.1:3' };
const shown = () => banner({ ...data, path }, env, { temporalUi: 4 } as Parameters<typeof banner>[2]);

beforeAll(() => {
  path = mkdtempSync(join(tmpdir(), 'goufu-banner-'));
});
afterAll(() => rmSync(path, { recursive: true }));

it('an empty system shows addresses and where its data are', () => {
  expect(shown()).toContain('http://127.0.0.1:1/docs');
  expect(shown()).toContain(path);
});

it('a demonstration shows its purchases, its people with their posts in Chinese, and acts as somebody who has something to do', () => {
  const post = (role: string, department: string) => [{ appointment: 'a', post: role, department }];
  writeFileSync(
    data.inside('people.json'),
    JSON.stringify([
      { person: 'luo-min', name: '罗敏', posts: post('operator', '示范县财政局') },
      { person: 'zhang-min', name: '张敏', posts: post('purchaser-handler', '示范县司法局') },
    ]),
  );
  writeFileSync(
    data.inside('demo-purchases.json'),
    JSON.stringify([{ title: '社区矫正服务', stood: '评审 in evaluation', href: '/v1/purchases/1' }]),
  );
  const text = shown();
  expect(text).toContain('示范县司法局 经办人');
  expect(text).toContain('{"person":"zhang-min"}');
  expect(text).toContain('http://127.0.0.1:1/v1/purchases/1');
  expect(text).toMatch(/评审 in evaluation +社区矫正服务/);
});
