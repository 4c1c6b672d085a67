import { describe, expect, it } from '@jest/globals';
import type { ApprovalDefinition } from '../approval/index.js';
import {
  type Actor,
  type Context,
  type Decision,
  instant,
  type Instant,
  isRefusal,
  plusMs,
  type Refusal,
  type Rules,
  type RuleValue,
} from '../kernel/index.js';
import { actorOf, contextOf, organisationOf, rulesOf, system } from '../organisation/sample.js';
import {
  type CatalogueCommand,
  catalogueCommands,
  type CatalogueCommandType,
  type CatalogueEvent,
  type CatalogueProposal,
  catalogueStages,
  type CatalogueState,
  initialCatalogue,
} from './catalogue.js';
import { catalogueDeadlines } from './deadlines.js';
import { catalogueTiming, decideCatalogue } from './decide.js';
import { evolveCatalogue } from './evolve.js';
import { catalogueListing } from './listing.js';
import { catalogueEffects, projectCatalogue } from './project.js';
import { catalogueRefusals } from './refusals.js';
import { catalogueTasks } from './tasks.js';

const ID = 'catalogue/1';
const MONDAY = instant('2025-03-03T10:00:00+08:00');
const chain: ApprovalDefinition = {
  id: 'approval.catalogue.review',
  protected: ['guidingCode', 'procurementCode', 'standard', 'indicators'],
  resume: 'direct',
  steps: ['officer', 'approver'].map((role) => ({
    id: role,
    name: { zh: role, en: role },
    mode: 'in-turn',
    veto: 'any',
    candidates: { organisation: 'finance', role: `finance-${role}` },
    selfApprover: 'exclude',
    empty: 'suspend',
    dueRule: 'approval.step.due',
  })),
};
const figures: Readonly<Record<string, readonly [RuleValue, string]>> = {
  'catalogue.guiding': [[{ code: 'A1007' }, { code: 'B0101' }], 'table'],
  'catalogue.procurement_codes': [[{ code: 'C05020300' }], 'table'],
  'catalogue.department_list_required': [true, 'flag'],
  'catalogue.assess': [10, 'workingDay'],
  'catalogue.review': [15, 'workingDay'],
  'approval.step.due': [3, 'workingDay'],
  'approval.catalogue.review': [chain as unknown as RuleValue, 'approval'],
  'gps.negative_list': [[{ fact: 'labourDispatch', zh: '劳务派遣', en: 'labour dispatch' }], 'table'],
  'outage.tolerance': [60, 'minute'],
};
const rules: Rules = rulesOf(figures);
const finance = organisationOf(
  'organisation/finance',
  { type: 'finance-county' },
  { fang: 'finance-officer', feng: 'finance-approver', fu: 'finance-leader' },
);
const cases = [
  finance,
  organisationOf('organisation/bureau', { finance: finance.id, pack: 'county/bureau' }),
  organisationOf('organisation/elsewhere', { type: 'finance-county' }),
  organisationOf('organisation/firm', { type: 'supplier', enterprise: 'small' }),
  organisationOf('organisation/society', { type: 'supplier', enterprise: 'social-organisation' }),
];
const handler = actorOf('zhang', 'organisation/bureau', 'purchaser-handler');
const officer = actorOf('fang', finance.id, 'finance-officer');
const approver = actorOf('feng', finance.id, 'finance-approver');
const around = (actor: Actor = handler, at: Instant = MONDAY, more: Partial<Context> = {}): Context =>
  contextOf({ rules, at, actor, caseId: ID, ...more, cases });

const text = { content: 'c', hash: 'h' };
const proposal: CatalogueProposal = {
  department: 'organisation/bureau',
  finance: finance.id,
  proposer: 'organisation/bureau',
  title: '社区矫正帮教服务',
  guidingCode: 'A1007',
  procurementCode: 'C05020300',
  standard: text,
  indicators: [{ id: 'visits', name: '实地走访', comparison: 'at-least', target: '1500', unit: '人次' }],
  unit: '岗位·年',
  onDepartmentList: true,
  origin: 'top-down',
  negativeFacts: [],
};
type Step = readonly [type: CatalogueCommandType, data?: unknown, actor?: Actor, at?: Instant];
const command = (type: CatalogueCommandType, data: unknown = {}): CatalogueCommand =>
  ({ type, caseId: ID, data }) as unknown as CatalogueCommand;
const decided = (state: CatalogueState, [type, data, actor, at]: Step): Decision<CatalogueEvent> | Refusal =>
  decideCatalogue(state, command(type, data), around(actor ?? (type === 'enterStage' ? system : handler), at));
