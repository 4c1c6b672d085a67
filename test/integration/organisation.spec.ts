import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Instant, plusMs } from '@goufu/domain';
import { keep } from '../support/corpus.js';
import { freshDatabase, type Database } from '../support/database.js';
import { acting, county, type County, Realm } from '../support/engine.js';

describe('the directory', () => {
  let database: Database;
  let realm: Realm;
  let people: County;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl);
    people = await county(realm);
  });
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });

  it('is kept by the operator alone', async () => {
    const township = { type: 'township', name: '示范县清河镇', finance: people.finance };
    expect(await realm.refused(people.handler, 'organisation', null, 'register', township)).toBe('access.role_missing');
    const { id } = await realm.done(people.operator, 'organisation', null, 'register', township);
    expect(await realm.sql('select type, name from organisation_view where key = $1', [id])).toEqual([
      { type: 'township', name: '示范县清河镇' },
    ]);
    expect(await realm.refused(people.handler, 'organisation', id, 'createPost', { post: 'x', roles: ['purchaser-handler'] })).toBe(
      'access.role_missing',
    );
  });

  it('has each credit code once, also when two register it at the same moment', async () => {
    const supplier = (name: string) => ({ type: 'supplier', name, enterprise: 'small', creditCode: '91320400MJ5500777K' });
    const answers = await Promise.all(
      ['甲公司', '乙公司'].map((name) => realm.give(people.operator, 'organisation', null, 'register', supplier(name))),
    );
    expect(answers.filter((answer) => 'version' in answer)).toHaveLength(1);
    expect(answers.find((answer) => 'refused' in answer)).toMatchObject({ refused: 'claim.taken' });
  });

  it('is public in what any register shows, and no further', async () => {
    const seen = await realm.seen<Record<string, unknown>>(people.bureau, 'anonymous');
    expect(seen).toMatchObject({ name: '示范县司法局', type: 'purchaser' });
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['appointments']));
    expect(await realm.seen(people.bureau, people.agent)).toHaveProperty('appointments');
    expect(await realm.seen(people.bureau, people.agent)).not.toHaveProperty('account');
  });

  it('shows an account to its owner and to who pays, and keeps it out of the record', async () => {
    const account = { name: '晨光社会工作服务中心', bank: '示范银行', number: '6222020200112233' };
    await realm.done(people.agent, 'organisation', people.supplier, 'changeAccount', { account });
    expect(await realm.seen(people.supplier, people.agent)).toMatchObject({ account });
    expect(await realm.seen(people.supplier, people.officer)).toMatchObject({ account });
    expect(await realm.seen(people.supplier, people.handler)).not.toHaveProperty('account');
    const rows = await realm.sql<{ data: string }>('select data from event where case_id = $1', [people.supplier]);
    expect(rows.map(({ data }) => data).join()).not.toContain(account.number);
  });

  it('lets a purchaser entrust an agency with some powers, never with the award', async () => {
    const agency = await realm.organisation({ type: 'agency', name: '示范招标代理有限公司' }, { 'luo-yan': 'agency-officer' });
    const agreement = { agency, agreement: '委2025-001', from: '2025-01-01', to: '2025-12-31' };
    const entrust = (powers: string[]) =>
      realm.refused(people.bureauLeader, 'organisation', people.bureau, 'entrust', { ...agreement, powers });
    expect(await entrust(['publish', 'award'])).toBe('organisation.power_not_entrustable');
    expect(await entrust(['publish', 'open', 'check-qualification', 'organise'])).toMatch(/^carried out/);
    expect(
      await realm.refused(people.handler, 'organisation', people.bureau, 'endEntrustment', { entrustment: '1', on: '2025-06-30' }),
    ).toBe('access.role_missing');
    await realm.done(people.bureauLeader, 'organisation', people.bureau, 'endEntrustment', { entrustment: '1', on: '2025-06-30' });
    await realm.done(people.operator, 'organisation', people.bureau, 'revise', { name: '示范县司法局（本级）' });
    await keep(realm, { 'organisation-bureau': people.bureau, 'organisation-supplier': people.supplier });
  });

  it('takes an appointment out of force with its last day', async () => {
    const later = await Realm.open(database.appUrl);
    const staff = await county(later);
    await later.done('system', 'organisation', staff.bureau, 'endAppointment', {
      person: 'li-na',
      post: 'purchaser-approver',
      on: '2025-03-03',
    });
    const approver = acting(staff.bureau, 'purchaser-approver', 'li-na');
    const entrust = () =>
      later.refused(approver, 'organisation', staff.bureau, 'entrust', {
        agency: staff.audit,
        powers: ['open'],
        agreement: 'x',
        from: '2025-01-01',
      });
    expect(await entrust()).toBe('organisation.agency_unknown');
    await later.travel(plusMs(1_740_967_200_000 as Instant, 86_400_000)); // the next day
    expect(await entrust()).toBe('access.appointment_not_current');
    await keep(later, { 'organisation-left': staff.bureau });
  });

  it('keeps the library of experts for its keeper: names nobody, shows an expert the own entry', async () => {
    const enrol = (person: string) => ({
      person,
      fields: ['social-work'],
      employer: '示范大学法学院',
      relations: [{ organisation: people.supplier, kind: 'director', endedOn: null }],
    });
    const { id } = await realm.done(people.officer, 'expert-pool', null, 'open', { title: '示范县评审专家库', keeper: people.finance });
    await realm.done(people.officer, 'expert-pool', id, 'enrol', enrol('he-jing'));
    await realm.done(people.officer, 'expert-pool', id, 'enrol', enrol('qu-bo'));
    expect(await realm.refused(people.handler, 'expert-pool', id, 'enrol', enrol('x'))).toBe('case.not_found');
    // Whoever organises an evaluation has to name the library: its name and fields, and nobody in it.
    const pool = await realm.engine.view(realm.id, id, people.handler);
    expect(pool?.view).toEqual({ title: '示范县评审专家库', keeper: people.finance, fields: ['social-work'] });
    expect(pool?.veil.hidden).toContain('ExpertEnrolled');
    expect(await realm.engine.view(realm.id, id, people.agent)).toBeNull();
    expect(await realm.engine.view(realm.id, id, 'anonymous')).toBeNull();
    const own = await realm.seen<{ experts: { person: string; employer: string }[] }>(id, { person: 'qu-bo', appointment: null });
    expect(own.experts).toMatchObject([{ person: 'qu-bo', employer: '示范大学法学院' }]);
    await realm.done(people.officer, 'expert-pool', id, 'updateRelations', { person: 'qu-bo', relations: [] });
    for (const type of ['suspend', 'reinstate', 'remove'])
      await realm.done(people.officer, 'expert-pool', id, type, { person: 'qu-bo', reason: '年度考核' });
    await keep(realm, { 'expert-pool': id });
  });
});
