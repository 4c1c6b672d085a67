import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '../../api/client';
import { pluralOf, type Schema } from '../../api/forms';
import type { CaseSummary, Page } from '../../api/types';

const MOST = 100;

/** The kind of case that a field refers to, as its pattern says; null: it refers to none. */
export const kindAskedFor = ({ pattern }: Schema): string | null => {
  const kind = /^\^([a-z-]+)\\\//.exec(pattern ?? '')?.[1];
  return kind !== undefined && pluralOf(kind) !== null ? kind : null;
};

interface Picking {
  readonly id: string;
  readonly kind: string;
  readonly value: string;
  readonly described: string | undefined;
  readonly isWrong: boolean;
  readonly change: (value: string | undefined) => void;
}

/** A case chosen by its name; nobody types an id. */
export const CasePicker = ({ id, kind, value, described, isWrong, change }: Picking) => {
  const { t } = useTranslation();
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
      options={options}
      style={{ width: '100%' }}
    />
  );
};
