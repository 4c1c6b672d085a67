// Dates are shown in the time of China, whatever the browser's zone is; working days are counted by the server alone.
const ZONE = 'Asia/Shanghai';
const locale = (language: string): string => (language === 'en' ? 'en-GB' : 'zh-CN');

export const dayOf = (at: string, language: string): string =>
  new Intl.DateTimeFormat(locale(language), { timeZone: ZONE, year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }).format(
    new Date(at),
  );
export const minuteOf = (at: string, language: string): string =>
  new Intl.DateTimeFormat(locale(language), {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));
/** A date without a time, as it stands. */
export const dateOf = (date: string, language: string): string =>
  new Intl.DateTimeFormat(locale(language), { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }).format(
    new Date(`${date}T00:00:00Z`),
  );

export const isMoment = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
export const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
