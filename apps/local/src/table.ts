/** Columns that a terminal gives a text: Chinese characters and full-width signs take two. */
const width = (text: string): number =>
  text.length + (text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/g)?.length ?? 0);

const padded = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));

/** Sections of rows of two cells as one framed table; a row of one cell runs over both columns. */
export const framed = (sections: readonly (readonly (readonly [string, string?])[])[]): string => {
  const rows = sections.flat();
  const left = Math.max(...rows.map(([name, value]) => (value === undefined ? 0 : width(name))));
  const whole = Math.max(...rows.map(([name, value]) => (value === undefined ? width(name) : left + 2 + width(value))));
  const line = (open: string, close: string) => `${open}${'─'.repeat(whole + 2)}${close}`;
  const cells = ([name, value]: readonly [string, string?]) => (value === undefined ? name : `${padded(name, left)}  ${value}`);
  const blocks = sections
    .filter((section) => section.length > 0)
    .map((section) => section.map((row) => `│ ${padded(cells(row), whole)} │`).join('\n'));
  return [line('┌', '┐'), blocks.join(`\n${line('├', '┤')}\n`), line('└', '┘')].join('\n');
};
