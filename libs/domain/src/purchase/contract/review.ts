import type { Context, ContentRef, Decision, DomainEvent } from '../../kernel/case.js';
import { firstOf, refuse, type Refusal } from '../../kernel/refusal.js';
import { flag } from '../../kernel/rules.js';
import type { PurchaseState } from '../state.js';
import type { ContractCommand, ContractEvent } from './contract.js';
import type { ContractRefusal } from './refusals.js';
import type { ContractDraft } from './state.js';

/** What the legal review says of one clause that takes a right away or excuses the own breach. */
export interface ClauseJudgement {
  readonly id: string;
  readonly fair: boolean;
  readonly reason: ContentRef;
}
const no = (code: ContractRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<ContractRefusal>(code, more);

/** Clauses that the review answers one by one: flagged by the drafter, or giving an excuse. */
export const clausesToJudge = ({ clauses }: Pick<ContractDraft, 'clauses'>): readonly string[] =>
  clauses.filter(({ flagged, excuse }) => flagged || excuse !== undefined).map(({ id }) => id);

/** 合同法律审查 by somebody who did not draft: the whole, and every doubtful clause by itself with its reason; an unfair one sends the text back. */
export const reviewContract = (
  state: PurchaseState,
  data: Extract<ContractCommand, { type: 'reviewContract' }>['data'],
  context: Context,
): Decision | Refusal => {
  const { draft } = state.contract;
  if (!draft) return no('contract.nothing_drafted');
  const rule = context.rules.rule('contract.clause_review', state.pins);
  const answers = data.clauses ?? [];
  const asked = flag(rule) ? clausesToJudge(draft) : [];
  const open = asked.filter((id) => !answers.some((answer) => answer.id === id));
  const unfair = answers.findIndex(({ fair }) => !fair);
  const refused = firstOf([
    ...answers.map(({ id }, i) =>
      draft.clauses.some((clause) => clause.id === id) && answers.findIndex((one) => one.id === id) === i
        ? null
        : no('contract.clause_unknown', { pointer: `/clauses/${i}/id`, meta: { clause: id } }),
    ),
    open.length > 0 ? no('contract.clause_unjudged', { pointer: '/clauses', rule, meta: { clauses: open } }) : null,
    unfair >= 0 && data.outcome === 'recommended'
      ? no('contract.clause_unfair', { pointer: '/outcome', rule, meta: { clause: answers[unfair]?.id ?? '' } })
      : null,
  ]);
  if (refused) return refused;
  const reviewed: DomainEvent = { type: 'ContractReviewed' satisfies ContractEvent['type'], schema: 1, data };
  return { events: [reviewed] };
};
