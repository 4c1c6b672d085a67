/** What `npm run chaos -- races` and `-- schemas` were asked for. */
export interface Asked {
  readonly repetitions: number;
  readonly examples: number;
  readonly seed: number;
  /** Words of a title, or a pattern of paths; empty: everything. */
  readonly only: string;
  /** File for the result; empty: none. */
  readonly json: string;
}
export const asked = (): Asked => {
  const { CHAOS } = process.env;
  if (CHAOS === undefined) throw new Error('this takes long: npm run chaos says how long, and starts it');
  const { repetitions, examples, seed, ...words } = JSON.parse(CHAOS) as Readonly<Record<keyof Asked, string>>;
  return { repetitions: Number(repetitions), examples: Number(examples), seed: Number(seed), ...words };
};
