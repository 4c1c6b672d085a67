import pino from 'pino';
import type { Log } from '@goufu/relay';

/** JSON lines with ids, codes and counts; personal data and payloads never reach it. */
export const jsonLog = (level: string): Log => {
  const logger = pino({ level, base: { process: 'worker' }, timestamp: pino.stdTimeFunctions.isoTime });
  return (severity, message, meta = {}) => logger[severity](meta, message);
};
