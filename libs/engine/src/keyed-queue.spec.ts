import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '@goufu/persistence';
import { KeyedQueue } from './keyed-queue.js';

describe('the queue before a case', () => {
  it('says so after too long to everybody who waits for it, in their order', async () => {
    const queue = new KeyedQueue(50);
    const done: string[] = [];
    let finish: () => void = () => undefined;
    const long = queue.run('a', () => new Promise<void>((resolve) => (finish = resolve)));
    const waiting = ['first', 'second'].map((name) =>
      queue.run('a', () => Promise.resolve(done.push(name))).catch((error: unknown) => error instanceof Unavailable && name),
    );
    await queue.run('b', () => Promise.resolve(done.push('another case')));
    await new Promise((resolve) => setTimeout(resolve, 80));
    finish();
    await long;
    expect(await Promise.all(waiting)).toEqual(['first', 'second']);
    await Promise.all(['third', 'fourth'].map((name) => queue.run('a', () => Promise.resolve(done.push(name)))));
    expect(done).toEqual(['another case', 'third', 'fourth']);
  });
});
