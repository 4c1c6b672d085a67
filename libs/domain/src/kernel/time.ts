declare const instant: unique symbol;
declare const plainDate: unique symbol;

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number & { readonly [instant]: true };
/** A day in Asia/Shanghai, `YYYY-MM-DD`; text order is time order. */
export type PlainDate = string & { readonly [plainDate]: true };
