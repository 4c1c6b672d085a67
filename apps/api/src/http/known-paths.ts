/** Paths of all routes with their methods, to tell a wrong method from a wrong address. Filled while routes are registered. */
const paths = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

export const knowPath = (url: string, methods: string | readonly string[]): void => {
  if (url.includes('*')) return;
  const known = paths.get(url) ?? {
    pattern: new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`),
    methods: new Set<string>(),
  };
  for (const method of [methods].flat()) known.methods.add(method);
  paths.set(url, known);
};

/** The methods that some route takes at this path. */
export const allowedMethods = (path: string): readonly string[] =>
  [...new Set([...paths.values()].filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => [...methods]))].sort();
