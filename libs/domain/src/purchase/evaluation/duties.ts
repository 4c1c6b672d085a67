import type { Deadline, Task } from '../../kernel/case.js';
import { panelStatus, sitting } from '../../panel/panel.js';
import { panelTasks } from '../../panel/tasks.js';
import type { PurchaseState } from '../state.js';
import { openedBids, organiserOf, runningEvaluation } from './course.js';
import { awaitsExplanation, awaitsJudgement, lowPricesOpen, unasked } from './low-price.js';
import { ranksByPrice } from './price-ranking.js';
import type { EvaluationCourse } from './state.js';
import { talksDeadlines, talksTasks } from './talks-duties.js';

/** The target for the whole evaluation, which only escalates, and the end of each bidder's time to explain a price. */
export const evaluationDeadlines = (state: PurchaseState): readonly Deadline[] => {
  const course = runningEvaluation(state);
  if (!course) return [];
  const { round, due, late, demands } = course;
  const explain = demands.filter(awaitsExplanation).map(
    ({ bid, until, rule }): Deadline => ({
      id: `evaluation/${round}/explain/${bid}`,
      at: until,
      command: { type: 'explanationOverdue', data: { round, bid } },
      rule,
      calendar: null,
      suspendable: false,
    }),
  );
  const before = [...explain, ...talksDeadlines(state, course)];
  if (late || due.dueAt === null) return before;
  const finish: Deadline = {
    id: `evaluation/${round}/finish`,
    at: due.dueAt,
    command: { type: 'evaluationOverdue', data: { round } },
    rule: due.rule,
    calendar: due.calendar,
    from: due.from,
    suspendable: true,
  };
  return [...before, finish];
};

/** Who has to act. Members are told one by one: a list that others read holds none of their names. */
export const evaluationTasks = (state: PurchaseState): readonly Task[] => {
  const course = runningEvaluation(state);
  if (!course) return [];
  const { round, since, due, late, panel } = course;
  const task = (key: string, name: string, to: Task['to'], more: Partial<Task> = {}): Task => ({
    key: `evaluation/${round}/${key}`,
    name,
    to,
    since,
    dueAt: due.dueAt,
    rule: due.rule,
    ...more,
  });
  const escalated = late
    ? [
        task(
          'late',
          'evaluationOverdue',
          { organisation: state.parties.purchaser ?? '', role: 'purchaser-leader' },
          { meta: { late: true } },
        ),
      ]
    : [];
  if (course.qualified === null) {
    const unchecked = openedBids(state).filter(({ bid }) => !course.checks.some((check) => check.bid === bid));
    const to = organiserOf(state, 'check-qualification');
    return [...unchecked.map(({ bid }) => task(`qualification/${bid}`, 'checkQualification', to, { meta: { bid } })), ...escalated];
  }
  if (!panel) return [task('panel', 'drawPanel', organiserOf(state)), ...escalated];
  return [...tasksOfPanel(state, course, task), ...escalated];
};

type MakeTask = (key: string, name: string, to: Task['to'], more?: Partial<Task>) => Task;

const tasksOfPanel = (state: PurchaseState, course: EvaluationCourse, task: MakeTask): readonly Task[] => {
  const { panel, round, due } = course;
  if (!panel) return [];
  const members = sitting(panel);
  const status = panelStatus(panel);
  const chair =
    panel.chair === null && status !== 'short' && status !== 'declaring'
      ? members.map(({ person }) => task(`chair/${person}`, 'electChair', { person }))
      : [];
  const talks = talksTasks(state, { ...course, panel }, task);
  if (talks) return [...chair, ...talks];
  if (status === 'scoring' && lowPricesOpen(course).length > 0) return [...chair, ...priceTasks(course, task)];
  if (status === 'scoring' && ranksByPrice(state)) return [...chair, task('report', 'presentReport', organiserOf(state))];
  return [
    ...chair,
    ...panelTasks(panel, {
      key: `evaluation/${round}`,
      declare: 'declareConflict',
      judge: status === 'questioning' ? 'judgeExplanation' : 'voteCompliance',
      submit: 'submitSheet',
      correct: 'correctScore',
      sign: 'signReport',
      supplement: 'supplementPanel',
      // The last sheet locks all of them.
      lock: 'submitSheet',
      present: 'presentReport',
      organiser: organiserOf(state),
      ...(due.dueAt === null ? {} : { due: { at: due.dueAt, rule: due.rule } }),
    }),
  ];
};

/** While a price waits to be explained or judged nothing else goes on. */
const priceTasks = (course: EvaluationCourse, task: MakeTask): readonly Task[] => {
  const { panel, demands } = course;
  const members = panel ? sitting(panel).map(({ person }) => person) : [];
  const chair = panel?.chair ?? null;
  return [
    ...(chair === null
      ? []
      : unasked(course).map((bid) => task(`demand/${bid}`, 'demandExplanation', { person: chair }, { meta: { bid } }))),
    ...demands.filter(awaitsExplanation).map(({ bid, supplier, at, until, rule }) => {
      const to = { organisation: supplier, role: 'supplier-agent' };
      return task(`explain/${bid}`, 'explainPrice', to, { since: at, dueAt: until, rule, meta: { bid } });
    }),
    ...demands
      .filter((demand) => awaitsJudgement(course, demand))
      .flatMap(({ bid }) => members.map((person) => task(`judge/${bid}/${person}`, 'judgeExplanation', { person }, { meta: { bid } }))),
  ];
};
