import type { Answer } from '@goufu/engine';
import type { Database } from '../../support/database.js';
import { WholeSystem } from '../../support/whole-system.js';
import type { Way } from './arena.js';

/** Two API processes on one database, one for each side of a race. */
export class TwoApis {
  private constructor(private readonly system: WholeSystem) {}

  /** The database stays when they have gone. */
  static async on(database: Database): Promise<TwoApis> {
    return new TwoApis(await WholeSystem.start(2, 0, {}, { ...database, drop: () => Promise.resolve() }));
  }
  stop(): Promise<void> {
    return this.system.stop();
  }

  /** What a side sends in a realm, and what it is told; throws what no person may be shown. */
  into(realm: string): Way {
    const give: Way['give'] = async (side, { by, path, body, key }) => {
      const response = await fetch(`${this.system.apis[side]?.url}/v1/${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await this.system.token(by.person, realm)}`,
          'acting-post': by.appointment,
          'content-type': 'application/json',
          'idempotency-key': key,
          'x-request-id': `by-side-${side}`,
        },
        body: JSON.stringify(body),
      });
      const told = (await response.json()) as { readonly code?: string };
      if (response.ok) return told as unknown as Answer;
      if (response.status >= 500 || told.code === undefined)
        throw new Error(`${path} was answered ${response.status} ${JSON.stringify(told)}`);
      return { ...told, refused: told.code };
    };
    return { give, ms: 40 };
  }
}
