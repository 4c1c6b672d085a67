import { Column, Entity, PrimaryColumn } from 'typeorm';
import { big, clock, instant, json, orNull, text, texts } from './columns.js';

/** An installation's departments, cases and money, or a world for rehearsal. */
@Entity('realm')
export class RealmRow {
  @PrimaryColumn(text) realm_id: string;
  @Column(text) name: string;
  @Column(text) jurisdiction: string;
  @Column({ ...big, default: 0 }) offset_ms: bigint;
  @Column({ type: 'boolean', default: false }) world: boolean;
  @Column({ type: 'boolean', default: false }) held: boolean;
  @Column(clock(instant)) created_at: number;
  /** Who is to keep a world and does not yet. */
  @Column(orNull(text)) kept_for: string | null;
  /** What a world began with, and of which realm. */
  @Column(orNull(json)) copied: object | null;
}

@Entity('cases')
export class CaseRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) id: string;
  @Column(text) kind: string;
  @Column({ type: 'integer', nullable: true }) lifecycle: number | null;
  @Column(orNull(text)) parent: string | null;
  @Column({ type: 'integer' }) version: number;
  @Column(text) state: string;
  /** Zero: `fold_hash` counts. The release before wrote its number here. */
  @Column({ type: 'integer', default: 0 }) fold: number;
  @Column(orNull(text)) fold_hash: string | null;
  @Column({ ...texts, default: () => "'{}'" }) open_stages: string[];
  @Column({ type: 'boolean', default: false }) closed: boolean;
  @Column(orNull(instant)) next_due_at: number | null;
  @Column(orNull(json)) next_due_locks: object | null;
  @Column(orNull(instant)) armed_until: number | null;
  @Column(text) head_hash: string;
  @Column(instant) last_at: number;
  @Column(instant) created_at: number;
}

@Entity('event')
export class EventRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) case_id: string;
  @PrimaryColumn({ type: 'integer' }) version: number;
  @Column(text) type: string;
  @Column({ type: 'integer' }) schema: number;
  @Column(text) data: string;
  @Column(instant) effective_at: number;
  @Column(instant) at: number;
  @Column(instant) recorded_at: number;
  @Column(orNull(text)) person: string | null;
  @Column(orNull(text)) appointment: string | null;
  @Column(orNull(text)) organisation: string | null;
  @Column(orNull(text)) request_id: string | null;
  @Column(text) prev_hash: string;
  @Column(text) hash: string;
}

/** A stored answer: the same key of the same actor gets it again. */
@Entity('command')
export class CommandRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) actor: string;
  @PrimaryColumn(text) key: string;
  @Column(text) body_hash: string;
  @Column(orNull(text)) body_salt: string | null;
  @Column(text) case_id: string;
  @Column(text) answer: string;
  @Column(instant) recorded_at: number;
  @Column(orNull(text)) request_id: string | null;
}

@Entity('refusal')
export class RefusalRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn({ type: 'uuid', default: () => 'gen_random_uuid()' }) id: string;
  @Column(orNull(text)) actor: string | null;
  @Column(text) kind: string;
  @Column(text) command: string;
  @Column(orNull(text)) case_id: string | null;
  @Column(text) code: string;
  @Column(orNull(text)) request_id: string | null;
  @Column(clock(instant)) recorded_at: number;
}

@Entity('task')
export class TaskRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) case_id: string;
  @PrimaryColumn(text) key: string;
  @Column(text) name: string;
  @Column(orNull(text)) person: string | null;
  @Column(orNull(text)) organisation: string | null;
  @Column(orNull(text)) role: string | null;
  @Column(instant) since: number;
  @Column(orNull(instant)) due_at: number | null;
  @Column(orNull(text)) rule: string | null;
  @Column({ ...json, default: () => "'{}'" }) meta: object;
}
