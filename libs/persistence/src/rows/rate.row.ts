import { Column, Entity, PrimaryColumn } from 'typeorm';
import { big, text } from './columns.js';

/** How often somebody has asked in the current window: unlogged, for a crash may forget it. */
@Entity('rate')
export class RateRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) key: string;
  @Column(big) window_no: bigint;
  @Column({ type: 'integer' }) used: number;
}
