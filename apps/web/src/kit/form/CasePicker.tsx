import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../api/client';
import { pluralOf, type Schema } from '../../api/forms';
import type { CaseSummary, Page } from '../../api/types';
import { Picker, type Picking } from './Picker';

const MOST = 100;

/** The kind of case that a field refers to, as its pattern says; null: it refers to none. */
export const kindAskedFor = ({ pattern }: Schema): string | null => {
  const kind = /^\^([a-z-]+)\\\//.exec(pattern ?? '')?.[1];
  return kind !== undefined && pluralOf(kind) !== null ? kind : null;
};

/** A case chosen by its name; nobody types an id. */
export const CasePicker = ({ kind, ...picking }: Picking & { readonly kind: string }) => {
  const [asked, setAsked] = useState('');
  const { data, isFetching } = useQuery({
    queryKey: ['cases', 'picker', kind, asked],
    queryFn: ({ signal }) =>
      read<Page<CaseSummary>>(
        asked === '' ? `/v1/${pluralOf(kind)}?limit=${MOST}` : `/v1/search?limit=${MOST}&q=${encodeURIComponent(asked)}`,
        signal,
      ),
    placeholderData: (before) => before,
  });
  const options = (data?.items ?? [])
    .filter((one) => one.kind === kind)
    .map((one) => ({ value: one.id, label: one.number === null ? one.title : `${one.title}（${one.number}）` }));
  return <Picker {...picking} options={options} isLoading={isFetching} ask={setAsked} />;
};
