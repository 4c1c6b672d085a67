import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** When a connection is cut: at once, or in mid-transaction: before its next question goes on, or before its next answer comes back. */
export type Cut = 'now' | 'asked' | 'answered';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** The side whose next bytes never arrive. */
  cutAt: 'asked' | 'answered' | null;
}

/** Hands bytes on to a server, until it is told to cut. */
export class CuttingProxy {
  private readonly links = new Set<Link>();
  private constructor(
    private readonly listener: Server,
    readonly port: number,
  ) {}

  static start(target: number): Promise<CuttingProxy> {
    return new Promise((resolve, reject) => {
      const listener = createServer((client) => proxy.take(client, target));
      let proxy: CuttingProxy;
      listener.once('error', reject);
      listener.listen(0, '127.0.0.1', () => {
        proxy = new CuttingProxy(listener, (listener.address() as AddressInfo).port);
        resolve(proxy);
      });
    });
  }

  /** Cuts those connections that are chosen; answers how many. */
  cut(when: Cut, isChosen: () => boolean): number {
    const chosen = [...this.links].filter(isChosen);
    for (const link of chosen) {
      if (when === 'now') this.drop(link);
      else link.cutAt = when;
    }
    return chosen.length;
  }

  /** What is to be cut at its next bytes goes on unharmed. */
  spare(): void {
    for (const link of this.links) link.cutAt = null;
  }

  close(): Promise<void> {
    for (const link of this.links) this.drop(link);
    return new Promise((resolve) => this.listener.close(() => resolve()));
  }

  private take(client: Socket, target: number): void {
    const server = connect(target, '127.0.0.1');
    const link: Link = { client, server, cutAt: null };
    this.links.add(link);
    this.pass(link, client, server, 'asked');
    this.pass(link, server, client, 'answered');
  }

  private pass(link: Link, from: Socket, to: Socket, side: 'asked' | 'answered'): void {
    from.setNoDelay(true);
    from.on('data', (chunk) => {
      if (link.cutAt === side) return this.drop(link);
      if (to.write(chunk)) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
    from.on('end', () => to.end());
    from.on('error', () => this.drop(link));
    from.on('close', () => this.drop(link));
  }

  private drop(link: Link): void {
    this.links.delete(link);
    for (const end of [link.client, link.server]) end.destroy();
  }
}
