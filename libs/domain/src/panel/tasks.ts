import type { Assignee, Instant, Task } from '../kernel/index.js';
import type { PanelMember, PanelState, PanelStatus } from './panel.js';
import { openQuestion, panelStatus, sitting } from './panel.js';

/** Names under which a subject embeds a panel: `key` tells its panels apart, the rest are the subject's own commands. */
export interface PanelNames {
  readonly key: string;
  readonly declare: string;
  readonly judge: string;
  readonly submit: string;
  readonly correct: string;
  readonly sign: string;
  readonly supplement: string;
  readonly lock: string;
  readonly present: string;
  /** Who convenes the panel: agency or purchaser. */
  readonly organiser: Assignee;
  readonly due?: { readonly at: Instant; readonly rule: string };
}

/** Who has to act: members one by one, the organiser between them. */
export const panelTasks = (state: PanelState | null, names: PanelNames): readonly Task[] => {
  if (!state) return [];
  const status = panelStatus(state);
  const task = (name: string, to: Assignee, mark: string): Task => ({
    key: `${names.key}/${status}/${mark}`,
    name,
    to,
    since: state.since,
    dueAt: names.due?.at ?? null,
    rule: names.due?.rule ?? null,
    meta: { panel: state.definition.id, status },
  });
  const each = (name: string, waits: (member: PanelMember) => boolean): readonly Task[] =>
    sitting(state)
      .filter(waits)
      .map(({ person }) => task(name, { person }, person));
  const organiser = (name: string): readonly Task[] => [task(name, names.organiser, 'organiser')];
  const undeclared = ({ declared }: PanelMember): boolean => !declared;
  const todo: Readonly<Record<PanelStatus, () => readonly Task[]>> = {
    short: () => [...organiser(names.supplement), ...each(names.declare, undeclared)],
    declaring: () => each(names.declare, undeclared),
    examining: () => each(names.judge, ({ person }) => state.votes.filter((vote) => vote.person === person).length < state.subjects.length),
    questioning: () => each(names.judge, ({ person }) => openQuestion(state)?.votes.every((vote) => vote.person !== person) === true),
    scoring: () => {
      const open = each(names.submit, ({ person }) => !state.sheets.some((sheet) => sheet.person === person));
      return open.length > 0 ? open : organiser(names.lock);
    },
    // Scorers who differ on an objective item settle it among themselves: each sees the finding.
    locked: () => (state.outcome?.final === true ? organiser(names.present) : each(names.correct, () => true)),
    reporting: () => each(names.sign, ({ person }) => !state.signatures.some((one) => one.person === person)),
    reported: () => [],
    failed: () => [],
  };
  return todo[status]();
};
