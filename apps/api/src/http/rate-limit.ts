import { countInWindow, forgetOldWindows, type Reading } from '@goufu/persistence';
import { problem } from './problem-error.js';

const WINDOW_MS = 60_000;

interface Lease {
  window: number;
  /** What this process may still use without asking. */
  left: number;
  /** What all processes have taken so far, this lease included. */
  taken: number;
  asking: Promise<void> | null;
}

/** So many requests a minute for a caller, over all API processes: allowance is taken from PostgreSQL in small leases. While it is away each process counts alone. */
export class RateLimit {
  private readonly leases = new Map<string, Lease>();
  private swept = 0;

  constructor(
    private readonly reading: Reading,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Throws a 429 when the caller has used up the minute. */
  async use(realm: string, caller: string, limit: number): Promise<void> {
    const now = this.clock();
    const window = Math.floor(now / WINDOW_MS);
    const key = `${realm}\n${caller}`;
    let lease = this.leases.get(key);
    if (!lease || lease.window !== window) {
      if (!lease) this.forget(window);
      lease = { window, left: 0, taken: 0, asking: null };
      this.leases.set(key, lease);
    }
    while (lease.left <= 0 && lease.taken < limit) {
      lease.asking ??= this.take(lease, realm, caller, limit).finally(() => {
        lease.asking = null;
      });
      await lease.asking;
    }
    if (lease.left <= 0) {
      const seconds = Math.max(1, Math.ceil(((window + 1) * WINDOW_MS - now) / 1000));
      throw problem('limit.too_many_requests', { meta: { seconds } }, { 'retry-after': String(seconds) });
    }
    lease.left -= 1;
  }

  private async take(lease: Lease, realm: string, caller: string, limit: number): Promise<void> {
    const size = Math.max(1, Math.ceil(limit / 20));
    try {
      const used = await countInWindow(this.reading, realm, caller, lease.window, size);
      lease.left += Math.max(0, Math.min(size, limit - (used - size)));
      lease.taken = used;
    } catch {
      // Without the database nothing is decided anyway; what is only read must still be bounded.
      lease.left += size;
      lease.taken += size;
    }
  }

  private forget(window: number): void {
    if (this.leases.size > 20_000) this.leases.clear();
    if (this.swept === window) return;
    this.swept = window;
    for (const [key, lease] of this.leases) if (lease.window !== window) this.leases.delete(key);
    if (window % 60 === 0) void forgetOldWindows(this.reading, window - 5).catch(() => undefined);
  }
}
