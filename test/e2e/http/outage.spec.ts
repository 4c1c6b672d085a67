import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { proposal } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';

/** A door before PostgreSQL that can be shut: what is open is cut, what comes is refused. */
class Gate {
  private server: Server | null = null;
  private readonly open = new Set<Socket>();
  port = 0;
  constructor(private readonly target: URL) {}

  async lift(): Promise<void> {
    const server = createServer((client) => {
      const behind = connect(Number(this.target.port), this.target.hostname);
      for (const socket of [client, behind]) {
        this.open.add(socket);
        socket.on('error', () => undefined);
        socket.once('close', () => {
          client.destroy();
          behind.destroy();
        });
      }
      client.pipe(behind).pipe(client);
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    const address = server.address();
    this.port = typeof address === 'object' && address ? address.port : 0;
  }
  async shut(): Promise<void> {
    const { server } = this;
    this.server = null;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    for (const socket of this.open) socket.destroy();
    this.open.clear();
    await closed;
  }
}

describe('while PostgreSQL is down', () => {
  let home: Api;
  let api: Api;
  let gate: Gate;
  beforeAll(async () => {
    home = await Api.start();
    gate = new Gate(new URL(home.database.appUrl));
    await gate.lift();
    await gate.shut();
    const appUrl = Object.assign(new URL(home.database.appUrl), { host: `127.0.0.1:${gate.port}` }).href;
    // boots although the database is away
    api = await Api.start({ realm: home.realm.id }, home, appUrl);
  }, 60_000);
  afterAll(async () => {
    await api.stop(false);
    await gate.shut();
    await home.stop();
  });

  const propose = () => api.post<ProblemBody>('/v1/catalogue-items', proposal(home.people), { as: home.people.handler });

  it('the API boots, answers 503 with a time to come back, and recovers by itself, twice', async () => {
    for (let round = 1; round <= 2; round += 1) {
      const refused = await propose();
      expect([refused.status, refused.body.code]).toEqual([503, 'system.unavailable']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await api.get('/health/live')).status).toBe(200);
      expect((await api.get('/health/ready')).status).toBe(503);
      expect((await api.get('/v1/tasks', { as: home.people.handler })).status).toBe(503);
      await gate.lift();
      const until = Date.now() + 15_000;
      let status = 0;
      while (status !== 201 && Date.now() < until) ({ status } = await propose());
      expect(status).toBe(201);
      expect((await api.get('/health/ready')).status).toBe(200);
      expect((await api.get('/v1/tasks', { as: home.people.handler })).status).toBe(200);
      await gate.shut();
    }
    await gate.lift();
  }, 60_000);
});
