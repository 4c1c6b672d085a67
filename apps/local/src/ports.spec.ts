import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort, portAskedFor } from './ports.js';

describe('a port', () => {
  it('that another program has is refused with what to do, in both languages, and is the one asked for once it is free', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(portAskedFor(port)).rejects.toThrow(new RegExp(`${port}.*--port N`, 's'));
    expect(await freePort(port)).not.toBe(port);
    await new Promise((resolve) => server.close(resolve));
    expect(await portAskedFor(port)).toBe(port);
  });

  it('that is any free one is none from which connections begin: it is still free when it is used', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
    for (const port of ports) expect([port, port >= 10_000 && port < 32_000]).toEqual([port, true]);
  });
});
