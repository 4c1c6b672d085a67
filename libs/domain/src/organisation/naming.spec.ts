import { describe, expect, it } from '@jest/globals';
import { isRefusal, type ContentRef, type DomainEvent, type Instant, type Recorded } from '../kernel/index.js';
import { decideOrganisation } from './decide.js';
import { evolveOrganisation } from './evolve.js';
import { isCitizensNumber, liftOrganisation } from './naming.js';
import { initialOrganisation, type OrganisationCommand, type OrganisationEvent, type OrganisationState } from './organisation.js';
import { projectOrganisation } from './project.js';
import { contextOf } from './sample.js';

const named: ContentRef = { content: 'c-name', hash: 'h' };
const context = contextOf({ contents: new Map([['c-name', '王小明社会工作服务中心']]) });
const give = (state: OrganisationState, type: OrganisationCommand['type'], data: object) =>
  decideOrganisation(state, { type, caseId: 'organisation/1', data } as OrganisationCommand, context);
const recorded = (event: OrganisationEvent): Recorded<OrganisationEvent> => ({
  caseId: 'organisation/1',
  event,
  effectiveAt: 0 as Instant,
  at: 0 as Instant,
  by: { person: 'op', appointment: null, organisation: null },
  version: 1,
});
const registered = (data: object): OrganisationState => {
  const decision = give(initialOrganisation, 'register', { type: 'supplier', name: named, ...data });
  if (isRefusal(decision)) throw new Error(decision.refused);
  return decision.events.reduce((state, event) => evolveOrganisation(state, recorded(event)), initialOrganisation);
};
const refusedAs = (state: OrganisationState, data: object): string | null => {
  const decision = give(state, 'revise', data);
  return isRefusal(decision) ? decision.refused : null;
};
const person = registered({ enterprise: 'individual' });
const body = registered({ enterprise: 'small', creditCode: '91510132MA00000017' });

describe('the name of a supplier', () => {
  it('is content where it is a person’s, and said openly where it is a body’s', () => {
    expect(person.data?.name).toEqual(named);
    expect(body.data?.name).toBe('王小明社会工作服务中心');
  });

  it('stands in no list and no search where it is a person’s: they refer to it', () => {
    const { account, data } = person;
    if (data === null) throw new Error('not registered');
    const rows = projectOrganisation(recorded({ type: 'OrganisationRegistered', schema: 2, data: { ...data, account } }), person);
    expect(rows.map(({ values }) => [values?.name, values?.name_content, values?.title])).toEqual([
      ['', 'c-name', undefined],
      [undefined, undefined, '自然人'],
    ]);
  });

  it('is entered anew when a body turns out to be a person', () => {
    expect(refusedAs(body, { enterprise: 'individual' })).toBe('organisation.name_missing');
    expect(refusedAs(body, { enterprise: 'individual', name: named })).toBeNull();
  });

  it('that was recorded openly for a person is shown no more, and is entered anew before anything else changes', () => {
    const old: DomainEvent = { type: 'OrganisationRegistered', schema: 1, data: { ...person.data, name: '王小明', account: null } };
    const state = evolveOrganisation(initialOrganisation, recorded(liftOrganisation(old)));
    expect(state.data?.name).toBeNull();
    expect(refusedAs(state, { parent: null, creditCode: '91510132MA00000017' })).toBe('organisation.name_missing');
    expect(refusedAs(state, { name: named })).toBeNull();
  });

  it('that was recorded openly for a body stays', () => {
    const old: DomainEvent = { type: 'OrganisationRevised', schema: 1, data: body.data };
    expect(liftOrganisation(old).data).toEqual(body.data);
  });
});

describe('the code of a supplier', () => {
  it('is no citizen’s number, whatever it is called', () => {
    expect(refusedAs(body, { creditCode: '11010519491231002X' })).toBe('organisation.citizens_number');
  });

  it('of a person may be missing: only bodies and businesses have one', () => {
    expect(person.data?.creditCode).toBeNull();
  });

  it.each([
    ['11010519491231002X', true],
    ['440524188001010014', false],
    ['110105194912310021', false],
    ['91510132MA00000017', false],
    ['110105194913310022', false],
  ])('%s: a citizen’s number? %s', (code, is) => {
    expect(isCitizensNumber(code)).toBe(is);
  });
});
