type Level = 'info' | 'warn' | 'error';
/** Only references and amounts go in here: never a payee's name or account. */
export type Log = (level: Level, message: string, fields?: Readonly<Record<string, string | number | boolean | null | undefined>>) => void;

/** One JSON object a line on standard output. */
export const jsonLog: Log = (level, message, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, service: 'treasury', message, ...fields })}\n`);
};

export const silentLog: Log = () => undefined;

const fieldOf = (error: unknown, name: 'code' | 'message' | 'name'): string | null => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : null;
  return typeof value === 'string' ? value : null;
};
/** The operating system's code of an error (`EEXIST`), or null. */
export const errnoOf = (error: unknown): string | null => fieldOf(error, 'code');
/** What an error says, in one line for the log. */
export const sayingOf = (error: unknown): string => fieldOf(error, 'message') ?? 'unknown';
export const kindOf = (error: unknown): string => fieldOf(error, 'name') ?? 'unknown';
