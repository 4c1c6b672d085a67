/** What keeps the database from serving, as an operator has to know it: each asks for another remedy. */
export const outages = ['unreachable', 'disk', 'connections', 'memory', 'slow', 'read-only', 'held'] as const;
export type Outage = (typeof outages)[number];

/** By the server's code (PostgreSQL, appendix A) or the system's. What is not here is no outage but a bug. */
const byCode: Readonly<Record<string, Outage>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ENOENT: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
  '08001': 'unreachable',
  '08003': 'unreachable',
  '08006': 'unreachable',
  '57P01': 'unreachable', // ended by an operator
  '57P02': 'unreachable', // another process of the server crashed
  '57P03': 'unreachable', // starting, or ending
  '25P03': 'slow', // idle in a transaction for too long
  '57014': 'slow', // the statement took too long
  '53100': 'disk', // full
  '58030': 'disk', // cannot be read or written
  '53200': 'memory',
  '53300': 'connections',
  '53400': 'memory', // a limit of the server's configuration
  '25006': 'read-only', // a standby, or one that is to write nothing
};
const SILENT = /timeout exceeded when trying to connect|Query read timeout/i;
const GONE =
  /Connection terminated|terminating connection|server closed the connection|has encountered a connection error|ECONNRESET|EPIPE/i;
/** How TypeORM says that a connection broke under a transaction: it has given it back already. */
const RELEASED = new Set(['QueryRunnerAlreadyReleasedError', 'QueryRunnerProviderAlreadyReleasedError']);

/** The outage that an error of the driver tells of; null: none. */
export const outageOf = (error: unknown): Outage | null => {
  const { code, message, name } = error as { code?: string; message?: string; name?: string };
  const known = code === undefined ? undefined : byCode[code];
  if (known) return known;
  if (SILENT.test(message ?? '')) return 'slow';
  return GONE.test(message ?? '') || RELEASED.has(name ?? '') ? 'unreachable' : null;
};
