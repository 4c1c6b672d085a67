import { rebuild, Registry } from '@goufu/engine';
import { poolFor, RecordStore } from '@goufu/persistence';
import { kinds } from '@goufu/subjects';

// Folds all events into empty read models: `npm run rebuild [-- REALM]`. Commands wait while a realm is folded.
const url = process.env.DATABASE_URL;
if (!url) {
  console.error('缺少 DATABASE_URL。DATABASE_URL is missing: the connection string of the role `app`.');
  process.exit(2);
}
const pool = poolFor(url, 2, '*');
try {
  const cases = await rebuild(new Registry(kinds), new RecordStore(pool), process.argv[2]);
  console.log(JSON.stringify({ ok: true, cases }));
} finally {
  await pool.end();
}
