import { Column, Entity, PrimaryColumn } from 'typeorm';
import { clock, instant, json, orNull, text } from './columns.js';

/** A line of a reconciliation after a restore: what was found, or what somebody said of it. */
@Entity('reconciliation')
export class ReconciliationRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn({ type: 'uuid', default: () => 'gen_random_uuid()' }) id: string;
  @Column(text) kind: string;
  @Column(text) subject: string;
  @Column({ ...json, default: {} }) body: object;
  @Column(orNull(text)) person: string | null;
  @Column(orNull(text)) reason: string | null;
  @Column(clock(instant)) recorded_at: number;
}
