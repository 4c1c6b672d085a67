// Keeps the rule packs of this release in the database, beside those of every release before: run when the schema has been brought up to date, before
// a process of this release decides anything. Processes that run already learn them within a minute.
import { readEnvironment } from '@goufu/config';
import { PackStore, poolFor } from '@goufu/persistence';
import { InstalledLaw } from './law.js';

const { databaseUrl, packsDir, calendarsDir } = readEnvironment(process.env);
const pool = poolFor(databaseUrl, 1, '*');
try {
  const law = new InstalledLaw(new PackStore(pool), { packs: packsDir, calendars: calendarsDir });
  await law.learn();
  console.log(JSON.stringify({ kept: law.jurisdictions }));
} finally {
  await pool.end();
}
