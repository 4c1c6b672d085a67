// What an effect's workflow may ask, as types alone.
import type { EffectRef } from '@goufu/messages';

export interface EffectActivities {
  /** Carries the effect as far as it goes now: `over` once its answer is recorded or it is void; `open`: ask again later. */
  carry(of: EffectRef): Promise<'over' | 'open'>;
}
