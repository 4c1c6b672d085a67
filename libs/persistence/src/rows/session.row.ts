import { Column, Entity, PrimaryColumn } from 'typeorm';
import { clock, instant, orNull, text } from './columns.js';

/** Somebody who is signed in at a browser; `id` is the hash of what the cookie holds, `label` what may be shown of it. */
@Entity('session')
export class SessionRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) id: string;
  @Column({ type: 'uuid', default: () => 'gen_random_uuid()' }) label: string;
  @Column(text) person: string;
  /** The provider's own name of its session: it may end it. */
  @Column(orNull(text)) provider_session: string | null;
  /** Shown to the provider when the person signs out, so that it asks nothing. */
  @Column(orNull(text)) id_token: string | null;
  @Column(orNull(text)) agent: string | null;
  @Column(clock(instant)) signed_in_at: number;
  @Column(clock(instant)) seen_at: number;
  @Column({ type: 'integer' }) idle_seconds: number;
  @Column(instant) ends_at: number;
}

/** Somebody who was sent to the provider and has not come back; used once. */
@Entity('signing_in')
export class SigningInRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) id: string;
  @Column(text) state: string;
  @Column(text) nonce: string;
  @Column(text) verifier: string;
  @Column(text) return_to: string;
  @Column(clock(instant)) begun_at: number;
}

/** The log of who signed in and out. Written once, kept for the pack's time. */
@Entity('access_record')
export class AccessRecordRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn({ type: 'uuid', default: () => 'gen_random_uuid()' }) id: string;
  @Column(orNull(text)) person: string | null;
  @Column(text) act: string;
  @Column(orNull({ type: 'uuid' })) session: string | null;
  @Column(orNull(text)) address: string | null;
  @Column(orNull(text)) agent: string | null;
  @Column(orNull(text)) object: string | null;
  @Column(orNull(text)) request_id: string | null;
  @Column(clock(instant)) recorded_at: number;
}
