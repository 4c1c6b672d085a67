import { writeXlsx } from 'hucre';

export interface TemplateSheet {
  readonly name: string;
  readonly columns: readonly { readonly heading: string; readonly note: string; readonly sample: string | number }[];
}
const WIDTH = 18;
const NOTES = '说明';
/** The same template has the same bytes, whenever it is written. */
const ALWAYS = new Date(0);

/** A workbook to fill in: each sheet with its headings alone, and one of notes with an example of each column. */
export const writeTemplate = async (sheets: readonly TemplateSheet[]): Promise<Uint8Array> => {
  const notes = sheets.flatMap(({ name, columns }) => columns.map(({ heading, note, sample }) => [name, heading, note, sample]));
  return writeXlsx({
    properties: { created: ALWAYS, modified: ALWAYS },
    sheets: [
      ...sheets.map(({ name, columns }) => ({
        name,
        columns: columns.map(() => ({ width: WIDTH })),
        rows: [columns.map(({ heading }) => heading)],
        freezePane: { rows: 1 },
      })),
      {
        name: NOTES,
        columns: [{ width: 12 }, { width: WIDTH }, { width: 60 }, { width: 30 }],
        rows: [['工作表', '列', '填写说明', '示例'], ...notes],
        freezePane: { rows: 1 },
      },
    ],
  });
};
