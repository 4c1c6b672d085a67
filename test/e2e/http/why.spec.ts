import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cataloguePermissions, purchasePermissions } from '@goufu/access';
import { relationLabels } from '@goufu/labels';
import { itemIn } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';

interface Why {
  readonly person: string;
  readonly posts: readonly {
    readonly key: string | null;
    readonly allowed: boolean;
    readonly reason?: { readonly code: string };
    readonly facts: readonly {
      readonly of: string;
      readonly holds: boolean;
      readonly words: { readonly zh: string; readonly en: string };
    }[];
  }[];
}

describe('why somebody may give a command, or may not', () => {
  let api: Api;
  let item: string;
  const at = (command: string, of = item) => `/v1/catalogue-items/${of.split('/')[1]}/why/${command}`;
  beforeAll(async () => {
    api = await Api.start();
    item = await itemIn(api.realm, api.people, 'review');
  });
  afterAll(() => api.stop());
  const ask = async (path: string, as: (typeof api.people)['operator'] | null) => (await api.get<Why & ProblemBody>(path, { as })).body;
  const facts = ({ posts }: Why) => (posts[0]?.facts ?? []).map(({ of, holds }) => `${of} ${holds}`);

  it('is told of oneself: the post, the role, the relation to the case, and whose seat it is', async () => {
    const found = await ask(at('review'), api.people.officer);
    expect(found.posts).toMatchObject([{ allowed: true }]);
    expect(facts(found)).toEqual(['post true', 'role true', 'relation true', 'role false', 'relation false']);
    for (const { words } of found.posts[0]?.facts ?? []) expect([words.zh.length > 0, words.en.length > 0]).toEqual([true, true]);
    const second = await ask(at('review'), api.people.approver);
    expect(second.posts).toMatchObject([{ allowed: false, reason: { code: 'approval.not_your_seat' } }]);
    expect(facts(second).at(-1)).toBe('seat false');
  });
  it('names the role that is missing, and the moment that is not there yet', async () => {
    const found = await ask(at('review'), api.people.handler);
    expect(found.posts).toMatchObject([{ allowed: false, reason: { code: 'access.role_missing' } }]);
    const early = await ask(at('accept'), api.people.handler);
    expect(early.posts).toMatchObject([{ allowed: false, reason: { code: 'catalogue.stage_not_open' } }]);
    expect(facts(early).at(-1)).toBe('moment false');
  });
  it('is told of anybody to an operator and an auditor, and of oneself alone to others', async () => {
    const of = (person: string) => `${at('review')}?person=${person}`;
    for (const as of [api.people.operator, api.people.auditor])
      expect((await ask(of('fin-officer'), as)).posts).toMatchObject([{ allowed: true }]);
    expect((await ask(of('nobody'), api.people.operator)).posts).toMatchObject([{ key: null, allowed: false }]);
    expect(await ask(of('fin-officer'), api.people.handler)).toMatchObject({ status: 403, code: 'access.role_missing' });
    expect((await ask(of('zhang-min'), api.people.handler)).person).toBe('zhang-min');
  });
  it('is told of no case that is not theirs to see, and of no command that a person does not give', async () => {
    expect(await ask(at('review'), api.people.agent)).toMatchObject({ status: 404, code: 'case.not_found' });
    expect(await ask(at('review', 'catalogue/none'), api.people.operator)).toMatchObject({ status: 404, code: 'case.not_found' });
    for (const command of ['handOver', 'enterStage', 'propose', 'fly'])
      expect(await ask(at(command), api.people.officer)).toMatchObject({ status: 404, code: 'case.no_such_command' });
    expect(await ask(at('review'), null)).toMatchObject({ status: 401 });
  });
  it('of who sits on a panel is told to nobody else', async () => {
    const opened = await api.post<{ id: string }>(
      '/v1/purchases',
      { title: '社区矫正服务', purchaser: api.people.bureau, agency: null, prefectureFinance: null },
      { as: api.people.handler },
    );
    const path = `/v1/purchases/${opened.body.id.split('/')[1]}/why/submitSheet?person=zhang-min`;
    expect(await ask(path, api.people.auditor)).toMatchObject({ status: 404, code: 'case.no_such_command' });
  });
  it('has a word for every relation that a permission names', () => {
    const relations = [...Object.values(purchasePermissions), ...Object.values(cataloguePermissions)].flatMap((ways) =>
      ways.map((way) => way.in),
    );
    expect([...new Set(relations)].filter((relation) => !(relation in relationLabels))).toEqual([]);
  });
});
