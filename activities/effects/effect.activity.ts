import type { Json } from '@goufu/domain';
import type { Engine } from '@goufu/engine';
import type { EffectStore, StoredEffect } from '@goufu/persistence';
import type { EffectActivities } from './effect-activities.js';

/** What the outside says of an effect. `final`: recorded and over; else it is asked again, by the same key. */
export type Heard = { readonly final: true; readonly answer: Json } | { readonly final: false; readonly why: string };

/** The outside for one kind of effect, by keys. */
export interface Outside {
  /** Null: never heard of this key, so it may be sent, under this key alone. */
  ask(effect: StoredEffect): Promise<Heard | null>;
  send(effect: StoredEffect): Promise<Heard>;
}
/** No repetition will ever help: the effect fails and is the operator's. */
export class NeverRight extends Error {}
/** Found before anything left: nothing can come of it, and the case may be answered so. */
export class NeverSent extends NeverRight {
  constructor(
    why: string,
    readonly answer: Json,
  ) {
    super(why);
  }
}

export interface EffectParts {
  readonly engine: Pick<Engine, 'execute' | 'registry'>;
  readonly effects: EffectStore;
  readonly outsides: Readonly<Record<string, Outside>>;
  /** An answer that is not final at once is asked for again this many times before the workflow sleeps. */
  readonly quickly?: number;
}

const open = new Set<StoredEffect['state']>(['wanted', 'sending', 'unknown']);
const moment = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks by key, sends, records the answer by a system command of the effect's case. Idempotent at every step: nothing is ever sent under a second key. */
export const effectActivities = (parts: EffectParts): EffectActivities => ({
  carry: async ({ realm, key }) => {
    const effect = await parts.effects.find(realm, key);
    // Marked before it leaves: what is marked can no longer be voided.
    if (!effect || !open.has(effect.state) || !(await parts.effects.sending(realm, key))) return 'over';
    const outside = parts.outsides[effect.kind];
    if (!outside) throw new Error(`nobody carries effects of the kind ${effect.kind}`);
    try {
      const heard = await hear(outside, effect, parts.quickly ?? 4);
      if (!heard.final) {
        await parts.effects.unknown(realm, key, heard.why);
        return 'open';
      }
      await record(parts.engine, effect, heard.answer);
      await parts.effects.done(realm, key, heard.answer);
    } catch (error) {
      if (!(error instanceof NeverRight)) throw error;
      await parts.effects.failed(realm, key, error.message);
    }
    return 'over';
  },
});

const hear = async (outside: Outside, effect: StoredEffect, quickly: number): Promise<Heard> => {
  let heard = (await outside.ask(effect)) ?? (await sentOrNever(outside, effect));
  for (let n = 1; !heard.final && n <= quickly; n += 1) {
    await moment(25 * n);
    heard = (await outside.ask(effect)) ?? heard;
  }
  return heard;
};

/** What may have left in an earlier attempt, unheard of so far, is never answered for: that stays the operator's. */
const sentOrNever = async (outside: Outside, effect: StoredEffect): Promise<Heard> => {
  try {
    return await outside.send(effect);
  } catch (error) {
    if (error instanceof NeverSent && effect.attempts === 0) return { final: true, answer: error.answer };
    throw error;
  }
};

/** The answer first, the effect's own row after it: a crash in between records the same answer again, which changes nothing. */
export const record = async (
  engine: EffectParts['engine'],
  { realm, key, kind, caseId, requestId }: StoredEffect,
  answer: Json,
): Promise<void> => {
  const type = engine.registry.ofCase(caseId);
  if (!type.commands.recordEffect) return;
  const recorded = await engine.execute({
    realm,
    kind: type.kind,
    caseId,
    type: 'recordEffect',
    data: { key, answer },
    acting: 'system',
    key: null,
    requestId,
  });
  if ('refused' in recorded) throw new Error(`the answer to the ${kind} ${key} was refused: ${recorded.refused}`);
};
