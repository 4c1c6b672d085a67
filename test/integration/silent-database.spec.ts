import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Reading, Unavailable } from '@goufu/persistence';
import { type Database, freshDatabase } from '../support/database.js';
import { Realm } from '../support/engine.js';

describe('a database that takes connections and says nothing', () => {
  let database: Database;
  let server: Server;
  let url: string;
  let silent = false;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    database = await freshDatabase();
    const { port } = new URL(database.appUrl);
    server = createServer((client) => {
      const behind = connect(Number(port), '127.0.0.1');
      for (const [from, to] of [
        [client, behind],
        [behind, client],
      ] as const) {
        sockets.add(from);
        from.on('data', (bytes) => void (silent || to.write(bytes)));
        from.on('error', () => undefined);
        from.once('close', () => to.destroy());
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = Object.assign(new URL(database.appUrl), { port: typeof address === 'object' && address ? address.port : 0 }).href;
  });
  afterAll(async () => {
    silent = false;
    for (const socket of sockets) socket.destroy();
    server.close();
    await Realm.closeAll();
    await database.drop();
  });

  it('is an outage like any other, for commands and for reads, and is asked anew afterwards', async () => {
    const realm = await Realm.open(url);
    const reading = new Reading(url);
    await reading.ping();
    silent = true;
    const began = performance.now();
    const register = () => realm.give('system', 'organisation', null, 'register', { type: 'audit', name: '示范县审计局' });
    const told = await Promise.all(
      [register(), reading.ping()].map((asked) =>
        asked.then(
          () => null,
          (error: unknown) => error,
        ),
      ),
    );
    expect(told.map((error) => error instanceof Unavailable)).toEqual([true, true]);
    expect(performance.now() - began).toBeLessThan(16_000);
    silent = false;
    for (const socket of sockets) socket.destroy();
    expect(await register()).toHaveProperty('version', 1);
    await reading.close();
  }, 40_000);
});
