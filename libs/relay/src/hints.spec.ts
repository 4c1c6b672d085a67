import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Notifications } from '@goufu/persistence';
import { HintBus } from './hints.js';

describe('hints of what moved', () => {
  let bus: HintBus;
  afterEach(async () => {
    await bus.stop();
    jest.restoreAllMocks();
  });
  /** A bus whose line answers what it was told when `answer` is called, and who waits for the next telling. */
  const onLine = () => {
    const told: (readonly string[])[] = [];
    const answers: ((error?: Error) => void)[] = [];
    let heard = (): void => undefined;
    let atOnce = 0;
    let most = 0;
    jest.spyOn(Notifications.prototype, 'tell').mockImplementation(async (payloads) => {
      told.push(payloads);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise<void>((resolve, reject) => {
        answers.push((error) => (error ? reject(error) : resolve()));
        heard();
      });
    });
    bus = new HintBus('postgres://127.0.0.1:1/none', () => undefined);
    return {
      told,
      most: () => most,
      answer: (error?: Error) => {
        atOnce -= 1;
        answers.shift()?.(error);
      },
      telling: () => new Promise<void>((resolve) => (answers.length > 0 ? resolve() : (heard = resolve))),
    };
  };
  const moved = (version: number) => bus.publish('demo', [{ id: 'purchase/1', version }]);
  const longer = () => new Promise((resolve) => setTimeout(resolve, 200));

  it('are told one after another, however slowly the database takes them, and the last is told in the end', async () => {
    const line = onLine();
    moved(1);
    await line.telling();
    moved(2);
    await longer();
    moved(3);
    await longer();
    expect([line.told.length, line.most()]).toEqual([1, 1]);
    line.answer();
    await line.telling();
    expect(line.told).toEqual([['[["demo","purchase/1",1]]'], ['[["demo","purchase/1",3]]']]);
    expect(line.most()).toBe(1);
    line.answer();
  });

  it('are told again when they could not be told', async () => {
    const line = onLine();
    moved(1);
    await line.telling();
    line.answer(new Error('gone'));
    await line.telling();
    expect(line.told).toEqual([['[["demo","purchase/1",1]]'], ['[["demo","purchase/1",1]]']]);
    line.answer();
  });
});
