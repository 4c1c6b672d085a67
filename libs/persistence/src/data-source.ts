import { DataSource } from 'typeorm';
import { migrations } from './migrations/index.js';
import { rows } from './rows/index.js';

/** TypeORM over one connection string: as `owner` to migrate, as `app` for read models. */
export const dataSourceFor = (url: string, poolSize = 5): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    entities: rows,
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    poolSize,
    extra: { options: '-c statement_timeout=10000 -c lock_timeout=3000 -c timezone=UTC' },
  });
