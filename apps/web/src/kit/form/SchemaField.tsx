import { Button, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { meant, type Schema } from '../../api/forms';
import type { Json, Reason } from '../../api/types';
import { fieldHint, fieldWord, said, valueWord } from '../../app/words';
import { FileInput } from './FileInput';
import { ScalarInput } from './scalars';
import { blank, discriminatorOf, type Fields, idOf, isFields, mayBeEmpty, textOf, variantsOf, variantValue } from './value';

interface Place {
  readonly path: readonly string[];
  readonly command: string;
  readonly faults: ReadonlyMap<string, readonly Reason[]>;
}
interface Editing extends Place {
  readonly schema: Schema;
  readonly value: Json | undefined;
  readonly change: (value: Json | undefined) => void;
}

const isFile = (schema: Schema): boolean =>
  schema.type === 'object' && ['file', 'name', 'size', 'mediaType'].every((name) => schema.properties?.[name]);
const isGroup = (schema: Schema): boolean =>
  !isFile(schema) && (schema.type === 'object' || schema.type === 'array' || variantsOf(schema).length > 0);
const isWords = (schema: Schema): boolean => schema.type === 'array' && meant(schema.items ?? {}).type === 'string';

/** Every field of an object, in the order of its schema. */
export const SchemaFields = ({ schema, value, change, path, ...place }: Editing) => {
  const fields: Fields = isFields(value) ? value : {};
  return (
    <div className="fields">
      {Object.entries(schema.properties ?? {}).map(([name, one]) => (
        <SchemaField
          key={name}
          {...place}
          path={[...path, name]}
          schema={one}
          isRequired={(schema.required ?? []).includes(name)}
          value={fields[name]}
          change={(next) => change(without(fields, name, next))}
        />
      ))}
    </div>
  );
};
const without = (fields: Fields, name: string, next: Json | undefined): Fields => {
  const { [name]: _old, ...rest } = fields;
  return next === undefined ? rest : { ...rest, [name]: next };
};

const SchemaField = ({ isRequired, ...editing }: Editing & { readonly isRequired: boolean }) => {
  const { t } = useTranslation();
  const { path, command, schema, value, change, faults } = editing;
  const whole = meant(schema);
  if (whole.enum?.length === 1) return null; // there is nothing to choose
  const optional = mayBeEmpty(schema, isRequired);
  const id = idOf(path);
  const told = faults.get(`/${path.join('/')}`) ?? [];
  const hint = fieldHint(path, command);
  const words = `${fieldWord(path, command)}${optional ? `（${t('act.optional')}）` : ''}`;
  const described = [hint === null ? '' : `${id}-hint`, told.length > 0 ? `${id}-fault` : ''].filter(Boolean).join(' ') || undefined;
  const notes = (
    <>
      {hint !== null && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </>
  );
  const wrong = told.length > 0 && (
    <span className="fault" id={`${id}-fault`} role="alert">
      {told.map((one, at) => (
        <span key={at}>{said(one.details)} </span>
      ))}
    </span>
  );
  if (isFile(whole))
    return (
      <div className={told.length > 0 ? 'field wrong' : 'field'}>
        <label htmlFor={id}>{words}</label>
        {notes}
        <FileInput id={id} value={value} change={change} />
        {wrong}
      </div>
    );
  if (!isGroup(whole))
    return (
      <div className={told.length > 0 ? 'field wrong' : 'field'}>
        <label htmlFor={id}>{words}</label>
        {notes}
        <ScalarInput
          id={id}
          path={path}
          command={command}
          schema={whole}
          value={value}
          described={described}
          isWrong={told.length > 0}
          change={change}
        />
        {wrong}
      </div>
    );
  const isOpen = !optional || (value !== undefined && value !== null);
  return (
    <fieldset className="group" id={id} tabIndex={-1}>
      <legend>
        {words}{' '}
        {optional && !isWords(whole) && (
          <Switch
            size="small"
            aria-label={t('act.fill')}
            checked={isOpen}
            onChange={(on) => change(on ? (blank({ ...whole, nullable: false }) ?? {}) : undefined)}
          />
        )}
      </legend>
      {notes}
      {wrong}
      {(isOpen || isWords(whole)) && <Group {...editing} schema={whole} />}
    </fieldset>
  );
};

const Group = (editing: Editing) => {
  const { schema } = editing;
  if (variantsOf(schema).length > 0) return <Choice {...editing} />;
  if (isWords(schema)) return <Words {...editing} />;
  if (schema.type === 'array') return <Items {...editing} />;
  if (schema.properties) return <SchemaFields {...editing} />;
  return <Pairs {...editing} />;
};

/** One of several forms: first which, then its fields. */
const Choice = ({ schema, value, change, ...place }: Editing) => {
  const { t } = useTranslation();
  const by = discriminatorOf(schema);
  const variants = variantsOf(schema).map(meant);
  const fields: Fields = isFields(value) ? value : {};
  const chosen = by === null ? variants[0] : variants.find((one) => variantValue(one, by) === fields[by]);
  return (
    <>
      {by !== null && (
        <Select
          aria-label={fieldWord([...place.path, by], place.command)}
          placeholder={t('act.choose')}
          value={chosen ? variantValue(chosen, by) : null}
          options={variants.map((one) => ({
            value: variantValue(one, by),
            label: valueWord([...place.path, by], variantValue(one, by), place.command),
          }))}
          onChange={(next) => change(blank(variants.find((one) => variantValue(one, by) === next) ?? {}))}
          style={{ maxWidth: 420 }}
        />
      )}
      {chosen && <SchemaFields {...place} schema={chosen} value={value} change={change} />}
    </>
  );
};

/** Several short words: codes, ids, names of media. */
const Words = ({ schema, value, change, path, command }: Editing) => {
  const items = meant(schema.items ?? {});
  return (
    <Select
      id={idOf(path)}
      aria-label={fieldWord(path, command)}
      mode={items.enum ? 'multiple' : 'tags'}
      tokenSeparators={[',', '，', '、', ' ']}
      value={Array.isArray(value) ? (value as string[]) : []}
      options={(items.enum ?? []).map((one) => ({ value: textOf(one), label: valueWord(path, textOf(one), command) }))}
      onChange={(next: string[]) => change(next)}
      style={{ width: '100%' }}
    />
  );
};

/** A list of like things, to which one adds and from which one removes. */
const Items = ({ schema, value, change, path, ...place }: Editing) => {
  const { t } = useTranslation();
  const items = Array.isArray(value) ? (value as readonly Json[]) : [];
  const one = meant(schema.items ?? {});
  const set = (at: number, next: Json | undefined): void => change(items.map((item, n) => (n === at ? (next ?? null) : item)));
  return (
    <>
      {items.map((item, at) => {
        const inside = {
          ...place,
          path: [...path, String(at)],
          schema: one,
          value: item,
          change: (next: Json | undefined) => set(at, next),
        };
        return (
          <fieldset className="group" key={at}>
            <legend>
              {t('act.item', { n: at + 1 })}{' '}
              <Button size="small" danger type="text" onClick={() => change(items.filter((_, n) => n !== at))}>
                {t('act.remove')}
              </Button>
            </legend>
            {isFile(one) ? (
              <FileInput id={idOf(inside.path)} value={item} change={inside.change} />
            ) : isGroup(one) ? (
              <Group {...inside} />
            ) : (
              <SchemaField {...inside} isRequired />
            )}
          </fieldset>
        );
      })}
      <div>
        <Button
          onClick={() => change([...items, blank(one) ?? (isGroup(one) ? {} : null)])}
          disabled={items.length >= (schema.maxItems ?? Infinity)}
        >
          {t('act.add')}
        </Button>
      </div>
    </>
  );
};

/** Names that the person chooses, each with a value. */
const Pairs = ({ schema, value, change, path, ...place }: Editing) => {
  const { t } = useTranslation();
  const fields: Fields = isFields(value) ? value : {};
  const each = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  return (
    <>
      {Object.entries(fields).map(([name, one]) => (
        <SchemaField
          key={name}
          {...place}
          path={[...path, name]}
          schema={each}
          isRequired={false}
          value={one}
          change={(next) => change(without(fields, name, next))}
        />
      ))}
      <Select
        mode="tags"
        aria-label={fieldWord(path)}
        placeholder={t('act.add')}
        value={[]}
        onChange={(names: string[]) =>
          change(Object.fromEntries([...Object.entries(fields), ...names.map((name) => [name, blank(each) ?? false] as const)]))
        }
        style={{ maxWidth: 420 }}
      />
    </>
  );
};
