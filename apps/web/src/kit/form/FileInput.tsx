import { App, Button, Space } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { storeFile } from '../../api/client';
import type { Json } from '../../api/types';
import { isFields, textOf } from './value';

interface FileField {
  readonly id: string;
  readonly value: Json | undefined;
  readonly change: (value: Json | undefined) => void;
}

/** A file: it is stored at once, and the command names it by its hash. */
export const FileInput = ({ id, value, change }: FileField) => {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [sending, setSending] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const stored = isFields(value) && typeof value.file === 'string' ? value : null;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setSending(true);
    try {
      change(await storeFile(file));
    } catch (error) {
      message.error(error instanceof Error && error.message !== '' ? error.message : t('state.unreachable'));
    } finally {
      setSending(false);
    }
  };
  return (
    <Space>
      <input id={id} ref={input} type="file" hidden onChange={({ target }) => void take(target.files?.[0])} />
      <Button loading={sending} onClick={() => input.current?.click()}>
        {sending ? t('act.uploading') : t('act.upload')}
      </Button>
      {stored && <span>{textOf(stored.name) || textOf(stored.file)}</span>}
      {stored && (
        <Button type="text" danger onClick={() => change(undefined)}>
          {t('act.remove')}
        </Button>
      )}
    </Space>
  );
};
