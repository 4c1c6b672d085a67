import type { Context, Deadline, Decision, Recorded, Task } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { currentStage, stageName } from '../../kernel/stages.js';
import { endOfDay, plainDate, type Instant } from '../../kernel/time.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import { begin, offerKey, openYear, overdue, submitKey, submitSelf, waiveKey, yearsPaid } from './decide.js';
import type { PerformanceCommand, PerformanceCommandType, PerformanceEvent } from './performance.js';
import { performanceRefusals, type PerformanceRefusal } from './refusals.js';
import type { Appraisal, PerformanceState } from './state.js';

const stageNow = (state: PurchaseState): string => stageName(currentStage(state.stages) ?? '');
const inPerformance = (state: PurchaseState): boolean => stageNow(state) === 'performance';

/** 项目支出绩效评价: what the money achieved, year by year, and of the whole after delivery. It never touches this contract's price. */
export const performancePart: Part<PerformanceCommand, PerformanceEvent> = {
  refusals: performanceRefusals,
  commands: {
    submitSelfAppraisal: { by: 'person', stages: ['delivery', 'performance'], contents: ['/report'] },
    offerKeyAppraisal: { by: 'person', stages: ['performance'], contents: ['/reason'] },
    submitKeyAppraisal: { by: 'person', stages: ['performance'], contents: ['/report'] },
    waiveKeyAppraisal: { by: 'person', stages: ['performance'], contents: ['/reason'] },
    appraisalYearOver: { by: 'system', stages: ['delivery'] },
    selfAppraisalOverdue: { by: 'system', stages: ['delivery', 'performance'] },
    keyAppraisalOverdue: { by: 'system', stages: ['performance'] },
    keyOfferOver: { by: 'system', stages: ['performance'] },
  },
  events: {
    AppraisalYearOpened: true,
    AppraisalBegan: true,
    SelfAppraised: true,
    SelfAppraisalLate: true,
    KeyAppraisalOpen: true,
    KeyAppraisalOffered: true,
    KeyAppraised: true,
    KeyAppraisalLate: true,
    KeyAppraisalWaived: true,
  },
  enter: { performance: (state, _stage, context) => begin(state, context) },
  legal,
  decide,
  evolve: (state, recorded) => ({ ...state, performance: evolve(state.performance, recorded) }),
  deadlines: (state) => {
    if (stageNow(state) === 'delivery') return [...yearsToOpen(state), ...selfDeadlines(state.performance)];
    return inPerformance(state) ? deadlines(state.performance) : [];
  },
  tasks: (state) => (inPerformance(state) || stageNow(state) === 'delivery' ? tasks(state) : []),
};

function legal(state: PurchaseState, type: PerformanceCommandType, _context: Context): Refusal | null {
  const { appraisals, key } = state.performance;
  const missing = appraisals.filter(({ self }) => !self).map(({ year }) => String(year));
  const no = (code: PerformanceRefusal, more: Parameters<typeof refuse>[1] = {}) => refuse<PerformanceRefusal>(code, more);
  switch (type) {
    case 'submitSelfAppraisal':
      if (appraisals.length === 0) return no('performance.no_year_over');
      return missing.length > 0 ? null : no('performance.all_appraised');
    case 'offerKeyAppraisal':
      return key ? no('performance.already_offered') : null;
    case 'submitKeyAppraisal':
      if (!key) return no('performance.not_offered');
      return missing.length > 0 ? no('performance.self_missing', { meta: { years: missing } }) : null;
    case 'waiveKeyAppraisal':
      return missing.length > 0 ? no('performance.self_missing', { meta: { years: missing } }) : null;
    default:
      return null;
  }
}

function decide(state: PurchaseState, command: PerformanceCommand, context: Context): Decision | Refusal {
  switch (command.type) {
    case 'submitSelfAppraisal':
      return submitSelf(state, command.data, context);
    case 'offerKeyAppraisal':
      return offerKey(state, command.data, context);
    case 'submitKeyAppraisal':
      return submitKey(state, command.data, context);
    case 'waiveKeyAppraisal':
      return waiveKey(state, command.data);
    case 'appraisalYearOver':
      return openYear(state, command.data.year, context);
    case 'selfAppraisalOverdue':
    case 'keyAppraisalOverdue':
    case 'keyOfferOver':
      return overdue(state, command);
  }
}

