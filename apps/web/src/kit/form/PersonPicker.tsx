import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '../../api/client';
import type { Schema } from '../../api/forms';
import type { Page, Person } from '../../api/types';

const MOST = 50;

/** Whether a field names a person, as its pattern says. */
export const isPerson = ({ pattern }: Schema): boolean => pattern?.startsWith('^(person\\/)?') === true;

interface Picking {
  readonly id: string;
  readonly value: string;
  readonly described: string | undefined;
  readonly isWrong: boolean;
  readonly change: (value: string | undefined) => void;
}

/** A person chosen by name, by who may see people at all. */
export const PersonPicker = ({ id, value, described, isWrong, change }: Picking) => {
  const { t } = useTranslation();
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
  const isShown = value === '' || found.some((one) => one.value === value);
  return (
    <Select
      id={id}
      aria-describedby={described}
      aria-invalid={isWrong}
      {...(isWrong ? { status: 'error' as const } : {})}
      value={value === '' ? null : value}
      placeholder={t('act.choose')}
      allowClear
      loading={isFetching}
      showSearch={{ onSearch: (text) => setAsked(text.trim()), filterOption: false }}
      onChange={(next) => change(next ?? undefined)}
      options={isShown ? found : [{ value, label: value }, ...found]}
      style={{ width: '100%' }}
    />
  );
};
