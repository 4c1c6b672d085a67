import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

/** What a form gives to a field in which something is chosen by its name. */
export interface Picking {
  readonly id: string;
  readonly value: string;
  readonly described: string | undefined;
  readonly isWrong: boolean;
  readonly change: (value: string | undefined) => void;
}
interface Offered {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly isLoading: boolean;
  readonly ask: (words: string) => void;
}

/** Chosen out of what the server finds by the words that are typed; nobody types an id. */
export const Picker = ({ id, value, described, isWrong, change, options, isLoading, ask }: Picking & Offered) => {
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      aria-describedby={described}
      aria-invalid={isWrong}
      {...(isWrong ? { status: 'error' as const } : {})}
      value={value === '' ? null : value}
      placeholder={t('act.choose')}
      allowClear
      loading={isLoading}
      showSearch={{ onSearch: (text) => ask(text.trim()), filterOption: false }}
      onChange={(next) => change(next ?? undefined)}
      options={[...options]}
      style={{ width: '100%' }}
    />
  );
};
