import { Check, Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { clock, instant, json, orNull, text } from './columns.js';

/** Something decided for the outside; its key never changes. */
@Entity('effect')
@Check('effect_state', `state in ('wanted', 'sending', 'unknown', 'done', 'failed', 'void')`)
export class EffectRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) key: string;
  @Column(text) case_id: string;
  @Column(text) kind: string;
  @Column(text) payload: string;
  @Column(text) payload_hash: string;
  @Column(text) state: string;
  @Column({ type: 'integer', default: 0 }) attempts: number;
  @Column(instant) next_at: number;
  @Column(orNull(instant)) leased_until: number | null;
  @Column(orNull(json)) answer: object | null;
  @Column(orNull(text)) error: string | null;
  @Column(instant) created_at: number;
  @Column(orNull(instant)) done_at: number | null;
  @Column(orNull(text)) request_id: string | null;
}

@Entity('outbox')
export class OutboxRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id: bigint;
  @Column(text) case_id: string;
  @Column(text) channel: string;
  @Column(json) payload: object;
  @Column(clock(instant)) created_at: number;
  @Column({ type: 'integer', default: 0 }) attempts: number;
  @Column(clock(instant)) next_at: number;
  @Column(orNull(instant)) leased_until: number | null;
  @Column(orNull(instant)) done_at: number | null;
  @Column(orNull(text)) error: string | null;
}

/** How far a stream of the outside (the treasury's statement) has been read. */
@Entity('position')
export class PositionRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) name: string;
  @Column(text) cursor: string;
  @Column(clock(instant)) moved_at: number;
}

/** An open case had no workflow and was given one: kept for an hour. */
@Entity('restart')
export class RestartRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) case_id: string;
  @PrimaryColumn({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' }) at: number;
}