const play = (...steps: readonly Step[]): CatalogueState =>
  steps.reduce((state, step) => {
    const decision = decided(state, step);
    if (isRefusal(decision)) throw new Error(`${step[0]}: ${decision.refused}`);
    const by = step[2] ?? (step[0] === 'enterStage' ? system : handler);
    return decision.events.reduce<CatalogueState>((now, event) => {
      const at = step[3] ?? MONDAY;
      return evolveCatalogue(now, { caseId: ID, event, effectiveAt: at, at, by, version: 1 });
    }, state);
  }, initialCatalogue);
const refusedAs = (state: CatalogueState, ...step: Step): string | null => {
  const answer = decided(state, step);
  return isRefusal(answer) ? answer.refused : null;
};
const enter = (stage: string, at?: Instant): Step => ['enterStage', { stage }, system, at];
const toProposal: readonly Step[] = [['propose', proposal], enter('proposal')];
const toAssessment: readonly Step[] = [...toProposal, ['accept'], enter('assessment')];
const assessed: readonly Step[] = [...toAssessment, ['assessNeed', { needed: true, text }]];
const toReview: readonly Step[] = [...assessed, enter('review')];
const hash = play(...toReview).review?.chain?.hash ?? '';
const approve = (actor: Actor): Step => ['review', { verb: 'approve', hash }, actor];
const toListing: readonly Step[] = [...toReview, approve(officer), approve(approver), enter('listing')];
const states = {
  proposal: play(...toProposal),
  assessment: play(...toAssessment),
  review: play(...toReview),
  listing: play(...toListing),
  closing: play(...toListing, ['delist', { reason: text }], enter('closing')),
};