function evolve(state: PerformanceState, { event, effectiveAt: at, by }: Recorded<PerformanceEvent>): PerformanceState {
  const appraisal = (data: Omit<Appraisal, 'by' | 'at'>): Appraisal => {
    const { indicators, execution, score, report, late } = data;
    return { indicators, execution, score, report, late, by: by.person ?? '', at };
  };
  switch (event.type) {
    case 'AppraisalYearOpened': {
      const fresh = { ...event.data, late: false, self: null };
      return { ...state, years: [...state.years, event.data.year], appraisals: [...state.appraisals, fresh] };
    }
    case 'AppraisalBegan': {
      const { years } = event.data;
      // What was appraised in its own year stays as it was appraised.
      const appraisals = years.map((one) => {
        const known = state.appraisals.find(({ year }) => year === one.year);
        return known?.self ? known : { ...one, late: known?.late ?? false, self: null };
      });
      return { ...state, since: at, years: years.map(({ year }) => year), appraisals };
    }
    case 'SelfAppraised': {
      const { year } = event.data;
      const self = appraisal(event.data);
      return { ...state, appraisals: state.appraisals.map((one) => (one.year === year ? { ...one, self } : one)) };
    }
    case 'SelfAppraisalLate': {
      const { year } = event.data;
      return { ...state, appraisals: state.appraisals.map((one) => (one.year === year ? { ...one, late: true } : one)) };
    }
    case 'KeyAppraisalOpen':
      return { ...state, offer: event.data.offer };
    case 'KeyAppraisalOffered': {
      const { reason, dueAt } = event.data;
      return { ...state, key: { offeredAt: at, dueAt, late: false, appraisal: null, reason } };
    }
    case 'KeyAppraised':
      return state.key ? { ...state, key: { ...state.key, appraisal: appraisal(event.data) }, appraisedAt: at } : state;
    case 'KeyAppraisalLate':
      return state.key ? { ...state, key: { ...state.key, late: true } } : state;
    case 'KeyAppraisalWaived':
      return { ...state, appraisedAt: at };
  }
}

const deadline = (id: string, when: Instant, type: string, data: object, rule: string): Deadline => ({
  id: `performance/${id}`,
  at: when,
  command: { type, data },
  rule,
  calendar: null,
  suspendable: true,
});
/** Years with a payment that end while the contract is performed. */
const yearsToOpen = (state: PurchaseState): readonly Deadline[] =>
  yearsPaid(state)
    .filter((year) => !state.performance.appraisals.some((one) => one.year === year))
    .map((year) => ({
      id: `performance/year/${year}`,
      at: endOfDay(plainDate(`${year}-12-31`)),
      command: { type: 'appraisalYearOver', data: { year } },
      rule: 'budget.year_end',
      calendar: null,
      // A suspended purchase does not stop the fiscal year.
      suspendable: false,
    }));
const selfDeadlines = ({ appraisals }: PerformanceState): readonly Deadline[] =>
  appraisals
    .filter(({ self, late }) => !self && !late)
    .map(({ year, dueAt }) => deadline(`self/${year}`, dueAt, 'selfAppraisalOverdue', { year }, 'pe.self.due'));
function deadlines(performance: PerformanceState): readonly Deadline[] {
  const { offer, key } = performance;
  const list = [...selfDeadlines(performance)];
  if (key && !key.appraisal && !key.late) list.push(deadline('key', key.dueAt, 'keyAppraisalOverdue', {}, 'pe.finance.due'));
  if (offer?.dueAt && !key)
    list.push({ ...deadline('offer', offer.dueAt, 'keyOfferOver', {}, offer.rule), calendar: offer.calendar, from: offer.from });
  return list;
}

function tasks(state: PurchaseState): readonly Task[] {
  const { appraisals, offer, key, since } = state.performance;
  const purchaser = { organisation: state.parties.purchaser ?? '', role: 'purchaser-handler' };
  const finance = { organisation: state.parties.finance ?? '', role: 'finance-officer' };
  const task = (name: string, mark: string, to: Task['to'], more: Pick<Task, 'dueAt' | 'rule' | 'meta'>, from = since): Task => ({
    key: `performance/${name}/${mark}`,
    name,
    to,
    since: (from ?? 0) as Instant,
    ...more,
  });
  const open = appraisals.filter(({ self }) => !self);
  const list = open.map(({ year, dueAt }) => {
    const over = endOfDay(plainDate(`${year}-12-31`));
    const from = since === null || over < since ? over : since;
    return task('submitSelfAppraisal', `${year}`, purchaser, { dueAt, rule: 'pe.self.due', meta: { year } }, from);
  });
  for (const { year, dueAt, late } of open)
    if (late)
      list.push(
        task(
          'submitSelfAppraisal',
          `${year}/late`,
          finance,
          { dueAt, rule: 'pe.self.due', meta: { year, alert: 'performance.self_late' } },
          dueAt,
        ),
      );
  if (open.length > 0) return list;
  if (key) return [task('submitKeyAppraisal', 'own', finance, { dueAt: key.dueAt, rule: 'pe.finance.due', meta: {} }, key.offeredAt)];
  return offer ? [task('offerKeyAppraisal', 'own', finance, { dueAt: offer.dueAt, rule: offer.rule, meta: {} })] : [];
}
