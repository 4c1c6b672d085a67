import { Column, Entity, PrimaryColumn } from 'typeorm';
import { big, instant, orNull, text, texts } from './columns.js';

/** A case as lists and search show it: one row a case, the key is the case's id. */
@Entity('case_view')
export class CaseViewRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) key: string;
  @Column(text) kind: string;
  @Column(orNull(text)) number: string | null;
  @Column(text) title: string;
  @Column(orNull(text)) stage: string | null;
  @Column(orNull(text)) state: string | null;
  @Column(orNull(text)) organisation: string | null;
  @Column({ ...texts, default: () => "'{}'" }) readers: string[];
  @Column({ type: 'boolean', default: false }) public: boolean;
  @Column(orNull(big)) amount: bigint | null;
  @Column(orNull(instant)) due_at: number | null;
  @Column({ ...texts, default: () => "'{}'" }) bigrams: string[];
  @Column(instant) created_at: number;
  @Column(instant) updated_at: number;
}

/** Who may find a case in lists, one row each; kept by a trigger on `case_view`. `public` stands for everybody. */
@Entity('case_reader')
export class CaseReaderRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) reader: string;
  @PrimaryColumn(text) key: string;
  @Column(text) kind: string;
  @Column(instant) created_at: number;
}

/** Pairs of characters of a case's title and number, single characters, and the whole number behind `=`, one row each; kept by the same trigger. */
@Entity('case_gram')
export class CaseGramRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) gram: string;
  @PrimaryColumn(text) key: string;
  @Column(instant) created_at: number;
}

@Entity('notice')
export class NoticeRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) key: string;
  @Column(text) case_id: string;
  @Column(text) kind: string;
  @Column(text) title: string;
  @Column(text) body: string;
  @Column(instant) published_at: number;
  @Column(orNull(instant)) until_at: number | null;
}
