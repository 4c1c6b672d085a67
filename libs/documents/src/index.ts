export {
  type ReadCell,
  type ReadSheet,
  readWorkbook,
  type WorkbookFault,
  WorkbookUnreadable,
  type WorkbookLimits,
} from './read-workbook.js';
export { type TemplateSheet, writeTemplate } from './write-template.js';
