import {
  commandLabels,
  eventLabel,
  fieldLabel,
  type HintedLabel,
  inWords,
  kindLabels,
  type Label,
  noticeLabel,
  outcomeLabels,
  roleLabels,
  stageLabels,
  taskLabel,
  valueLabel,
} from '@goufu/labels';
import i18next from 'i18next';

type Table = Readonly<Record<string, Label>>;
const language = (): 'zh' | 'en' => (i18next.language === 'en' ? 'en' : 'zh');
/** A label in the person's language. */
export const said = ({ zh, en }: Label): string => (language() === 'en' ? en : zh);
const from = (table: Table, name: string): string => capital(table[name] ? said(table[name]) : inWords(name));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const kindWord = (kind: string): string => from(kindLabels, kind);
export const isStage = (name: string): boolean => name in stageLabels;
/** `tender:2` is the second tender: the round is said when it is not the first. */
export const stageWord = (stage: string): string => {
  const [name = '', round] = stage.split(':');
  const word = from(stageLabels, name);
  return round === undefined || round === '1' ? word : language() === 'en' ? `${word} (round ${round})` : `${word}（第${round}轮）`;
};
export const outcomeWord = (outcome: string): string => from(outcomeLabels, outcome);
const roleWord = (role: string): string => from(roleLabels, role);
export const commandWord = (kind: string, command: string): string => {
  const table = (commandLabels as Readonly<Record<string, Table>>)[kind] ?? {};
  return from(table, command);
};
/** A post by what it entitles to. */
export const postWords = ({ post, roles }: { readonly post: string; readonly roles: readonly string[] }): string =>
  roles.length === 0 ? post : roles.map(roleWord).join('、');

/** The words of a field: as it is meant in this command, under this one, or by itself. */
export const fieldWord = (path: readonly string[], command?: string): string => {
  const label = fieldLabel(path, command);
  return label ? said(label) : inWords(path.at(-1) ?? '');
};
export const fieldHint = (path: readonly string[], command?: string): string | null => hintOf(fieldLabel(path, command));
export const valueWord = (place: string | readonly string[], value: string, command?: string): string => {
  const label = valueLabel(place, value, command);
  return label ? said(label) : value;
};
export const eventWord = (kind: string, type: string): string => {
  const label = eventLabel(kind, type);
  return label ? said(label) : inWords(type);
};
export const taskWord = (kind: string, name: string): string => {
  const label = taskLabel(kind, name);
  return label ? said(label) : commandWord(kind, name);
};
export const taskHint = (kind: string, name: string): string | null => hintOf(taskLabel(kind, name));
export const noticeWord = (kind: string): string => {
  const label = noticeLabel(kind);
  return label ? said(label) : inWords(kind);
};
const hintOf = (label: HintedLabel | null): string | null => (label?.hint ? said(label.hint) : null);
