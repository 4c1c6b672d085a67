import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchFile, sendFile } from '../../api/client';
import type { Reason } from '../../api/types';
import { said } from '../../app/words';
import { Failed, Rule } from '../../kit/Faults';
import { useTitle } from '../../kit/title';

interface CellFault extends Reason {
  readonly sheet: string;
  readonly cell: string;
  readonly heading: string | null;
}
interface Trial {
  readonly rows: number;
  readonly items: number;
  readonly known: number;
  readonly ready: boolean;
  readonly faults: readonly CellFault[];
}
interface Done {
  readonly done: number;
  readonly known: number;
}
const SHOWN = 200;

/** What is wrong, each at its cell, as a person finds it in Excel. */
const FaultTable = ({ faults }: { readonly faults: readonly CellFault[] }) => {
  const { t } = useTranslation();
  const names = { sheet: t('import.sheet'), cell: t('import.cell'), heading: t('import.column'), fault: t('import.fault') };
  return (
    <div className="scroll">
      <table className="table">
        <thead>
          <tr>
            {Object.values(names).map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, SHOWN).map((fault, at) => (
            <tr key={at}>
              <td data-label={names.sheet}>{fault.sheet}</td>
              <td data-label={names.cell}>
                <b className="number">{fault.cell}</b>
              </td>
              <td data-label={names.heading}>{fault.heading ?? '—'}</td>
              <td data-label={names.fault} className="whole">
                {said(fault.details)} <Rule rule={fault.rule} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {faults.length > SHOWN && <p className="sub">{t('import.more', { count: faults.length - SHOWN })}</p>}
    </div>
  );
};

/** A workbook brought in: tried out first, and carried out when nothing of it has a fault. */
export default function ImportPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  // The same key for the same file: a second try after an answer that was lost carries nothing out twice.
  const key = useRef(crypto.randomUUID());
  const trial = useMutation({ mutationFn: (one: File) => sendFile<Trial>('/v1/imports/trial', one, crypto.randomUUID()) });
  const carry = useMutation({
    mutationFn: (one: File) => sendFile<Done>('/v1/imports', one, key.current),
    onSuccess: () => queries.invalidateQueries(),
  });
  const template = useMutation({ mutationFn: () => fetchFile('/v1/imports/template', t('import.templateName')) });
  useTitle(t('import.title'));
  const choose = (one: File | undefined): void => {
    if (!one) return;
    key.current = crypto.randomUUID();
    setFile(one);
    carry.reset();
    trial.mutate(one);
  };
  const found = trial.data;
  const failed = template.error ?? trial.error ?? carry.error;
  return (
    <>
      <h1 className="title">{t('import.title')}</h1>
      <p className="sub">{t('import.hint')}</p>
      <div className="bar">
        <Button onClick={() => template.mutate()} loading={template.isPending}>
          {t('import.template')}
        </Button>
        <Button type={file ? 'default' : 'primary'} onClick={() => chooser.current?.click()} loading={trial.isPending}>
          {file ? t('import.again') : t('import.choose')}
        </Button>
        <input
          ref={chooser}
          type="file"
          accept=".xlsx"
          hidden
          aria-label={t('import.choose')}
          onChange={({ target }) => {
            choose(target.files?.[0]);
            target.value = '';
          }}
        />
        {file && <span>{file.name}</span>}
      </div>
      {failed && <Failed error={failed} />}
      {carry.data ? (
        <Alert type="success" showIcon role="status" title={t('import.done', { ...carry.data })} />
      ) : (
        found && (
          <>
            <Alert
              type={found.ready ? 'success' : 'warning'}
              showIcon
              role="status"
              style={{ marginBottom: 16 }}
              title={found.ready ? t('import.ready', { ...found }) : t('import.faults', { count: found.faults.length })}
              description={found.ready ? t('import.readyText') : t('import.faultsText')}
              action={
                found.ready &&
                file && (
                  <Button type="primary" loading={carry.isPending} disabled={found.items === 0} onClick={() => carry.mutate(file)}>
                    {t('import.carry')}
                  </Button>
                )
              }
            />
            {!found.ready && <FaultTable faults={found.faults} />}
          </>
        )
      )}
    </>
  );
}
