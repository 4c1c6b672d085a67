import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Complaint } from './complaint.js';

export interface Options {
  readonly data: string;
  readonly port: number;
  readonly fresh: boolean;
  readonly quiet: boolean;
  /** Without demo data: an empty system for tests and rehearsals. */
  readonly bare: boolean;
  readonly watch: boolean;
}

/** Where data lives unless told otherwise: the user's data directory; for the superuser the system's. Also asked by tools/command.mjs. @public */
export const defaultData = (env: NodeJS.ProcessEnv = process.env): string => {
  if (process.getuid?.() === 0) return '/var/lib/goufu';
  const own = env.XDG_DATA_HOME;
  return own && isAbsolute(own) ? join(own, 'goufu') : join(homedir(), '.local', 'share', 'goufu');
};

const usage = `npm start -- [--data DIR] [--port N] [--fresh] [--quiet] [--bare]
  --data DIR  where data lives (default: ${defaultData()})
  --port N    port of the API; treasury, token issuer and Temporal UI take the next ones (default 8080)
  --fresh     throw away what lives in the data directory and begin anew
  --quiet     print problems only
  --bare      without demo data`;

/** The options of a start; an unknown or malformed one is a complaint that lists them all. */
export const readOptions = (args: readonly string[]): Options => {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { data: { type: 'string' }, port: { type: 'string', default: '8080' }, fresh: flag, quiet: flag, bare: flag, watch: flag },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_000) throw new Error(`--port ${values.port}`);
    const { fresh, quiet, bare, watch } = values;
    return { data: resolve(process.env.INIT_CWD ?? '.', values.data ?? defaultData()), port, fresh, quiet, bare, watch };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Complaint(`启动参数有误：${reason}`, `Wrong options: ${reason}\n${usage}`);
  }
};
