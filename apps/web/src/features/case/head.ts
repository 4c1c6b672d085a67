import type { CaseShown, Json } from '../../api/types';

export type Fields = Readonly<Record<string, Json>>;
export const isFields = (value: Json | undefined): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
export const text = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What a case is called, and its amount, wherever its kind keeps them. */
export const headOf = ({
  view,
}: Pick<CaseShown, 'view'>): { readonly title: string | null; readonly amount: string | null; readonly stage: string | null } => {
  const planning = isFields(view.planning) ? view.planning : {};
  const plan = isFields(planning.plan) ? planning.plan : {};
  const current = isFields(view.current) ? view.current : isFields(view.draft) ? view.draft : {};
  return {
    title: text(view.title) ?? text(view.name) ?? text(planning.title) ?? text(current.title),
    amount: text(view.amount) ?? text(plan.amount),
    stage: text(view.stage),
  };
};
