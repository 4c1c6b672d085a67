import { describe, expect, it } from '@jest/globals';
import { atWork } from './stage.js';

describe('people act when their office is open', () => {
  it.each([
    ['at midnight: the same morning', '2025-04-28T00:00:00+08:00', '2025-04-28T09:00:00+08:00'],
    ['at nine: at once', '2025-04-28T09:00:00+08:00', '2025-04-28T09:00:00+08:00'],
    ['in the afternoon: the next day', '2025-04-28T15:00:00+08:00', '2025-04-29T09:00:00+08:00'],
    ['in the National Day week: after it', '2025-10-01T00:00:00+08:00', '2025-10-09T09:00:00+08:00'],
    ['on a Sunday that is worked instead of a holiday: on that day', '2025-09-28T00:00:00+08:00', '2025-09-28T09:00:00+08:00'],
    ['by the clock of the county, whatever offset it is written in', '2025-04-27T16:30:00.000Z', '2025-04-28T09:00:00+08:00'],
  ])('%s', (_title, at, opens) => {
    expect(atWork(at)).toBe(opens);
  });
});
