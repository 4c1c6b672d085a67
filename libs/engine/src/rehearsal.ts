import { type Actor, type CaseId, type Command, isRefusal, refuse, type Refusal } from '@goufu/domain';
import { v7 } from 'uuid';
import { CaseWork } from './case-work.js';
import { separateContents } from './contents.js';
import { Restart } from './plan.js';
import type { Session } from './session.js';

/** A command of a list that is tried out. */
export interface Rehearsed {
  readonly kind: string;
  /** Null: the command begins a case. */
  readonly caseId: CaseId | null;
  readonly type: string;
  readonly data: unknown;
}
/** It may go on with what another of the list began: `begun(n)` is that case's id, null while it is not begun. Null: it needs one that is not. */
export type Step = (begun: (n: number) => CaseId | null) => Rehearsed | null;
/** `skipped`: what it goes on with was refused. */
export type Tried = Refusal | 'possible' | 'skipped';

/** Cases that a list goes on with and that are there already, as far as can be known before it begins. */
export const casesOf = (steps: readonly Step[]): readonly CaseId[] => [...new Set(steps.flatMap((step) => step(() => null)?.caseId ?? []))];

/** Decides one after the other on top of what was decided before it; nothing is written. */
export const rehearsed = async (session: Session, actor: Actor | Refusal, steps: readonly Step[]): Promise<readonly Tried[]> => {
  const begun: (CaseId | null)[] = [];
  const tried: Tried[] = [];
  for (const step of steps) {
    const given = step((n) => begun[n] ?? null);
    const answer = given === null ? 'skipped' : isRefusal(actor) ? actor : await once(session, actor, given);
    begun.push(answer !== 'skipped' && !isRefusal(answer) ? answer.id : null);
    tried.push(answer === 'skipped' || isRefusal(answer) ? answer : 'possible');
  }
  return tried;
};

const once = async (session: Session, actor: Actor, { kind, caseId, type, data: given }: Rehearsed): Promise<Refusal | { id: CaseId }> => {
  const of = session.registry.of(kind);
  const shape = of.commands[type];
  if (!shape) throw new Error(`${kind} knows no command ${type}`);
  const { data, contents } = separateContents(given, shape.contents);
  const derived = caseId ?? of.identify?.({ type, caseId: '', data }, session.realm) ?? null;
  const id = derived ?? `${kind}/${v7()}`;
  const { lock } = session.plan;
  // Whether it is there is asked for with the first look.
  if (derived !== null && !session.works.has(derived) && !lock.includes(derived))
    throw new Restart({ ...session.plan, lock: [...lock, derived] });
  const creates = shape.creates === true && caseId === null;
  const isFresh = !session.works.has(id);
  if (isFresh && !creates) return refuse('case.not_found');
  const command: Command = { type, caseId: id, data };
  const parent = of.parentOf?.(command) ?? null;
  if (isFresh) session.works.set(id, CaseWork.fresh(of, id, parent));
  const work = session.works.get(id) as CaseWork;
  const touched = of.touches(command, { caseId: id, parent });
  await session.ensure({ reads: touched.reads ?? [] }, id);
  session.bring(contents, id);
  const refused = await session.decide(work, command, session.now, { actor, requestId: null });
  if (refused && isFresh) session.works.delete(id);
  return refused ?? { id };
};
