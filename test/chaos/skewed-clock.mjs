// Preloaded into API processes alone: their clock goes wrong by CLOCK_SKEW_MS. PostgreSQL's clock decides, so nobody may notice.
const skewMs = Number(process.env.CLOCK_SKEW_MS ?? 0);
const Real = Date;
const now = () => Real.now() + skewMs;

globalThis.Date = new Proxy(Real, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self),
  apply: () => new Real(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
