import { Column, Entity, PrimaryColumn } from 'typeorm';
import { clock, instant, text } from './columns.js';

/** A rule pack in use, kept by its hash. */
@Entity('pack')
export class PackRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) hash: string;
  @Column(text) jurisdiction: string;
  @Column(text) body: string;
  @Column(clock(instant)) stored_at: number;
}

@Entity('merkle_root')
export class MerkleRootRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn({ type: 'date' }) day: string;
  @Column(text) root: string;
  @Column({ type: 'integer' }) heads: number;
  @Column(clock(instant)) recorded_at: number;
}
