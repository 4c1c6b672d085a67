import { isRefusal, type CaseId, type Json, parseYuan } from '@goufu/domain';
import type { Engine } from '@goufu/engine';
import { PositionStore, type StoredEffect } from '@goufu/persistence';
import type pg from 'pg';
import type { Heard, Outside } from '../../activities/index.js';
import type { Treasury } from '../../apps/local/src/scenario/treasury.js';

interface Movement {
  readonly caseId: CaseId;
  readonly key: string | null;
  readonly movement: Readonly<Record<string, string | bigint>>;
}

/** A treasury without a process: pays at once, sends back when told to, and tells of each movement as its statement would. */
export class EngineTreasury implements Outside, Treasury {
  private returns = 0;
  private quiet = false;
  /** What became of every order, by key: whoever asks is told, and nothing is paid for asking. */
  private readonly orders = new Map<string, Heard>();
  private numbers = 0;
  private readonly untold: Movement[] = [];

  constructor(
    private readonly place: { readonly engine: Engine; readonly everyRealm: pg.Pool },
    private readonly realm: string,
  ) {}

  returnNext(): Promise<void> {
    this.returns += 1;
    return Promise.resolve();
  }

  /** Orders are taken and paid, but nothing is said of them until the treasury is no longer quiet: then whoever asks by key is answered. */
  keepQuiet(quiet: boolean): void {
    this.quiet = quiet;
  }

  ask({ key }: StoredEffect): Promise<Heard | null> {
    const kept = this.orders.get(key);
    return Promise.resolve(kept && this.quiet ? { final: false, why: 'taken, not answered' } : (kept ?? null));
  }

  /** Keys of every order that was ever sent: one that stands here twice was paid twice. */
  readonly sent: string[] = [];

  send({ caseId, key, payload }: StoredEffect): Promise<Heard> {
    this.sent.push(key);
    const { amount } = payload as unknown as { amount: bigint };
    this.numbers += 1;
    const treasuryNo = `T${this.numbers}`;
    if (this.returns > 0) {
      this.returns -= 1;
      this.untold.push({
        caseId,
        key,
        movement: { kind: 'returned', amount, treasuryNo, movementNo: `${treasuryNo}-R`, reason: 'name_mismatch' },
      });
    }
    const paid: Heard = { final: true, answer: { state: 'paid', paid: amount, returned: 0n, treasuryNo, reason: null } };
    this.orders.set(key, paid);
    return Promise.resolve(this.quiet ? { final: false, why: 'taken, not answered' } : paid);
  }

  async payBack(realm: string, demandNo: string, _payer: object, amount: string): Promise<void> {
    const caseId = await new PositionStore(this.place.everyRealm).holderOf(realm, `demand/${demandNo}`);
    const fen = parseYuan(amount);
    if (caseId === null || fen === null) throw new Error(`nobody demands ${demandNo}`);
    this.numbers += 1;
    this.untold.push({ caseId, key: null, movement: { kind: 'receipt', amount: fen, movementNo: `R${this.numbers}` } });
    await this.tell();
  }

  /** Gives what stands on the statement to its cases; false: nothing did. */
  async tell(): Promise<boolean> {
    const movements = this.untold.splice(0);
    for (const { caseId, key, movement } of movements) {
      const told = await this.place.engine.execute({
        realm: this.realm,
        kind: 'disbursement',
        caseId,
        type: 'recordTreasuryMovement',
        data: { key, movement: movement as unknown as Json },
        acting: 'system',
        key: null,
        requestId: null,
      });
      if (isRefusal(told)) throw new Error(`a movement was refused: ${told.refused}`);
    }
    return movements.length > 0;
  }
}
