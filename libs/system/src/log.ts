import type { Log } from '@goufu/relay';
import { pino, type DestinationStream, type Logger } from 'pino';

/** What never stands in a log, wherever it would: credentials, and bodies. */
const SECRET = ['authorization', 'cookie', 'token', 'password', 'body', 'data', 'payload', 'headers', 'contents'];

/** JSON lines; credentials and bodies are cut out even if somebody hands them over. */
export const loggerOf = (name: 'api' | 'worker', level: string, to?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: { process: name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET.flatMap((secret) => [secret, `*.${secret}`, `*.*.${secret}`]), censor: '[cut]' },
    },
    // The API writes a line a request, a worker few and often its last: those are written at once.
    to ?? pino.destination({ dest: 1, sync: name === 'worker' }),
  );

const BEARER = /Bearer\s+[\w.~+/=-]+|eyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const cut = (value: unknown): unknown => (typeof value === 'string' ? value.replace(BEARER, '[cut]') : value);

export const logTo =
  (logger: Logger): Log =>
  (level, message, meta = {}) =>
    logger[level](Object.fromEntries(Object.entries(meta).map(([name, value]) => [name, cut(value)])), String(cut(message)));
