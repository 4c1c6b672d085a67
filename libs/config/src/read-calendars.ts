import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOfTree } from './folder-of-tree.js';

/** The files of one working calendar, parsed: what the kernel's `calendarFrom` takes. */
export interface ReadCalendar {
  readonly version: string;
  readonly years: readonly { year: number; source: string; statutory: string[]; block: string[]; makeUp: string[] }[];
  readonly provisional: readonly { year: number; statutory: string[] }[];
}

/** Reads `<id>.json`, `<id>-YYYY.json` and `provisional.json` of a folder of calendars (default: the tree's own); whether they agree is the kernel's business. */
export const readCalendar = (id = 'cn', folder = folderOfTree('libs/rules/calendars')): ReadCalendar => {
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { version } = json(`${id}.json`) as { version: string };
  const { years } = json('provisional.json') as { years: ReadCalendar['provisional'] };
  const announced = readdirSync(folder).filter((name) => name.startsWith(`${id}-`) && /-\d{4}\.json$/.test(name));
  return { version, years: announced.toSorted().map((name) => json(name) as ReadCalendar['years'][number]), provisional: years };
};
