import { DataSource } from 'typeorm';
import { migrations } from './migrations/index.js';
import { rows } from './rows/index.js';

/** TypeORM over one connection string: as `owner` to migrate, as `app` for read models. Limits in milliseconds, 0 is none. */
export const dataSourceFor = (url: string, poolSize = 5, { statementMs = 10_000, lockMs = 3_000 } = {}): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    entities: rows,
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    poolSize,
    extra: { options: `-c statement_timeout=${statementMs} -c lock_timeout=${lockMs} -c timezone=UTC` },
  });
