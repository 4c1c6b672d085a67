import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { actAs, isSignedIn, read, Refused } from '../api/client';
import type { Me, Post, Session } from '../api/types';

interface Own {
  /** Null while nobody is signed in. */
  readonly me: Me | null;
  readonly session: Session | null;
  /** The post in which the person acts; null where there is none, or several and none was chosen. */
  readonly post: Post | null;
  readonly choosePost: (key: string) => void;
}
const OwnContext = createContext<Own>({ me: null, session: null, post: null, choosePost: () => undefined });
/** Who uses this page. */
export const useOwn = (): Own => use(OwnContext);

const POST = 'goufu.post';
const nobody = (error: unknown): null => {
  if (error instanceof Refused && error.problem.status === 401) return null;
  throw error;
};
const whoIsHere = async (): Promise<{ session: Session | null; me: Me | null }> => {
  const session = await read<Session>('/v1/sessions/current').catch(nobody);
  isSignedIn(session);
  return { session, me: session && (await read<Me>('/v1/me').catch(nobody)) };
};

/** Looks up who is signed in, and lets a person of several posts say in which they act. */
export const OwnProvider = ({
  children,
  waiting,
  failed,
}: {
  children: ReactNode;
  waiting: ReactNode;
  failed: (error: Error, again: () => void) => ReactNode;
}) => {
  const [chosen, setChosen] = useState(() => localStorage.getItem(POST));
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['own', chosen],
    queryFn: async () => {
      actAs(chosen);
      const found = await whoIsHere();
      const held = found.me?.posts ?? [];
      const post = held.find(({ key }) => key === chosen) ?? (held.length === 1 ? (held[0] ?? null) : null);
      actAs(post?.key ?? null);
      return { ...found, post };
    },
    staleTime: 5 * 60_000,
  });
  const choosePost = useCallback(
    (key: string) => {
      localStorage.setItem(POST, key);
      setChosen(key);
      void queries.invalidateQueries();
    },
    [queries],
  );
  const own = useMemo(() => (data ? { ...data, choosePost } : null), [data, choosePost]);
  if (own) return <OwnContext value={own}>{children}</OwnContext>;
  return error ? failed(error, () => void refetch()) : waiting;
};
