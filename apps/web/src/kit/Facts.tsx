import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../api/types';
import { fieldWord, valueWord } from '../app/words';
import { CaseName } from './CaseName';
import { dateOf, isDate, isMoment, minuteOf } from './moment';
import { isYuan, Money } from './Money';

/** What serves machines: hashes, seats of a chain, how a date was counted. The record has it; a page would drown in it. */
const TECHNICAL = new Set(
  (
    'definition hash generation appointment root calendar counted leftSeconds suspendedSeconds rolledFrom electorate protected excluded href mediaType size words ' +
    'because counts empty veto selfApprover resume salt seed stages version'
  ).split(' '),
);
type Fields = Readonly<Record<string, Json>>;
const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNothing = (value: Json): boolean =>
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isFields(value) && Object.values(value).every(isNothing));
const shownOf = (fields: Fields): [string, Json][] =>
  Object.entries(fields).filter(([name, value]) => !TECHNICAL.has(name) && !isNothing(value));
const isCase = (text: string): boolean =>
  /^(organisation|purchase|bid|budget|catalogue|disbursement|expert-pool|batch)\/[\w./-]+$/.test(text);

const Value = ({ path, value }: { readonly path: readonly string[]; readonly value: string | number | boolean }): ReactNode => {
  const field = path.at(-1) ?? '';
  const { t, i18n } = useTranslation();
  if (typeof value === 'boolean') return t(value ? 'act.yes' : 'act.no');
  if (typeof value === 'number') return <span className="number">{value}</span>;
  if (/percent$/i.test(field)) return `${value}%`;
  if (isYuan(value)) return <Money yuan={value} capitals={/amount|price|offer/i.test(field)} />;
  if (isMoment(value)) return <time dateTime={value}>{minuteOf(value, i18n.language)}</time>;
  if (isDate(value)) return <time dateTime={value}>{dateOf(value, i18n.language)}</time>;
  if (isCase(value)) return <CaseName id={value} />;
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/i.test(value) ? valueWord(path, value) : value;
};

/** A file as a link to it. */
const isFile = (value: Json): value is Fields & { readonly name: string; readonly href: string } =>
  isFields(value) && typeof value.name === 'string' && typeof value.href === 'string' && value.href.startsWith('/v1/files/');

const List = ({ path, items }: { readonly path: readonly string[]; readonly items: readonly Json[] }): ReactNode => {
  const { t } = useTranslation();
  if (items.every((item) => !isFields(item) && !Array.isArray(item)))
    return items.map((item, at) => (
      <span key={at}>
        {at > 0 && '、'}
        <Value path={path} value={item as string} />
      </span>
    ));
  if (items.every(isFile))
    return items.map((item, at) => (
      <div key={at}>
        <a href={item.href}>{item.name}</a>
      </div>
    ));
  const rows = items.filter(isFields);
  const isFlat = rows.every((row) => shownOf(row).every(([, value]) => !isFields(value) && !Array.isArray(value)));
  const columns = [...new Set(rows.flatMap((row) => shownOf(row).map(([name]) => name)))];
  if (!isFlat || columns.length > 7)
    return rows.map((row, at) => (
      <fieldset className="group" key={at}>
        <legend>{t('act.item', { n: at + 1 })}</legend>
        <Facts fields={row} path={path} />
      </fieldset>
    ));
  return (
    <div className="scroll">
      <table className="table">
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {fieldWord([...path, name])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {columns.map((name) => (
                <td key={name} data-label={fieldWord([...path, name])}>
                  {isNothing(row[name] ?? null) ? '—' : <Value path={[...path, name]} value={row[name] as string} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Whatever the API tells of a thing, in the words of its fields; what is empty is left out. */
export const Facts = ({
  fields,
  path = [],
  without = [],
}: {
  readonly fields: Fields;
  readonly path?: readonly string[];
  readonly without?: readonly string[];
}) => {
  const { t } = useTranslation();
  const shown = shownOf(fields).filter(([name]) => !without.includes(name));
  if (shown.length === 0) return <p className="sub">{t('case.empty')}</p>;
  return (
    <dl className="facts">
      {shown.map(([name, value]) => (
        <Fact key={name} path={[...path, name]} value={value} />
      ))}
    </dl>
  );
};
const Fact = ({ path, value }: { readonly path: readonly string[]; readonly value: Json }) => (
  <>
    <dt>{fieldWord(path)}</dt>
    <dd>
      {isFile(value) ? (
        <a href={value.href}>{value.name}</a>
      ) : isFields(value) ? (
        <Facts fields={value} path={path} />
      ) : Array.isArray(value) ? (
        <List path={path} items={value as readonly Json[]} />
      ) : (
        <Value path={path} value={value as string} />
      )}
    </dd>
  </>
);
