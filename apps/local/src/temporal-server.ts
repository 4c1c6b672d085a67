import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureNamespace } from '@goufu/temporal/client';
import { Complaint } from './complaint.js';

export const NAMESPACE = 'goufu';

/** Fewer partitions and more parallel writes suit one machine; time skipping serves the tests of long waits. */
const SETTINGS = [
  'frontend.WorkflowTimeSkippingEnabled=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  'history.shardIOConcurrency=4',
  'system.enableActivityEagerExecution=true',
];

const START = ['server', 'start-dev', '--ip', '127.0.0.1', '--namespace', NAMESPACE, '--log-level', 'warn'];

export interface TemporalPlace {
  readonly port: number;
  /** Port of the web UI; null for none. */
  readonly uiPort: number | null;
  /** File of the database, in a folder named after the server's version; null keeps everything in memory. */
  readonly file: string | null;
}

/** Arguments of the development server. */
export const serverArguments = ({ port, uiPort, file }: TemporalPlace): readonly string[] => {
  if (file) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return [
    ...START,
    '--port',
    String(port),
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
    // survives a killed process; after a power loss `npm run recover` mends the last moments from PostgreSQL
    ...(file ? ['--db-filename', file, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'] : []),
    ...SETTINGS.flatMap((setting) => ['--dynamic-config-value', setting]),
  ];
};

/** Whether the server answers and the namespace can be used; it is registered where it is missing. */
export const namespaceAnswers = (address: string, namespace = NAMESPACE): Promise<boolean> =>
  ensureNamespace({ address, namespace }).then(
    () => true,
    () => false,
  );

export const unreachable = (address: string): Complaint =>
  new Complaint(
    `连不上 TEMPORAL_ADDRESS=${address}：请启动该服务器，或去掉这个变量以使用自带的服务器。`,
    `The server at TEMPORAL_ADDRESS=${address} does not answer: start it, or unset the variable to use one of our own.`,
  );
