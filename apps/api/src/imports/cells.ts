import { refuse, type Refusal } from '@goufu/domain';
import { roleLabels, valueLabel } from '@goufu/labels';
import type { ReadCell } from '@goufu/documents';

/** What a cell says, or why it cannot be taken. `undefined`: it is empty. */
export type Said = string | number | boolean | readonly string[] | Refusal | undefined;
export type Reader = (cell: ReadCell) => Said;

const isEmpty = ({ value }: ReadCell): boolean => value === null || value === '';
const textOf = ({ value }: ReadCell): string => String(value).normalize('NFKC').trim();
/** What is pasted from elsewhere brings full-width signs along: of a text they are kept. */
const plain = ({ value }: ReadCell): string => String(value).trim();

const filled =
  (read: Reader): Reader =>
  (cell) => {
    if (cell.isFormula) return refuse('import.formula');
    return isEmpty(cell) ? undefined : read(cell);
  };

export const text = filled(plain);
export const code = filled(textOf);
export const day = filled((cell) => {
  const [, year, month, date] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(textOf(cell)) ?? [];
  return year === undefined ? refuse('input.not_a_date') : `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`;
});
/** `4,056,000` and 4056000 alike are 4056000.00; what has parts of a fen is no amount. */
export const yuan = filled((cell) => {
  const [, whole, cents = ''] = /^(\d{1,16})(?:\.(\d{1,2}))?$/.exec(textOf(cell).replaceAll(/[,，\s元]/g, '')) ?? [];
  return whole === undefined ? refuse('input.not_yuan') : `${whole.replace(/^0+(?=\d)/, '')}.${cents.padEnd(2, '0')}`;
});
export const year = filled((cell) => {
  const found = /^(\d{4})年?$/.exec(textOf(cell))?.[1];
  return found === undefined ? refuse('input.wrong_type', { meta: { expected: 'int' } }) : Number(found);
});
export const yes = filled((cell) => {
  const said = textOf(cell);
  if (['是', 'true', 'yes', '1'].includes(said.toLowerCase())) return true;
  return ['否', 'false', 'no', '0'].includes(said.toLowerCase()) ? false : refuse('input.not_allowed', { meta: { values: ['是', '否'] } });
});

/** The code of a word as people read it; the code itself will do as well. */
const codeOf = (codes: readonly string[], named: (code: string) => string | undefined, said: string): string | undefined =>
  codes.find((one) => one === said || named(one)?.normalize('NFKC') === said.normalize('NFKC'));
export const oneOf = (place: string, codes: readonly string[]): Reader => {
  const named = (one: string): string | undefined => valueLabel(place.split('.'), one)?.zh;
  return filled((cell) => {
    const found = codeOf(codes, named, textOf(cell));
    return found ?? refuse('input.not_allowed', { meta: { values: codes.map((one) => named(one) ?? one) } });
  });
};
const roleOf = (one: string): string | undefined => (roleLabels as Readonly<Record<string, { zh: string } | undefined>>)[one]?.zh;
/** Several words, parted by 、 or a comma. */
export const roles = (codes: readonly string[]): Reader =>
  filled((cell) => {
    const said = plain(cell)
      .split(/[、,，;；]/)
      .map((one) => one.trim())
      .filter(Boolean);
    const found = said.map((one) => codeOf(codes, roleOf, one) ?? one);
    const unknown = found.find((one) => !codes.includes(one));
    return unknown === undefined ? found : refuse('input.not_allowed', { meta: { values: codes.map((one) => roleOf(one) ?? one) } });
  });
export const isFault = (said: Said): said is Refusal => typeof said === 'object' && !Array.isArray(said);
