import { parseArgs } from 'node:util';
import { jsonLog, sayingOf } from './log.js';
import { listen, treasuryServer } from './server.js';
import { Treasury } from './treasury.js';

const settings = (): { port: number; host: string; dir: string; latencyMs: number } => {
  const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string' } } });
  const { TREASURY_PORT, TREASURY_HOST, TREASURY_DATA, TREASURY_LATENCY_MS } = process.env;
  const dir = values.data ?? TREASURY_DATA;
  if (!dir) throw new Error('say where the journal lies: TREASURY_DATA=DIR, or --data DIR');
  return {
    port: count('TREASURY_PORT', values.port ?? TREASURY_PORT, 7300, 65_535),
    host: TREASURY_HOST ?? '127.0.0.1',
    dir,
    latencyMs: count('TREASURY_LATENCY_MS', TREASURY_LATENCY_MS, 20, 86_400_000),
  };
};
const count = (name: string, given: string | undefined, fallback: number, max: number): number => {
  if (given === undefined || given === '') return fallback;
  if (!/^\d{1,9}$/.test(given) || Number(given) > max) throw new Error(`${name} must be a whole number from 0 to ${max}, not "${given}"`);
  return Number(given);
};

const main = async (): Promise<void> => {
  const { port, host, dir, latencyMs } = settings();
  const treasury = new Treasury({ dir, latencyMs, log: jsonLog, onBroken: () => process.exit(1) });
  const server = treasuryServer(treasury, jsonLog);
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    jsonLog('info', 'stopping', { signal });
    // Requests under way get a moment; a caller that hangs on must not keep the process.
    const patience = setTimeout(() => server.closeAllConnections(), 2000);
    server.close(() => {
      clearTimeout(patience);
      treasury.close();
      jsonLog('info', 'stopped');
    });
    server.closeIdleConnections();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    const taken = await listen(server, port, host);
    jsonLog('info', 'listening', { port: taken, host });
  } catch (error) {
    treasury.close();
    throw error;
  }
};

main().catch((error: unknown) => {
  jsonLog('error', 'cannot start', { cause: sayingOf(error) });
  process.exitCode = 1;
});
