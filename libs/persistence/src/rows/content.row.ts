import { Column, Entity, PrimaryColumn } from 'typeorm';
import { clock, instant, json, orNull, text } from './columns.js';

/** Free text and whatever else may not stand in an event: erasable, while id, salt and hash stay. */
@Entity('content')
export class ContentRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column(text) case_id: string;
  @Column(text) salt: string;
  @Column(text) hash: string;
  @Column(text) body: string;
  @Column(orNull(instant)) visible_from: number | null;
  @Column(orNull(instant)) erased_at: number | null;
}

/** What a person is still writing: private to that person, without events. */
@Entity('draft')
export class DraftRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) case_id: string;
  @PrimaryColumn(text) name: string;
  @PrimaryColumn(text) person: string;
  @Column({ type: 'integer' }) version: number;
  @Column(json) body: object;
  @Column(clock(instant)) updated_at: number;
}

/** A stored file; its bytes stand on disk under their hash. */
@Entity('file')
export class FileRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) hash: string;
  @Column(text) name: string;
  @Column(text) media_type: string;
  @Column({ type: 'integer' }) size: number;
  @Column(orNull(text)) person: string | null;
  @Column(clock(instant)) stored_at: number;
}

/** Everybody who has brought these bytes may have them back. */
@Entity('file_upload')
export class FileUploadRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) hash: string;
  @PrimaryColumn(text) person: string;
  @Column(text) name: string;
  @Column(clock(instant)) uploaded_at: number;
}

@Entity('series')
export class SeriesRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) name: string;
  @Column({ type: 'integer' }) next: number;
}

@Entity('claim')
export class ClaimRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) name: string;
  @Column(text) case_id: string;
}
