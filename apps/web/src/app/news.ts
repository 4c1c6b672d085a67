import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Listens to which cases moved, and looks again at what this page shows of them. After a gap it looks at everything. */
export const useNews = (listening: boolean): void => {
  const queries = useQueryClient();
  useEffect(() => {
    if (!listening) return undefined;
    const stream = new EventSource('/v1/hints');
    stream.addEventListener('case', (event) => {
      const { case: id } = JSON.parse(String(event.data)) as { case: string };
      void queries.invalidateQueries({ queryKey: ['case', id] });
      void queries.invalidateQueries({ queryKey: ['tasks'] });
      void queries.invalidateQueries({ queryKey: ['cases'] });
    });
    stream.addEventListener('resync', () => void queries.invalidateQueries());
    return () => stream.close();
  }, [listening, queries]);
};
