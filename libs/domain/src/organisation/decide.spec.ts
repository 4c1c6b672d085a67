import { describe, expect, it } from '@jest/globals';
import { type Context, type Decision, isRefusal, type PlainDate, type Recorded, type Refusal } from '../kernel/index.js';
import { decideOrganisation } from './decide.js';
import { evolveOrganisation } from './evolve.js';
import {
  holdersOf,
  initialOrganisation,
  type OrganisationCommand,
  organisationCommands,
  type OrganisationEvent,
  type OrganisationState,
  powersOf,
} from './organisation.js';
import { projectOrganisation } from './project.js';
import { organisationRefusals } from './refusals.js';
import { AT, contextOf, organisationOf, rulesOf, system } from './sample.js';

type Given<T extends OrganisationCommand['type']> = Extract<OrganisationCommand, { type: T }>['data'];
const day = (text: string) => text as PlainDate;
const command = <T extends OrganisationCommand['type']>(type: T, data: Given<T>): OrganisationCommand =>
  ({ type, caseId: 'organisation/1', data }) as unknown as OrganisationCommand;
const POWERS = ['publish', 'open', 'check-qualification', 'organise'];
const rulesWith = (powers: readonly string[]) =>
  rulesOf({ 'pre.sod.positions': [[['need-drafting', 'need-review']], 'table'], 'agency.powers': [powers, 'words'] });
const context = contextOf({
  rules: rulesWith(POWERS),
  cases: [
    organisationOf('organisation/agency', { type: 'agency' }),
    organisationOf('organisation/finance', { type: 'finance-county' }),
    organisationOf('organisation/bureau'),
  ],
});
const fold = (state: OrganisationState, decision: Decision<OrganisationEvent> | Refusal): OrganisationState => {
  if (isRefusal(decision)) throw new Error(decision.refused);
  return decision.events.reduce<OrganisationState>(
    (now, event, index) =>
      evolveOrganisation(now, { caseId: 'organisation/1', event, effectiveAt: AT, at: AT, by: system, version: index + 1 }),
    state,
  );
};
const play = (...commands: readonly OrganisationCommand[]): OrganisationState =>
  commands.reduce((state, one) => fold(state, decideOrganisation(state, one, context)), initialOrganisation);
const refusedAs = (state: OrganisationState, one: OrganisationCommand, around: Context = context): string | null => {
  const answer = decideOrganisation(state, one, around);
  return isRefusal(answer) ? answer.refused : null;
};

const bureau = command('register', { type: 'purchaser', name: '示范县司法局', finance: 'organisation/finance' });
const supplier = command('register', {
  type: 'supplier',
  name: '晨光社会工作服务中心',
  enterprise: 'social-organisation',
  creditCode: '52320400MJ5500000X',
  account: { content: 'c1', hash: 'h1' },
});
const handler = command('createPost', { post: 'handler', roles: ['purchaser-handler'] });
const zhang = command('appoint', { person: 'zhang-min', post: 'handler', from: day('2024-01-01'), to: day('2024-12-31') });
const entrusted = command('entrust', {
  agency: 'organisation/agency',
  powers: ['publish', 'open'],
  agreement: '委2025-1',
  from: day('2025-01-01'),
});

