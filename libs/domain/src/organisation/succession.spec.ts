import { describe, expect, it } from '@jest/globals';
import {
  type CaseId,
  type Context,
  type Decision,
  type Instant,
  isRefusal,
  type PlainDate,
  type Refusal,
  startOfDay,
} from '../kernel/index.js';
import { decideOrganisation, organisationNeeds } from './decide.js';
import { evolveOrganisation } from './evolve.js';
import { initialOrganisation, type OrganisationCommand, type OrganisationEvent, type OrganisationState } from './organisation.js';
import { actorOf, contextOf, rulesOf, system } from './sample.js';
import { successionDeadlines, successionTasks } from './succession.js';

const at = (day: string, hour = 0): Instant => (startOfDay(day as PlainDate) + hour * 3_600_000) as Instant;
const rules = rulesOf({ 'pre.sod.positions': [[['payment-request', 'payment-approval']], 'table'] });
interface Told {
  state: OrganisationState;
  batches: unknown[];
}
const given = (told: Told, type: OrganisationCommand['type'], data: object, context: Partial<Context> = {}): string | null => {
  const command = { type, caseId: 'organisation/1', data } as unknown as OrganisationCommand;
  const around = contextOf({ rules, at: at('2025-03-03'), ...context, cases: [] });
  const decided: Decision<OrganisationEvent> | Refusal = decideOrganisation(told.state, command, around);
  if (isRefusal(decided)) return decided.refused;
  told.batches.push(...(decided.creates ?? []).map(({ command: { data: batch } }) => batch));
  for (const event of decided.events)
    told.state = evolveOrganisation(told.state, {
      caseId: 'organisation/1',
      event,
      effectiveAt: around.at,
      at: around.at,
      by: system,
      version: 1,
    });
  return null;
};
/** Applies what is due by then, as the engine does. */
const until = (told: Told, end: Instant, people: Readonly<Record<string, readonly CaseId[]>> = {}): void => {
  for (let [due] = successionDeadlines(told.state); due && due.at <= end; [due] = successionDeadlines(told.state)) {
    const facts = Object.entries(people).map(([person, cases]) => [person, { disabled: false, cases }] as const);
    given(told, due.command.type as 'passOn', due.command.data as object, { at: due.at, people: new Map(facts) });
  }
};
/** A bureau in which Zhang handles, Li approves and Wang leads. */
const bureau = (...people: readonly (readonly [string, string])[]): Told => {
  const told: Told = { state: initialOrganisation, batches: [] };
  given(told, 'register', { type: 'purchaser', name: '示范县司法局' });
  for (const [post, roles] of [
    ['handler', ['purchaser-handler']],
    ['business', ['purchaser-business']],
    ['approver', ['purchaser-approver']],
    ['leader', ['purchaser-leader']],
    ['expert', ['expert']],
    ['operator', ['operator']],
  ] as const)
    given(told, 'createPost', { post, roles });
  for (const [person, post] of people) given(told, 'appoint', { person, post, from: '2025-01-01' });
  return told;
};
const holders = (told: Told, post: string, on = '2025-03-10') =>
  told.state.appointments
    .filter((one) => one.post === post && one.from <= on && (one.to === null || on <= one.to))
    .map(({ person }) => person);
const end = (told: Told, person: string, post: string) => given(told, 'endAppointment', { person, post, on: '2025-03-05' });
const todos = (told: Told) =>
  successionTasks(told.state).map(({ name, to, meta }) => `${name} ${String(meta?.post)}: ${'person' in to ? to.person : to.role}`);

