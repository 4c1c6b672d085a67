import { describe, expect, it } from '@jest/globals';
import type { Request } from '@goufu/engine';
import type { LoggedRefusal } from '@goufu/persistence';
import { RefusalWriter } from './refusal-writer.js';

const refused = (person: string, data: unknown = {}): Request => ({
  realm: 'demo',
  kind: 'purchase',
  caseId: 'purchase/1',
  type: 'open',
  data,
  acting: { person, appointment: null },
  key: 'key-12345',
  requestId: 'request-1',
});

describe('the log of refusals', () => {
  const written = async (write: (writer: RefusalWriter) => void): Promise<readonly LoggedRefusal[]> => {
    const lines: LoggedRefusal[] = [];
    const writer = new RefusalWriter((batch) => Promise.resolve(void lines.push(...batch)));
    write(writer);
    await writer.flush();
    return lines;
  };

  it('says who was refused what and on which request, and nothing of what was sent', async () => {
    const lines = await written((writer) =>
      writer.refused(refused('zhang-min', { reason: 'SECRET' }), { refused: 'a.b', meta: { x: 'SECRET' } }),
    );
    expect(lines).toEqual([
      { realm: 'demo', actor: 'zhang-min', kind: 'purchase', command: 'open', caseId: 'purchase/1', code: 'a.b', requestId: 'request-1' },
    ]);
  });

  it('takes some of a flood and leaves room for everybody else', async () => {
    const lines = await written((writer) => {
      for (let n = 0; n < 1_000; n += 1) writer.refused(refused('flood'), { refused: 'a.b' });
      writer.refused(refused('zhang-min'), { refused: 'a.b' });
    });
    expect(lines.length).toBeLessThanOrEqual(50);
    expect(lines.map(({ actor }) => actor)).toContain('zhang-min');
  });

  it('loses what cannot be written, and goes on', async () => {
    const writer = new RefusalWriter(() => Promise.reject(new Error('down')));
    writer.refused(refused('zhang-min'), { refused: 'a.b' });
    await expect(writer.flush()).resolves.toBeUndefined();
  });
});
