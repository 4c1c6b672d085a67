import { existsSync, readFileSync } from 'node:fs';
import type { DataDirectory } from './data-directory.js';
import { readPeople } from './issuer.js';
import type { Ports } from './system.js';
import { postIn } from './sign-in/people-page.js';
import { framed } from './table.js';

/** A purchase of the demonstration as the seeder left it. */
export interface DemoPurchase {
  readonly title: string;
  /** Where it stood when it had been played. */
  readonly stood: string;
  readonly href: string;
}
const readPurchases = (file: string): readonly DemoPurchase[] =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly DemoPurchase[]) : [];

/** What `npm start` prints when everything runs: where to look, what there is to see, whom to act as, where the data are. */
export const banner = (data: Pick<DataDirectory, 'path' | 'inside'>, env: Readonly<Record<string, string>>, ports: Ports): string => {
  const people = readPeople(data.inside('people.json'));
  const who = people.map(({ person, name, posts }): [string, string] => [
    `${name} ${person}`,
    posts.map(({ post, department }) => `${department} ${postIn(post, 'zh')}`).join('、'),
  ]);
  // Somebody who has something to do.
  const example =
    (people.find(({ posts }) => posts.some(({ post }) => post.includes('purchaser-handler'))) ?? people[0])?.person ?? 'PERSON';
  const ui = process.env.TEMPORAL_ADDRESS ? [] : [['Temporal UI', `http://127.0.0.1:${ports.temporalUi}`] as [string, string]];
  return framed([
    [
      ['办事 console', `${env.API_URL}/`],
      ['API 接口文档 docs', `${env.API_URL}/docs`],
      ...ui,
      ['国库模拟 treasury', `${env.TREASURY_URL}/health`],
      ['身份 people, tokens', `${env.ISSUER_URL}/people`],
    ],
    readPurchases(data.inside('demo-purchases.json')).flatMap(({ title, stood, href }): [string, string?][] => [
      [stood, title],
      ['', `${env.API_URL}${href}`],
    ]),
    who,
    [
      ['以某人身份操作 act as a person (several posts: add -H "Acting-Post: ..."):'],
      [`  TOKEN=$(curl -s ${env.ISSUER_URL}/token -d '{"person":"${example}"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`],
      [`  curl -s -H "Authorization: Bearer $TOKEN" ${env.API_URL}/v1/tasks`],
    ],
    [
      ['数据 data', data.path],
      ['日志 logs', data.inside('logs')],
      ['停止 stop', 'Ctrl-C'],
    ],
  ]);
};
