/** The simulator lives in real time; a spec hands in a clock that it turns itself. */
export interface Clock {
  now(): number;
  /** Runs once, no earlier than `ms` from now. The answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};

const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The day in Asia/Shanghai, `YYYY-MM-DD`: how a treasury dates money, whatever zone the machine is in. */
export const dayOf = (at: number): string => shanghai.format(at);
