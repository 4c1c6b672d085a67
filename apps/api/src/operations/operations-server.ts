import { createServer, type Server } from 'node:http';
import type { Reading } from '@goufu/persistence';
import type { Metrics } from './metrics.js';

/** A port of its own for operators: /metrics and health. It is never published. */
export const startOperations = async (parts: {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  readonly reading: Reading;
}): Promise<{ readonly port: number; close(): Promise<void> }> => {
  const { metrics, reading } = parts;
  const server: Server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(body);
    };
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET') return answer(405, 'text/plain', 'GET only\n');
    if (path === '/health/live') return answer(200, 'application/json', '{"status":"live"}\n');
    if (path === '/health/ready')
      return void reading.ping().then(
        () => answer(200, 'application/json', '{"status":"ready"}\n'),
        () => answer(503, 'application/json', '{"status":"not ready","database":"down"}\n'),
      );
    if (path === '/metrics')
      return void metrics.text(reading).then(
        (text) => answer(200, metrics.registry.contentType, text),
        () => answer(500, 'text/plain', 'metrics failed\n'),
      );
    answer(404, 'text/plain', '/metrics, /health/live, /health/ready\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.port, parts.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : parts.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
};
