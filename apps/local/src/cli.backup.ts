// `npm run backup [-- --data DIR] [--out FILE] [--since FILE] [--keep-days N] [--json]`: one archive of the system on this machine.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backup } from './backup.js';
import { Complaint } from './complaint.js';
import { defaultData } from './options.js';
import { KEEP_DAYS } from './postgres-archive.js';

const USAGE = `npm run backup -- [--data DIR] [--out FILE] [--since FILE] [--keep-days N] [--json]
  --data DIR     the data directory of npm start (default: ${defaultData()})
  --out FILE     the archive to write (default: goufu-TIME.tar.gz here)
  --since FILE   keep the base of an earlier archive: any instant from then to now can be restored
  --keep-days N  throw archived log away that is older (default ${KEEP_DAYS})`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      since: { type: 'string' },
      'keep-days': { type: 'string', default: String(KEEP_DAYS) },
      json: { type: 'boolean', default: false },
    },
  });
  const keepDays = Number(values['keep-days']);
  if (positionals.length > 0 || !(keepDays >= 0)) throw new Complaint('参数有误。', USAGE);
  const here = process.env.INIT_CWD ?? process.cwd();
  const named = `goufu-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}Z.tar.gz`;
  const out = values.out === undefined ? join(here, named) : resolve(here, values.out);
  const since = values.since === undefined ? null : resolve(here, values.since);
  const manifest = await backup({ data: resolve(here, values.data ?? defaultData()), out, since, keepDays });
  if (values.json) return console.log(JSON.stringify({ file: out, ...manifest }));
  console.log(`备份文件 archive   ${out}`);
  console.log(`可恢复至 restores  ${manifest.from === manifest.until ? manifest.until : `${manifest.from} — ${manifest.until}`}`);
  console.log('凭数据目录中的日志可恢复至此后任一时刻。With the log in the data directory: any instant since.');
  console.log('内含口令与个人信息，请妥善保管。It holds passwords and personal data: keep it locked away.');
};

main().catch((error: unknown) => {
  console.error(error instanceof Complaint ? error.message : error);
  process.exitCode = 1;
});