describe('a catalogue item', () => {
  const everyCommand = [...new Set(Object.values(catalogueCommands).flat())] as CatalogueCommandType[];
  const product = catalogueStages.flatMap((stage) =>
    everyCommand
      .filter((type) => !(catalogueCommands[stage] as readonly CatalogueCommandType[]).includes(type))
      .map((type) => [type, stage] as const),
  );
  it.each(product)('%s is refused in %s', (type, stage) => {
    expect(catalogueTiming(states[stage], type)).toMatchObject({ refused: 'catalogue.stage_not_open' });
  });
  it.each(everyCommand)('%s is refused between two stages', (type) => {
    expect(catalogueTiming(play(...assessed), type)).toMatchObject({ refused: 'catalogue.stage_not_open', meta: { stage: null } });
  });

  it.each<[string, Partial<CatalogueProposal>, Actor, string]>([
    ['by a department that is none', { department: 'organisation/firm' }, handler, 'catalogue.department_unknown'],
    ['to a finance bureau of elsewhere', { finance: 'organisation/elsewhere' }, handler, 'catalogue.finance_not_in_charge'],
    ['for another organisation', { proposer: 'organisation/society' }, handler, 'catalogue.proposer_not_yours'],
    [
      'by a firm',
      { proposer: 'organisation/firm' },
      actorOf('ma', 'organisation/firm', 'supplier-agent'),
      'catalogue.proposer_not_eligible',
    ],
    ['outside of the guiding catalogue', { guidingCode: 'A1099' }, handler, 'catalogue.not_in_guiding_catalogue'],
    ['outside of the classification', { procurementCode: 'C1' }, handler, 'catalogue.not_in_classification'],
    ['not on the department’s list', { onDepartmentList: false }, handler, 'catalogue.not_on_department_list'],
    ['that is labour dispatch', { negativeFacts: ['labourDispatch'] }, handler, 'catalogue.on_negative_list'],
    ['with a fact that no list knows', { negativeFacts: ['tooDear'] }, handler, 'catalogue.negative_fact_unknown'],
    ['without indicators', { indicators: [] }, handler, 'catalogue.indicators_missing'],
    ['with an indicator twice', { indicators: [...proposal.indicators, ...proposal.indicators] }, handler, 'catalogue.indicator_twice'],
  ])('is not proposed %s', (_title, more, actor, code) => {
    expect(refusedAs(initialCatalogue, 'propose', { ...proposal, ...more }, actor)).toBe(code);
  });

  it('tells all faults of a proposal at once', () => {
    const answer = decided(initialCatalogue, ['propose', { ...proposal, guidingCode: 'A1', procurementCode: 'C1', indicators: [] }]);
    expect(answer).toMatchObject({
      refused: 'catalogue.not_in_guiding_catalogue',
      also: [{ refused: 'catalogue.not_in_classification' }, { refused: 'catalogue.indicators_missing' }],
    });
  });

  it.each<[string, CatalogueState, Step, string]>([
    ['is proposed once', states.proposal, ['propose', proposal], 'catalogue.already_proposed'],
    [
      'is withdrawn by who proposed it',
      states.proposal,
      ['withdraw', {}, actorOf('x', 'organisation/society', 'supplier-agent')],
      'catalogue.not_your_proposal',
    ],
    ['has no escalation to answer', states.review, ['answerEscalation', { note: text }], 'catalogue.no_escalation'],
    ['has no review while nothing is revised', states.listing, ['review', { verb: 'approve', hash }, officer], 'catalogue.no_review'],
    ['is revised to something else', states.listing, ['revise', { title: proposal.title }], 'catalogue.nothing_changed'],
    [
      'is revised once at a time',
      play(...toListing, ['revise', { unit: '月' }]),
      ['revise', { unit: '年' }],
      'catalogue.revision_under_review',
    ],
    ['is revised within the catalogue', states.listing, ['revise', { guidingCode: 'Z' }], 'catalogue.not_in_guiding_catalogue'],
    ['is approved as it stands', states.review, ['review', { verb: 'approve', hash: 'old' }, officer], 'approval.protected_changed'],
    ['is not approved by its drafter', states.review, ['review', { verb: 'approve', hash }, handler], 'approval.self_approval'],
    ['is not approved out of turn', states.review, ['review', { verb: 'approve', hash }, approver], 'approval.not_your_seat'],
    ['is refused with a reason', states.review, ['review', { verb: 'refuse', hash }, officer], 'approval.reason_required'],
  ])('%s', (_title, state, step, code) => {
    expect(refusedAs(state, ...step)).toBe(code);
  });

  it('enters a stage once, and none that its outcomes do not lead to', () => {
    expect(decided(states.review, enter('review'))).toEqual({ events: [] });
    expect(decided(states.listing, enter('review'))).toEqual({ events: [] });
    expect(decided(states.proposal, enter('listing'))).toMatchObject({ events: [{ type: 'StageEnded', data: { outcome: 'refused' } }] });
    expect(decided(states.closing, enter('listing'))).toEqual({ events: [] });
  });

  it('is listed with its version, public, and waits for nothing', () => {
    expect(states.listing.versions).toMatchObject([{ version: 1, guidingCode: 'A1007', effectiveAt: MONDAY }]);
    expect(catalogueDeadlines(states.listing)).toEqual([]);
    expect(catalogueTasks(states.listing)).toEqual([]);
    expect(catalogueListing(states.listing)).toMatchObject({ version: 1 });
    expect(catalogueListing(states.review)).toBeNull();
    expect(catalogueListing(states.closing)).toBeNull();
    expect(catalogueListing(undefined)).toBeNull();
  });

  it('publishes each version that comes into force, under a key that never changes', () => {
    const event: CatalogueEvent = { type: 'VersionListed', schema: 1, data: { version: 2, content: proposal } };
    const recorded = { caseId: ID, event, effectiveAt: MONDAY, at: MONDAY, by: system, version: 9 };
    expect(catalogueEffects(recorded)).toMatchObject([{ key: 'catalogue/1/catalogue-notice/2', kind: 'notice' }]);
    const rows = projectCatalogue(recorded, states.listing);
    expect(rows.map(({ table, key }) => [table, key])).toEqual([
      ['case_view', ID],
      ['notice', 'catalogue/1/catalogue-notice/2'],
    ]);
    expect(rows[0]?.values).toMatchObject({
      public: true,
      readers: ['organisation/bureau', 'organisation/finance', 'role:auditor', 'public'],
    });
  });

  describe('that nobody reviews', () => {
    const { review } = states.review;
    const due = review?.due.dueAt as Instant;
    const late = play(...toReview, ['reviewDue', { escalations: 0 }, system, due]);

    it('is counted from the submission, working days only', () => {
      expect(review?.due.lastDay).toBe('2025-03-24');
    });
    it('is a breach with a to-do for the head of finance, and the due moves on', () => {
      expect(late.review).toMatchObject({ escalations: 1, escalatedAt: due, due: { lastDay: '2025-04-14' } });
      expect(catalogueTasks(late).find(({ name }) => name === 'answerEscalation')).toMatchObject({
        to: { organisation: finance.id, role: 'finance-leader' },
      });
      const answered = decideCatalogue(late, command('answerEscalation', { note: text }), around());
      expect(answered).toMatchObject({ events: [{ type: 'EscalationAnswered' }] });
    });
    it('is escalated once for one due', () => {
      expect(decided(late, ['reviewDue', { escalations: 0 }, system])).toEqual({ events: [] });
    });
    it('is the department’s breach while it lies there', () => {
      const back: Step = ['review', { verb: 'return', hash, to: 'drafter', opinion: text }, officer];
      const there = play(...toReview, back, ['reviewDue', { escalations: 0 }, system, due]);
      expect(catalogueTasks(there).find(({ name }) => name === 'answerEscalation')).toMatchObject({
        to: { organisation: 'organisation/bureau', role: 'purchaser-leader' },
      });
    });
    it('each late step is marked once and still passes only by a vote', () => {
      const [step] = catalogueDeadlines(states.review);
      expect(step?.command.type).toBe('reviewStepDue');
      const marked = play(...toReview, ['reviewStepDue', step?.command.data, system]);
      expect(catalogueDeadlines(marked).map(({ command: { type } }) => type)).toEqual(['reviewDue']);
      expect(decided(marked, ['reviewStepDue', step?.command.data, system])).toEqual({ events: [] });
      expect(decided(states.listing, ['reviewStepDue', step?.command.data, system])).toEqual({ events: [] });
    });
  });

  it('loses no day where its stage opened too late for anybody to act', () => {
    const hour = 3_600_000;
    expect(play(...assessed, enter('review', plusMs(MONDAY, hour))).review?.due.lastDay).toBe('2025-03-24');
    const extended = play(...assessed, enter('review', plusMs(MONDAY, 26 * hour)));
    expect(extended.review?.due.lastDay).toBe('2025-03-25');
    const decision = decided(play(...toProposal, ['accept']), enter('assessment', plusMs(MONDAY, 26 * hour)));
    expect(decision).toMatchObject({ events: [{}, { type: 'DueMoved', data: { of: 'assessment', because: 'outage' } }] });
  });

  it('marks a late assessment once', () => {
    const marked = play(...toAssessment, ['assessmentDue', {}, system]);
    expect(catalogueDeadlines(marked)).toEqual([]);
    expect(decided(marked, ['assessmentDue', {}, system])).toEqual({ events: [] });
    expect(catalogueTasks(marked)).toMatchObject([{ name: 'assessNeed', meta: { late: true } }]);
  });

  it('that was returned comes back changed, and is then read again from the beginning', () => {
    const back: Step = ['review', { verb: 'return', hash, to: 'drafter', opinion: text }, approver];
    const returned = play(...toReview, approve(officer), back);
    expect(catalogueTasks(returned)).toMatchObject([{ name: 'resubmit', to: { person: 'zhang' } }]);
    const same = play(...toReview, approve(officer), back, ['resubmit']);
    expect(catalogueTasks(same)).toMatchObject([{ name: 'review', to: { person: 'feng' } }]);
    const changed = play(...toReview, approve(officer), back, ['resubmit', { guidingCode: 'B0101' }]);
    expect(catalogueTasks(changed)).toMatchObject([{ name: 'review', to: { person: 'fang' } }]);
    expect(changed.draft?.guidingCode).toBe('B0101');
  });

  it('ends its review by refusal or by withdrawal of whoever submitted it', () => {
    expect(play(...toReview, ['review', { verb: 'refuse', hash, opinion: text }, officer]).stages.ended.review).toBe('refused');
    const withdrawn = play(...toReview, ['withdraw', { reason: text }]);
    expect(withdrawn.stages.ended.review).toBe('refused');
    expect(withdrawn.closing?.reason).toEqual(text);
    expect(refusedAs(states.review, 'withdraw', {}, officer)).toBe('approval.not_initiator');
  });

  it('keeps its listed version while a revision is refused or withdrawn', () => {
    const revised = play(...toListing, ['revise', { indicators: [{ ...proposal.indicators[0], target: '1800' }] }]);
    const seen = revised.review?.chain?.hash;
    const refused = decided(revised, ['review', { verb: 'refuse', hash: seen, opinion: text }, officer]);
    expect(refused).toMatchObject({ events: [{ type: 'ReviewMoved' }, { type: 'RevisionEnded', data: { outcome: 'refused' } }] });
    expect(decided(revised, ['withdraw'])).toMatchObject({ events: [{}, { type: 'RevisionEnded', data: { outcome: 'withdrawn' } }] });
    expect(catalogueListing(revised)?.indicators[0]?.target).toBe('1500');
  });

  it('has every code once, with a sentence in both languages', () => {
    expect(new Set(catalogueRefusals.map(({ code }) => code)).size).toBe(catalogueRefusals.length);
    expect(catalogueRefusals.every(({ zh, en }) => zh.length > 0 && en.length > 0)).toBe(true);
  });
});
