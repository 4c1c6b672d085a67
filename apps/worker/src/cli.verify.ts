import { poolFor, RecordStore } from '@goufu/persistence';
import { verify } from '@goufu/engine';

// Checks every hash chain, the ledger's sums and the daily roots: `npm run verify [-- REALM]`. Exit 1 names the first fault.
const url = process.env.DATABASE_URL;
if (!url) {
  console.error('缺少 DATABASE_URL。DATABASE_URL is missing: the connection string of the role `app`.');
  process.exit(2);
}
const pool = poolFor(url, 2, '*');
try {
  const { broken, cases, events, roots } = await verify(new RecordStore(pool), process.argv[2]);
  if (broken) {
    const where = broken.version === null ? broken.at : `${broken.at} 第${broken.version}号`;
    console.error(`记录不一致：${broken.realm} ${where}（${broken.why}）`);
    console.error(
      `The record is broken: realm ${broken.realm}, ${broken.at}${broken.version === null ? '' : `, event ${broken.version}`}: ${broken.why}`,
    );
    process.exitCode = 1;
  }
  console.log(JSON.stringify({ ok: broken === null, cases, events, roots, broken }));
} finally {
  await pool.end();
}
