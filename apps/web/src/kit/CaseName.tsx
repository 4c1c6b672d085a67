import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { pluralOf } from '../api/forms';
import { read, Refused } from '../api/client';
import type { CaseShown } from '../api/types';
import { kindWord } from '../app/words';

const nameOf = ({ view }: CaseShown): string | null => {
  const { title, name } = view;
  return typeof title === 'string' ? title : typeof name === 'string' ? name : null;
};

/** A case by its name, as a link; one that is not this person's to see by its kind alone. */
export const CaseName = ({ id }: { readonly id: string }) => {
  const at = id.indexOf('/');
  const kind = id.slice(0, at);
  const plural = pluralOf(kind);
  const inAddress = id.slice(at + 1).replaceAll('/', '~');
  const { data } = useQuery({
    queryKey: ['name', id],
    enabled: plural !== null,
    staleTime: 10 * 60_000,
    queryFn: async () => {
      try {
        return nameOf(await read<CaseShown>(`/v1/${plural}/${inAddress}`));
      } catch (error) {
        if (error instanceof Refused && error.problem.status === 404) return null;
        throw error;
      }
    },
  });
  return data ? <Link to={`/${plural}/${inAddress}`}>{data}</Link> : <>{kindWord(kind)}</>;
};
