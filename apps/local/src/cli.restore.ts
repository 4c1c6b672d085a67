// `npm run restore -- FILE [--data DIR] [--at INSTANT|latest] [--wal DIR] [--json]`: an archive in the place of the system on this machine.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Complaint } from './complaint.js';
import { defaultData } from './options.js';
import { restore } from './restore.js';

const USAGE = `npm run restore -- FILE [--data DIR] [--at INSTANT|latest] [--wal DIR] [--json]
  --data DIR  the data directory to restore into (default: ${defaultData()}); what stands there is kept aside
  --at        an instant with its zone, or latest: also what was logged after the archive was made (default: as the archive was made)
  --wal DIR   where archived log after the archive lies, if not in the data directory`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      at: { type: 'string' },
      wal: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Complaint('请给出一个备份文件。', USAGE);
  const here = process.env.INIT_CWD ?? process.cwd();
  const { manifest, replaced } = await restore({
    file: resolve(here, file),
    data: resolve(here, values.data ?? defaultData()),
    at: values.at ?? null,
    wal: values.wal === undefined ? null : resolve(here, values.wal),
  });
  if (values.json) return console.log(JSON.stringify({ held: true, replaced, at: values.at ?? manifest.until }));
  console.log(`已恢复至 restored to  ${values.at ?? manifest.until}`);
  if (replaced !== null) console.log(`原有数据 kept aside   ${replaced}`);
  console.log('系统处于核对状态，只可查阅。下一步：npm start，然后 npm run reconcile。');
  console.log('The system is held: reads only, nothing leaves. Next: npm start, then npm run reconcile.');
};

main().catch((error: unknown) => {
  console.error(error instanceof Complaint ? error.message : error);
  process.exitCode = 1;
});