describe('the directory of organisations', () => {
  const before = play(bureau, handler, zhang, entrusted);
  const cases: readonly [string, OrganisationState, OrganisationCommand, string | null][] = [
    ['is registered once', before, bureau, 'organisation.already_registered'],
    ['does nothing before it is registered', initialOrganisation, handler, 'organisation.not_registered'],
    [
      'as a supplier says what kind of body it is',
      initialOrganisation,
      command('register', { type: 'supplier', name: '某公司', creditCode: '91320400MJ5500000X' }),
      'organisation.enterprise_kind_missing',
    ],
    [
      'as a supplier has a credit code',
      initialOrganisation,
      command('register', { type: 'supplier', name: '某公司', enterprise: 'small' }),
      'organisation.credit_code_missing',
    ],
    [
      'as a bureau is not paid into an account',
      initialOrganisation,
      command('register', { type: 'purchaser', name: '某局', account: { content: 'c', hash: 'h' } }),
      'organisation.account_not_payable',
    ],
    [
      'names no parent that nobody knows',
      initialOrganisation,
      command('register', { type: 'township', name: '某镇', parent: 'organisation/nowhere' }),
      'organisation.related_unknown',
    ],
    [
      'is financed by a finance bureau',
      initialOrganisation,
      command('register', { type: 'township', name: '某镇', finance: 'organisation/bureau' }),
      'organisation.not_finance',
    ],
    ['sets a post up once', before, handler, 'organisation.post_exists'],
    ['gives a post at least one role', before, command('createPost', { post: 'idle', roles: [] }), 'organisation.roles_missing'],
    [
      'gives no role of another kind of organisation',
      before,
      command('createPost', { post: 'treasurer', roles: ['finance-approver'] }),
      'organisation.role_foreign',
    ],
    [
      'does not unite drafting and review in one post',
      before,
      command('createPost', { post: 'everything', roles: ['purchaser-handler', 'purchaser-business'] }),
      'organisation.roles_incompatible',
    ],
    [
      'appoints to posts that exist',
      before,
      command('appoint', { person: 'li-na', post: 'chair', from: day('2025-01-01') }),
      'organisation.post_unknown',
    ],
    [
      'appoints nobody backwards in time',
      before,
      command('appoint', { person: 'li-na', post: 'handler', from: day('2025-02-01'), to: day('2025-01-31') }),
      'organisation.dates_reversed',
    ],
    [
      'appoints nobody twice at a time: the last day overlaps',
      before,
      command('appoint', { person: 'zhang-min', post: 'handler', from: day('2024-12-31') }),
      'organisation.appointment_overlaps',
    ],
    [
      'appoints the same person again after the term',
      before,
      command('appoint', { person: 'zhang-min', post: 'handler', from: day('2025-01-01') }),
      null,
    ],
    [
      'ends only terms that run',
      before,
      command('endAppointment', { person: 'li-na', post: 'handler', on: day('2025-01-01') }),
      'organisation.appointment_unknown',
    ],
    ['as a supplier entrusts nobody', play(supplier), entrusted, 'organisation.not_purchaser'],
    [
      'entrusts agencies alone',
      before,
      command('entrust', { agency: 'organisation/bureau', powers: ['publish'], agreement: '2', from: day('2025-01-01') }),
      'organisation.agency_unknown',
    ],
    [
      'never entrusts the award',
      before,
      command('entrust', { agency: 'organisation/agency', powers: ['publish', 'award'], agreement: '2', from: day('2026-01-01') }),
      'organisation.power_not_entrustable',
    ],
    [
      'never entrusts the signature',
      before,
      command('entrust', { agency: 'organisation/agency', powers: ['sign'], agreement: '2', from: day('2026-01-01') }),
      'organisation.power_not_entrustable',
    ],
    [
      'entrusts something',
      before,
      command('entrust', { agency: 'organisation/agency', powers: [], agreement: '2', from: day('2026-01-01') }),
      'organisation.powers_missing',
    ],
    [
      'has one agreement with an agency at a time',
      before,
      command('entrust', { agency: 'organisation/agency', powers: ['organise'], agreement: '2', from: day('2026-01-01') }),
      'organisation.entrustment_overlaps',
    ],
    [
      'ends only agreements that run',
      before,
      command('endEntrustment', { entrustment: '9', on: day('2025-06-30') }),
      'organisation.entrustment_unknown',
    ],
    ['records no revision of nothing', before, command('revise', { name: '示范县司法局' }), 'organisation.nothing_changed'],
  ];
  it.each(cases)('%s', (_title, state, one, expected) => {
    expect(refusedAs(state, one)).toBe(expected);
  });

  it('keeps the present holder until the term is over, however far off the next one lies', () => {
    const state = play(
      bureau,
      handler,
      command('appoint', { person: 'li-na', post: 'handler', from: day('2025-01-01'), to: day('2025-12-31') }),
    );
    const later = command('appoint', { person: 'li-na', post: 'handler', from: day('2026-02-01') });
    expect(refusedAs(state, later)).toBe('organisation.appointment_not_over');
  });

  it('counts holders and powers by the day', () => {
    expect(holdersOf(before, 'purchaser-handler', day('2024-12-31')).map(({ person }) => person)).toEqual(['zhang-min']);
    expect(holdersOf(before, 'purchaser-handler', day('2025-01-01'))).toEqual([]);
    const ended = fold(before, decideOrganisation(before, command('endEntrustment', { entrustment: '1', on: day('2025-06-30') }), context));
    expect(powersOf(ended, 'organisation/agency', day('2025-06-30'))).toEqual(['open', 'publish']);
    expect(powersOf(ended, 'organisation/agency', day('2025-07-01'))).toEqual([]);
  });

  it('is entrusted with no more than the place allows: there the qualification stays with the purchaser', () => {
    const next = (powers: readonly string[]) =>
      command('entrust', { agency: 'organisation/agency', powers, agreement: '2', from: day('2026-01-01') });
    const narrow: Context = { ...context, rules: rulesWith(['publish', 'open', 'organise', 'award']) };
    const free = play(bureau);
    expect(decideOrganisation(free, next(['open', 'check-qualification']), narrow)).toMatchObject({
      refused: 'organisation.power_not_entrustable',
      meta: { power: 'check-qualification', legal: ['publish', 'open', 'organise'] },
      rule: { id: 'agency.powers' },
    });
    expect(refusedAs(free, next(['open', 'organise']), narrow)).toBeNull();
    // Whatever a pack says, award and signature are nobody's but the purchaser's.
    expect(refusedAs(free, next(['award']), narrow)).toBe('organisation.power_not_entrustable');
  });

  it('takes its credit code for itself alone', () => {
    const decision = decideOrganisation(initialOrganisation, supplier, context);
    expect(decision).toMatchObject({ claims: ['credit-code/52320400MJ5500000X'] });
  });

  it('changes the account of a supplier and keeps only its reference', () => {
    const account = { content: 'c2', hash: 'h2' };
    expect(play(supplier, command('changeAccount', { account })).account).toEqual(account);
    expect(refusedAs(before, command('changeAccount', { account }))).toBe('organisation.account_not_payable');
  });

  it('writes an appointment as one row whose key can stand in a header', () => {
    const recorded = {
      caseId: 'organisation/1',
      event: { type: 'PersonAppointed', schema: 1, data: before.appointments[0] },
      effectiveAt: AT,
      at: AT,
      by: system,
      version: 3,
    } as Recorded<OrganisationEvent>;
    expect(projectOrganisation(recorded, before)).toEqual([
      {
        table: 'appointment',
        key: '1.handler.zhang-min',
        values: {
          person: 'zhang-min',
          post: 'handler',
          organisation: 'organisation/1',
          roles: ['purchaser-handler'],
          from_on: '2024-01-01',
          to_on: '2024-12-31',
        },
      },
    ]);
  });

  it('knows every command in exactly one standing, and every code once', () => {
    const all = [...organisationCommands.new, ...organisationCommands.registered];
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(organisationRefusals.map(({ code }) => code)).size).toBe(organisationRefusals.length);
  });
});
