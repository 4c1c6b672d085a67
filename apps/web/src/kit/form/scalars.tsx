import { DatePicker, Input, InputNumber, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/forms';
import type { Json } from '../../api/types';
import { useOwn } from '../../app/me';
import { valueWord } from '../../app/words';
import { CasePicker, kindAskedFor } from './CasePicker';
import { isPerson, PersonPicker } from './PersonPicker';
import { textOf } from './value';
import { Capitals } from '../Money';

export interface Scalar {
  readonly id: string;
  readonly path: readonly string[];
  readonly command: string;
  readonly schema: Schema;
  readonly value: Json | undefined;
  readonly described: string | undefined;
  readonly isWrong: boolean;
  readonly change: (value: Json | undefined) => void;
}
const LONG = 1000;
const FEW = 4;

/** One field that holds one thing, as its schema says. */
export const ScalarInput = ({ id, path, command, schema, value, described, isWrong, change }: Scalar) => {
  const { t } = useTranslation();
  const { me } = useOwn();
  const name = path.at(-1) ?? '';
  const shared = { id, 'aria-describedby': described, 'aria-invalid': isWrong, status: isWrong ? ('error' as const) : undefined };
  if (schema.type === 'boolean')
    return (
      <Radio.Group
        id={id}
        aria-describedby={described}
        value={value ?? null}
        onChange={({ target }) => change(target.value as boolean)}
        options={[
          { value: true, label: t('act.yes') },
          { value: false, label: t('act.no') },
        ]}
      />
    );
  if (schema.enum) {
    const options = schema.enum.map((one) => ({ value: textOf(one), label: valueWord(path, textOf(one), command) }));
    return options.length <= FEW ? (
      <Radio.Group
        id={id}
        aria-describedby={described}
        value={value ?? null}
        onChange={({ target }) => change(target.value as string)}
        options={options}
      />
    ) : (
      <Select
        {...shared}
        value={textOf(value) || null}
        placeholder={t('act.choose')}
        allowClear
        onChange={(next) => change(next ?? undefined)}
        options={options}
        style={{ width: '100%' }}
      />
    );
  }
  if (schema.type === 'integer' || schema.type === 'number')
    return (
      <InputNumber
        {...shared}
        value={typeof value === 'number' ? value : null}
        min={schema.minimum}
        precision={0}
        onChange={(next) => change(next ?? undefined)}
        suffix={/days$/i.test(name) ? t('act.days') : undefined}
        style={{ minWidth: 160 }}
      />
    );
  if (schema.format === 'date' || schema.format === 'date-time') {
    const isDate = schema.format === 'date';
    const chosen = textOf(value);
    return (
      <DatePicker
        {...shared}
        showTime={isDate ? false : { format: 'HH:mm' }}
        value={chosen === '' ? null : dayjs(isDate ? chosen : chosen.replace(/\+08:00$/, ''))}
        onChange={(next) => change(next ? next.format(isDate ? 'YYYY-MM-DD' : 'YYYY-MM-DDTHH:mm:00+08:00') : undefined)}
        style={{ minWidth: 200 }}
      />
    );
  }
  const kind = kindAskedFor(schema);
  if (kind !== null)
    return <CasePicker id={id} kind={kind} value={textOf(value)} described={described} isWrong={isWrong} change={change} />;
  if (isPerson(schema) && me?.may.includes('viewPeople') && !command.startsWith('people.'))
    return <PersonPicker id={id} value={textOf(value)} described={described} isWrong={isWrong} change={change} />;
  const suffix = schema.format === 'yuan' ? t('act.yuan') : /percent$/i.test(name) ? '%' : undefined;
  const write = ({ target }: { readonly target: { readonly value: string } }): void =>
    change(target.value === '' ? undefined : target.value);
  if (suffix !== undefined)
    return (
      <>
        <Input
          {...shared}
          inputMode="decimal"
          value={textOf(value)}
          suffix={suffix}
          onChange={write}
          onBlur={() => change(tidied(schema, value))}
          style={{ maxWidth: 320 }}
        />
        {schema.format === 'yuan' && <Capitals yuan={textOf(value)} />}
      </>
    );
  return (schema.maxLength ?? 0) >= LONG ? (
    <Input.TextArea {...shared} rows={4} value={textOf(value)} onChange={write} />
  ) : (
    <Input {...shared} value={textOf(value)} onChange={write} />
  );
};

/** `4,056,000` as the server wants it: 4056000.00. What is no number stays as it was written, for the server to say so. */
const tidied = (schema: Schema, value: Json | undefined): Json | undefined => {
  if (schema.format !== 'yuan' || typeof value !== 'string') return value;
  const [, whole, cents = ''] = /^(\d{1,16})(?:\.(\d{0,2}))?$/.exec(value.replaceAll(/[,，\s]/g, '')) ?? [];
  return whole === undefined ? value : `${whole.replace(/^0+(?=\d)/, '')}.${cents.padEnd(2, '0')}`;
};