describe('what somebody had to do when a post is over', () => {
  it('goes nowhere before the day after the last', () => {
    const told = bureau(['zhang', 'business'], ['wang', 'leader']);
    end(told, 'zhang', 'business');
    until(told, at('2025-03-05', 23));
    expect([holders(told, 'business', '2025-03-05'), todos(told)]).toEqual([['zhang'], []]);
    until(told, at('2025-03-06'));
    expect(holders(told, 'business', '2025-03-06')).toEqual(['wang']);
  });
  it('stays with the post where somebody else holds it: nobody is appointed and nobody need be told', () => {
    const told = bureau(['zhang', 'business'], ['li', 'business'], ['wang', 'leader']);
    end(told, 'zhang', 'business');
    until(told, at('2025-03-06'));
    expect([holders(told, 'business'), todos(told)]).toEqual([['li'], []]);
  });
  it('goes to the deputy before the head, who is told and says so once', () => {
    const told = bureau(['zhang', 'business'], ['li', 'approver'], ['wang', 'leader']);
    given(told, 'setDeputy', { post: 'business', deputy: 'approver' });
    end(told, 'zhang', 'business');
    until(told, at('2025-03-06'));
    expect([holders(told, 'business'), todos(told)]).toEqual([['li'], ['noteHandOver business: li']]);
    const [note] = told.state.notes;
    const seen = (person: string) => given(told, 'noteHandOver', { note: note?.id }, { actor: actorOf(person, 'organisation/1', 'x') });
    expect([seen('wang'), seen('li'), seen('li')]).toEqual(['organisation.no_hand_over', null, 'organisation.no_hand_over']);
  });
  it('goes to the head where nobody deputises', () => {
    const told = bureau(['zhang', 'business'], ['wang', 'leader']);
    end(told, 'zhang', 'business');
    until(told, at('2025-03-06'));
    expect([holders(told, 'business'), todos(told)]).toEqual([['wang'], ['noteHandOver business: wang']]);
  });
  it('goes to nobody whose own duties the law keeps apart from these: the operator has to appoint', () => {
    const told = bureau(['zhang', 'handler'], ['wang', 'leader']);
    end(told, 'zhang', 'handler');
    until(told, at('2025-03-06'));
    expect([holders(told, 'handler'), todos(told)]).toEqual([[], ['appoint handler: operator']]);
    given(told, 'appoint', { person: 'chen', post: 'handler', from: '2025-03-07' });
    expect(todos(told)).toEqual([]);
  });
  it('waits for a successor who is appointed already', () => {
    const told = bureau(['zhang', 'business'], ['wang', 'leader']);
    given(told, 'appoint', { person: 'chen', post: 'business', from: '2025-03-17' });
    end(told, 'zhang', 'business');
    until(told, at('2025-03-06'));
    expect([holders(told, 'business'), holders(told, 'business', '2025-03-17'), todos(told)]).toEqual([[], ['chen'], []]);
  });
  it('makes nobody an operator by a vacancy: another operator appoints', () => {
    const told = bureau(['zhang', 'operator'], ['wang', 'leader']);
    end(told, 'zhang', 'operator');
    until(told, at('2025-03-06'));
    expect([holders(told, 'operator'), todos(told)]).toEqual([[], ['appoint operator: operator']]);
  });
  it('is asked of nobody where a post was a capacity and no desk, or its term never began', () => {
    const told = bureau(['zhang', 'expert'], ['wang', 'leader']);
    end(told, 'zhang', 'expert');
    given(told, 'appoint', { person: 'zhao', post: 'business', from: '2025-04-01' });
    given(told, 'dismiss', { person: 'zhao' });
    until(told, at('2025-04-02'));
    expect(todos(told)).toEqual([]);
  });
  it('is told to each case in which they alone had something to do, by one batch', () => {
    const told = bureau(['zhang', 'business'], ['wang', 'leader']);
    end(told, 'zhang', 'business');
    until(told, at('2025-03-06'), { zhang: ['bid/9', 'catalogue/2', 'purchase/7'] });
    const leaver = { person: 'zhang', appointment: '1.business.zhang' };
    const commands = ['catalogue/2', 'purchase/7'].map((caseId) => ({ type: 'handOver', caseId, data: leaver }));
    expect(told.batches).toEqual([{ owner: 'organisation/1', commands }]);
  });
  it('passes on once, and asks whose to-dos they were', () => {
    const told = bureau(['zhang', 'business'], ['wang', 'leader']);
    end(told, 'zhang', 'business');
    const data = { key: '1.business.zhang', from: '2025-01-01' as PlainDate };
    expect(organisationNeeds(told.state, { type: 'passOn', caseId: 'organisation/1', data })).toEqual({ people: ['zhang'] });
    until(told, at('2025-03-06'));
    const { length } = told.state.appointments;
    given(told, 'passOn', data, { at: at('2025-03-09') });
    expect([told.state.appointments.length, successionDeadlines(told.state)]).toEqual([length, []]);
  });
});

describe('somebody who is let in no more', () => {
  it('holds no post from that moment, and the work passes on at once', () => {
    const told = bureau(['zhang', 'business'], ['zhang', 'expert'], ['wang', 'leader']);
    const noon = at('2025-03-03', 12);
    expect(given(told, 'dismiss', { person: 'zhang' }, { at: noon })).toBeNull();
    expect(holders(told, 'business', '2025-03-03')).toEqual([]);
    expect(successionDeadlines(told.state).map((due) => due.at)).toEqual([noon, noon]);
    until(told, noon);
    expect(holders(told, 'business', '2025-03-03')).toEqual(['wang']);
    expect(given(told, 'dismiss', { person: 'zhang' }, { at: noon })).toBe('organisation.nothing_changed');
  });
  it('on the first day of a post leaves it vacant all the same', () => {
    const told = bureau(['wang', 'leader']);
    given(told, 'appoint', { person: 'zhang', post: 'business', from: '2025-03-03' });
    const noon = at('2025-03-03', 12);
    given(told, 'dismiss', { person: 'zhang' }, { at: noon });
    until(told, noon);
    expect(holders(told, 'business', '2025-03-03')).toEqual(['wang']);
  });
  it('is appointed to nothing', () => {
    const people = new Map([['zhang', { disabled: true, cases: [] }]]);
    expect(given(bureau(), 'appoint', { person: 'zhang', post: 'handler', from: '2025-03-03' }, { people })).toBe(
      'organisation.person_disabled',
    );
  });
});

describe('a post', () => {
  it('is closed when nobody holds it, and nobody is appointed to it any more', () => {
    const told = bureau(['zhang', 'business']);
    const close = () => given(told, 'closePost', { post: 'business' }, { at: at('2025-03-06') });
    expect(close()).toBe('organisation.post_held');
    end(told, 'zhang', 'business');
    until(told, at('2025-03-06'));
    expect(todos(told)).toEqual(['appoint business: operator']);
    expect([close(), close()]).toEqual([null, 'organisation.post_closed']);
    expect(todos(told)).toEqual([]);
    expect(given(told, 'appoint', { person: 'li', post: 'business', from: '2025-04-01' })).toBe('organisation.post_closed');
    expect(given(told, 'closePost', { post: 'chair' })).toBe('organisation.post_unknown');
  });
  it.each([
    ['is deputised by a post that is there', { post: 'business', deputy: 'chair' }, 'organisation.post_unknown'],
    ['is there to be deputised', { post: 'chair', deputy: 'business' }, 'organisation.post_unknown'],
    ['is not its own deputy', { post: 'business', deputy: 'business' }, 'organisation.deputy_is_itself'],
    ['has no deputy to begin with', { post: 'business', deputy: null }, 'organisation.nothing_changed'],
  ])('%s', (_title, data, code) => {
    expect(given(bureau(), 'setDeputy', data)).toBe(code);
  });
});
