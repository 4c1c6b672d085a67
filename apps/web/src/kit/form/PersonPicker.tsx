import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../api/client';
import type { Schema } from '../../api/forms';
import type { Page, Person } from '../../api/types';
import { Picker, type Picking } from './Picker';

const MOST = 50;

/** Whether a field names a person, as its pattern says. */
export const isPerson = ({ pattern }: Schema): boolean => pattern?.startsWith('^(person\\/)?') === true;

/** A person chosen by name, by who may see people at all. */
export const PersonPicker = (picking: Picking) => {
  const [asked, setAsked] = useState('');
  const { data, isFetching } = useQuery({
    queryKey: ['people', 'picker', asked],
    queryFn: ({ signal }) =>
      read<Page<Person>>(
        `/v1/people?${new URLSearchParams({ state: 'active', limit: String(MOST), ...(asked === '' ? {} : { q: asked }) })}`,
        signal,
      ),
    placeholderData: (before) => before,
  });
  const found = (data?.items ?? []).map(({ person, name }) => ({ value: person, label: name ? `${name}（${person}）` : person }));
  const { value } = picking;
  const isShown = value === '' || found.some((one) => one.value === value);
  return <Picker {...picking} options={isShown ? found : [{ value, label: value }, ...found]} isLoading={isFetching} ask={setAsked} />;
};
