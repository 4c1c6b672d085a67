const HASH = /^[0-9a-f]{64}$/;

/** A view in which every stored file says where its bytes are: readable for whoever sees this very view. */
export const withFileAddresses = (view: unknown, caseId: string): unknown => {
  if (typeof view !== 'object' || view === null) return view;
  if (Array.isArray(view)) return view.map((item) => withFileAddresses(item, caseId));
  const { file } = view as { file?: unknown };
  const members = Object.entries(view).map(([key, member]) => [key, withFileAddresses(member, caseId)] as const);
  if (typeof file === 'string' && HASH.test(file))
    return { ...Object.fromEntries(members), href: `/v1/files/${file}?case=${encodeURIComponent(caseId)}` };
  return Object.fromEntries(members);
};

/** How a view names this file; null: the view doesn't hold it. */
export const fileIn = (view: unknown, hash: string): { readonly name?: unknown; readonly mediaType?: unknown } | null => {
  if (typeof view !== 'object' || view === null) return null;
  if ((view as { file?: unknown }).file === hash) return view;
  for (const member of Object.values(view)) {
    const found = fileIn(member, hash);
    if (found) return found;
  }
  return null;
};
