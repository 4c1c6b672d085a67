import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, orNull, text, texts } from './columns.js';

/** The only home of personal data. */
@Entity('person')
export class PersonRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) id: string;
  @Column(text) name: string;
  @Column(orNull(text)) phone: string | null;
  @Column(orNull(text)) email: string | null;
  /** Let in no more since. */
  @Column(orNull(instant)) disabled_at: number | null;
  @Column(orNull(instant)) erased_at: number | null;
}

/** A person in a post, with dates: read model of the organisations. */
@Entity('appointment')
export class AppointmentEntity {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) key: string;
  @Column(text) person: string;
  @Column(text) post: string;
  @Column(text) organisation: string;
  @Column(texts) roles: string[];
  @Column({ type: 'date' }) from_on: string;
  @Column({ type: 'date', nullable: true }) to_on: string | null;
}

@Entity('organisation_view')
export class OrganisationViewRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) key: string;
  @Column(text) type: string;
  /** Empty for a person, whose name stands in content. */
  @Column(text) name: string;
  @Column({ type: 'uuid', nullable: true }) name_content: string | null;
  @Column(orNull(text)) parent: string | null;
  @Column(instant) updated_at: number;
}
