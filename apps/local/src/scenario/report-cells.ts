export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export interface Cell {
  readonly text: string;
  /** Figures stand on the right. */
  readonly figure?: boolean;
  /** Days and the like are never broken. */
  readonly whole?: boolean;
  readonly name?: string;
}
export const figure = (text: string): Cell => ({ text, figure: true });
export const whole = (text: string): Cell => ({ text, whole: true });

const classOf = ({ figure: right, whole: unbroken, name }: Cell): string => {
  const names = [right ? 'n' : '', unbroken ? 'w' : '', name ?? ''].filter((one) => one !== '');
  return names.length === 0 ? '' : ` class="${names.join(' ')}"`;
};
type Row = readonly (string | Cell)[];
const asCell = (cell: string | Cell): Cell => (typeof cell === 'string' ? { text: cell } : cell);

/** A table whose heads stand over their columns as these stand; it scrolls by itself where the page is too narrow. */
export const table = (heads: Row, rows: readonly Row[], name = ''): string => {
  const head = heads.map(asCell).map((cell) => `<th scope="col"${classOf(cell)}>${escaped(cell.text)}</th>`);
  const body = rows.map(
    (row) =>
      `<tr>${row
        .map(asCell)
        .map((cell) => `<td${classOf(cell)}>${escaped(cell.text)}</td>`)
        .join('')}</tr>`,
  );
  return `<div class="scroll"><table${name === '' ? '' : ` class="${name}"`}><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
};
