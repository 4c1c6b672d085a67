import { hostname } from 'node:os';

const PREFIX = 'goufu';
/** PostgreSQL cuts longer names. */
const ROOM = 63;

/** A process of ours as PostgreSQL sees it. */
export interface Called {
  readonly process: 'api' | 'worker';
  readonly release: string;
  /** Machine and number of the process: `host:pid`. */
  readonly place: string;
}

/** The connection string with this process's name in it: whoever looks at PostgreSQL's sessions sees whose they are, and so which processes there are. */
export const calledAs = (url: string, process: Called['process'], release: string, pid: number): string => {
  const named = new URL(url);
  const before = `${PREFIX} ${process} ${release} `;
  const number = `:${pid}`;
  const host = hostname()
    .replaceAll(/[^\w.-]/g, '-')
    .slice(0, ROOM - before.length - number.length);
  named.searchParams.set('application_name', `${before}${host}${number}`);
  return named.href;
};

/** Null: it is no name that `calledAs` gives. */
export const readCalled = (name: string): Called | null => {
  const [, process, release, place] = /^goufu (api|worker) (\S+) (\S+)$/.exec(name) ?? [];
  return process === undefined || release === undefined || place === undefined
    ? null
    : { process: process as Called['process'], release, place };
};
