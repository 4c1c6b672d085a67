import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Complaint } from './complaint.js';

/** Binds the port on loopback for a moment; answers the number bound, or null when it is taken. */
const probe = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });

/** Ports from which no system takes the near ends of its connections: what is free there stays so until it is used. */
const [LOWEST, HIGHEST] = [10_000, 32_000];
const TRIES = 50;

/** A free port on loopback: the preferred one when it is free. */
export const freePort = async (preferred = 0): Promise<number> => {
  let port = preferred === 0 ? null : await probe(preferred);
  for (let tries = 0; port === null && tries < TRIES; tries += 1) port = await probe(randomInt(LOWEST, HIGHEST));
  if (port === null) throw new Complaint('本机没有可用的网络端口。', 'No network port is free on this machine.');
  return port;
};

/** The port that was asked for, or a complaint when another program has it. */
export const portAskedFor = async (port: number): Promise<number> => {
  const bound = await probe(port);
  if (bound !== null) return bound;
  throw new Complaint(
    `端口 ${port} 已被其他程序占用：请结束该程序，或用 npm start -- --port N 换一个端口。`,
    `Port ${port} is taken by another program: end it, or choose another port with npm start -- --port N.`,
  );
};
