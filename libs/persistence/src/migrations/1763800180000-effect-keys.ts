import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key of an effect stands for one thing for ever. Whoever asks for another under it is told so, by an error that takes the transaction back. */
export class EffectKeys1763800180000 implements MigrationInterface {
  name = 'EffectKeys1763800180000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function effect_key_reused(key text) returns text language plpgsql as $$
      begin
        raise exception using errcode = 'GF001', message = key;
      end
      $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
