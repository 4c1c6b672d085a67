import type { Entitlement } from '@goufu/access';
import { type CaseId, isRefusal, type Refusal } from '@goufu/domain';
import { type ActingPerson, actorOf } from './acting.js';
import type { Engine } from './engine.js';

/** Why somebody may give a command now, or may not. */
export interface Explained {
  /** Null: they may. */
  readonly reason: Refusal | null;
  /** Null: the post itself does not stand, or the kind says nothing of it. */
  readonly entitlement: Entitlement | null;
}

/** What decides whether this person may give this command of a case in this post, with dues applied; nothing is written. Null: there is no such case or command. */
export const explain = (engine: Engine, realm: string, caseId: CaseId, acting: ActingPerson, command: string): Promise<Explained | null> =>
  engine.looks(realm, { lock: [caseId], read: [] }, async (tx, plan) => {
    const session = await engine.unlocked(tx, realm, acting.appointment, plan);
    const work = session.works.get(caseId);
    const shape = work?.type.commands[command];
    if (!work || !shape || shape.by === 'system' || shape.creates) return null;
    const actor = actorOf(acting, session.opened, session.now);
    if (isRefusal(actor)) return { reason: actor, entitlement: null };
    await session.applyDues();
    await session.ensure(work.type.reads?.(work.state, actor) ?? {}, caseId);
    const context = session.context(work, session.now, actor);
    const entitlement = work.type.entitles?.(work.state, command, context) ?? null;
    return { reason: work.type.gate(work.state, command, context) ?? entitlement?.seat ?? null, entitlement };
  });
