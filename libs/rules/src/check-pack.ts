import { checkRow, type RowDefaults } from './check-row.js';
import { LEVELS, type Level, type Pack, type PackFault, type PackFile, type Row } from './pack.js';
import { isObject, isOneOf, isText, refuseUnknown, show } from './shapes.js';

const HEAD_FIELDS = ['jurisdiction', 'name', 'level', 'parent'];
const TOPIC_FIELDS = ['topic', 'defaults', 'rows'];
const DEFAULT_FIELDS = ['anchor', 'from', 'verified', 'citation', 'unit', 'kind', 'dayOne', 'roll', 'edge', 'open', 'switches'];

/** What one jurisdiction's folder holds, or everything that is wrong with it. */
export interface CheckedPack {
  readonly pack: Pack | null;
  readonly faults: readonly PackFault[];
}

/** Reads the files of one folder: `pack.yaml` names the jurisdiction, every other file is a topic. */
export const checkPack = (folder: string, files: readonly PackFile[]): CheckedPack => {
  const faults: PackFault[] = [];
  const report = (file: string, row: string | null, field: string | null, message: string): void => {
    faults.push({ file, row, field, message });
  };
  for (const file of files) if (file.fault !== undefined) report(file.path, null, null, `is no YAML: ${file.fault}`);
  const sound = files.filter((file) => file.fault === undefined);

  const head = files.find((file) => baseName(file.path) === 'pack');
  if (!head) report(`${folder}/pack.yaml`, null, null, 'is missing; write jurisdiction, name, level and parent');
  const heading = head && head.fault === undefined ? checkHead(folder, head, report) : null;

  const seen = new Map<string, string>();
  const rows: Row[] = [];
  for (const file of sound) {
    if (file === head) continue;
    for (const row of checkTopic(file, report)) {
      const twin = seen.get(row.id);
      if (twin !== undefined) report(file.path, row.id, 'id', `stands in ${twin} too; keep one row and give it \`dated\` values`);
      else rows.push(row);
      seen.set(row.id, file.path);
    }
  }
  return { pack: heading ? { ...heading, rows } : null, faults };
};

type Report = (file: string, row: string | null, field: string | null, message: string) => void;

const checkHead = (folder: string, { path, data }: PackFile, report: Report): Omit<Pack, 'rows'> | null => {
  if (!isObject(data)) {
    report(path, null, null, 'is empty; write jurisdiction, name, level and parent');
    return null;
  }
  refuseUnknown(data, HEAD_FIELDS, (field, message) => report(path, null, field, message));
  const { jurisdiction, name, level, parent } = data;
  if (jurisdiction !== folder) report(path, null, 'jurisdiction', `is ${show(jurisdiction)}; write ${folder}, the name of its folder`);
  const named = isObject(name) && isText(name['zh']) && isText(name['en']);
  if (!named) report(path, null, 'name', 'is missing; write { zh: 示范县, en: Demo County }');
  const levelled = isOneOf(level, LEVELS);
  if (!levelled) report(path, null, 'level', `is ${show(level)}; write one of ${LEVELS.join(', ')}`);
  const rooted = level === 'national' ? parent === undefined : isText(parent);
  if (!rooted)
    report(
      path,
      null,
      'parent',
      level === 'national' ? 'stands above the nation; leave it out' : 'is missing; write the jurisdiction above',
    );
  if (jurisdiction !== folder || !named || !levelled || !rooted) return null;
  return {
    jurisdiction: folder,
    name: { zh: name['zh'] as string, en: name['en'] as string },
    level: level as Level,
    parent: isText(parent) ? parent : null,
  };
};

const checkTopic = ({ path, data }: PackFile, report: Report): readonly Row[] => {
  if (!isObject(data)) {
    report(path, null, null, 'is empty; write topic, defaults and rows');
    return [];
  }
  refuseUnknown(data, TOPIC_FIELDS, (field, message) => report(path, null, field, message));
  if (data['topic'] !== baseName(path))
    report(path, null, 'topic', `is ${show(data['topic'])}; write ${baseName(path)}, the name of the file`);
  const defaults = data['defaults'] ?? {};
  if (!isObject(defaults)) report(path, null, 'defaults', 'is no table; write { anchor: notice, verified: true } or leave it out');
  else refuseUnknown(defaults, DEFAULT_FIELDS, (field, message) => report(path, null, `defaults.${field}`, message));
  const rows = data['rows'];
  if (!Array.isArray(rows) || rows.length === 0) {
    report(path, null, 'rows', 'is empty; write a list of rows');
    return [];
  }
  return rows.flatMap((row: unknown, index) =>
    checkRow(path, index, row, (isObject(defaults) ? defaults : {}) as RowDefaults, (id, field, message) =>
      report(path, id, field, message),
    ),
  );
};

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.yaml$/, '');
