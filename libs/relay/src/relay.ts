import type { EffectStore, OutboxRow, OutboxStore, StoredEffect } from '@goufu/persistence';
import type { LifecycleClient } from '@goufu/temporal/client';
import { Rounds, saying, type Log } from './rounds.js';
import type { Sender } from './sender.js';

export interface RelayParts {
  readonly outbox: OutboxStore;
  readonly effects: EffectStore;
  readonly lifecycles: Pick<LifecycleClient, 'moved' | 'told' | 'startEffect'>;
  /** Effects that leave from here, one at a time and in order for a case and kind. */
  readonly senders: Readonly<Record<string, Sender>>;
  /** Kinds of effects that have a workflow each. */
  readonly workflowKinds: readonly string[];
  readonly log: Log;
  readonly pollMs?: number;
}

const OUTBOX_AT_ONCE = 64;
const EFFECTS_AT_ONCE = 16;
const LEASE_MS = 30_000;
/** An effect's workflow that has been begun is begun again if its effect is still open then: a lost one is replaced, a running one is not disturbed. */
const LOOK_AGAIN_MS = 30_000;
const CEILING_MS = 5_000;
const EFFECT_CEILING_MS = 10 * 60_000;

const pauseAfter = (attempts: number, ceiling: number): number => Math.min(ceiling, 250 * 2 ** Math.min(attempts, 12));

/** Carries what a commit left behind: messages to lifecycles, and effects. Any number may run. */
export class Relay {
  private readonly messages: Rounds;
  private readonly outgoing: Rounds;
  private readonly kinds: readonly string[];

  constructor(private readonly parts: RelayParts) {
    const pollMs = parts.pollMs ?? 250;
    const trouble = (what: string) => (error: unknown) => parts.log('warn', 'the relay waits', { what, cause: saying(error) });
    this.kinds = [...Object.keys(parts.senders), ...parts.workflowKinds];
    this.messages = new Rounds(() => this.tellLifecycles(), pollMs, trouble('outbox'));
    this.outgoing = new Rounds(() => this.sendEffects(), pollMs, trouble('effects'));
  }

  start(): void {
    this.messages.start();
    this.outgoing.start();
  }

  /** Something was committed: look now. */
  poke(): void {
    this.messages.poke();
    this.outgoing.poke();
  }

  async stop(): Promise<void> {
    await Promise.all([this.messages.stop(), this.outgoing.stop()]);
  }

  private async tellLifecycles(): Promise<boolean> {
    const rows = await this.parts.outbox.claim(OUTBOX_AT_ONCE);
    const told = await Promise.all(rows.map((row) => this.tell(row)));
    await this.parts.outbox.done(rows.filter((_, index) => told[index]));
    return rows.length === OUTBOX_AT_ONCE;
  }

  private async tell(row: OutboxRow): Promise<boolean> {
    try {
      // A closed case needs no workflow: one that still waits is told, none is begun.
      await (row.closed ? this.parts.lifecycles.told(row, row.version) : this.parts.lifecycles.moved(row, row.version, row.requestId));
      const { realm, caseId, version, requestId } = row;
      this.parts.log('debug', 'a lifecycle was told', { realm, caseId, version, requestId });
      return true;
    } catch (error) {
      const cause = saying(error);
      const { realm, caseId, attempts, requestId } = row;
      this.parts.log('warn', 'a lifecycle could not be told', { realm, caseId, attempts, requestId, cause });
      await this.parts.outbox.failed(row, cause, pauseAfter(row.attempts, CEILING_MS));
      return false;
    }
  }

  private async sendEffects(): Promise<boolean> {
    const effects = await this.parts.effects.claim(this.kinds, EFFECTS_AT_ONCE, LEASE_MS);
    await Promise.all(effects.map((effect) => this.carry(effect)));
    // The next of a case and kind could not be claimed while the one before it was open.
    return effects.length > 0;
  }

  private async carry(effect: StoredEffect): Promise<void> {
    const { realm, key, requestId } = effect;
    const sender = this.parts.senders[effect.kind];
    try {
      if (!sender) {
        await this.parts.lifecycles.startEffect({ realm, key }, requestId);
        await this.parts.effects.later(realm, key, LOOK_AGAIN_MS, null);
      } else if (await this.parts.effects.sending(realm, key)) {
        await this.parts.effects.done(realm, key, await sender.send(effect));
      }
    } catch (error) {
      const cause = saying(error);
      this.parts.log('warn', 'an effect could not leave', { realm, key, kind: effect.kind, attempts: effect.attempts, requestId, cause });
      const ceiling = sender ? EFFECT_CEILING_MS : CEILING_MS;
      await this.parts.effects.later(realm, key, pauseAfter(effect.attempts, ceiling), cause);
    }
  }
}
