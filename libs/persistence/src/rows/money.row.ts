import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { big, instant, text } from './columns.js';

@Entity('account')
@Check('account_never_below_zero', `balance >= 0 or bucket like 'appropriation%'`)
export class AccountRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) id: string;
  @Column(text) line: string;
  @Column(text) bucket: string;
  @Column(big) balance: bigint;
}

@Entity('posting')
@Check('posting_positive', 'amount > 0')
@Check('posting_between_two', 'from_account <> to_account')
export class PostingRow {
  @PrimaryColumn(text) realm_id: string;
  @PrimaryColumn(text) case_id: string;
  @PrimaryColumn({ type: 'integer' }) version: number;
  @PrimaryColumn({ type: 'integer' }) n: number;
  @Column(text) from_account: string;
  @Column(text) to_account: string;
  @Column(big) amount: bigint;
  @Column(text) memo: string;
  @Column(instant) effective_at: number;
}
