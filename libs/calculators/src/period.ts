import { dayFrom, type Instant, isClockUnit, parseInstant, periodEnd, type PlainDate, toIsoSeconds } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { count, dayOrInstant, everywhere } from './kit/schemas.js';
import { outsideCalendar, withinCalendar } from './kit/within-calendar.js';

/** A day, or an instant where the text carries a time. */
export const momentOf = (text: string): PlainDate | Instant => parseInstant(text) ?? (text as PlainDate);

const input = z.strictObject({
  ...everywhere,
  from: dayOrInstant(),
  length: count(0, 100_000),
  unit: z.enum(['workingDay', 'calendarDay', 'month', 'year', 'hour', 'minute']),
  dayOne: z.enum(['excluded', 'included']),
  roll: z.enum(['none', 'statutory', 'block', 'anyNonWorking']),
  calendar: z.enum(['cn']),
});

/** A period without a rule: `calculators.md` 2. */
export const period = calculator({
  name: 'period',
  title: { zh: '期间计算', en: 'A period of days, months or hours' },
  input,
  example: { from: '2025-01-31', length: 1, unit: 'month', dayOne: 'excluded', roll: 'none', calendar: 'cn' },
  reckon: ({ from: text, length, unit, dayOne, roll }, { calendar }) => {
    const from = momentOf(text);
    const outside = outsideCalendar([{ day: dayFrom(from), pointer: '/from' }], calendar);
    if (outside.length > 0) return { refused: outside };
    const end = withinCalendar(calendar, '/length', () => periodEnd({ from, length, unit, dayOne, roll }, calendar));
    if ('refused' in end) return end;
    const { lastDay, counted, rolledFrom, provisional } = end;
    const dueBefore = toIsoSeconds(end.dueBefore);
    const isClock = isClockUnit(unit);
    const inputs = { from: text, length: String(length), unit, dayOne, roll };
    return {
      result: { lastDay, dueBefore, counted, rolledFrom, provisional },
      steps: [
        {
          name: isClock ? 'dueBefore' : 'lastDay',
          formula: isClock ? 'from + length' : 'last of the length countable days from from on, then rolled',
          inputs,
          exact: isClock ? dueBefore : (rolledFrom ?? lastDay),
          rounded: rolledFrom === null ? null : lastDay,
          rounding: null,
        },
      ],
    };
  },
});
