import { migrate } from './migrate.js';

const url = process.env.DATABASE_OWNER_URL;
if (!url) {
  console.error(
    'DATABASE_OWNER_URL is missing: the connection string of the role `owner`. 缺少 DATABASE_OWNER_URL：请给出 owner 角色的连接串。',
  );
  process.exit(2);
}
const { applied, newer } = await migrate(url);
if (newer.length > 0) {
  console.error(
    `The database is of a newer version (${newer.join(', ')}). Start that version, or restore a backup. 数据库版本较新，请用新版本启动或恢复备份。`,
  );
  process.exit(3);
}
console.log(JSON.stringify({ applied }));
