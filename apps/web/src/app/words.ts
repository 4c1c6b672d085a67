import { type Label, commandLabels, inWords, kindLabels, outcomeLabels, roleLabels, stageLabels } from '@goufu/labels';
import i18next from 'i18next';

type Table = Readonly<Record<string, Label>>;
const language = (): 'zh' | 'en' => (i18next.language === 'en' ? 'en' : 'zh');
/** A label in the person's language. */
export const said = ({ zh, en }: Label): string => (language() === 'en' ? en : zh);
const from = (table: Table, name: string): string => (table[name] ? said(table[name]) : inWords(name));

export const kindWord = (kind: string): string => from(kindLabels, kind);
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

/** The words of a field: of its own, or as it is meant in this command or under this one. */
export const fieldWord = (path: readonly string[], _command?: string): string => inWords(path.at(-1) ?? '');
export const fieldHint = (_path: readonly string[], _command?: string): string | null => null;
export const valueWord = (_field: string, value: string): string => inWords(value);
export const eventWord = (type: string): string => inWords(type);
export const taskWord = (name: string, kind: string | null): string => commandWord(kind ?? '', name);
export const taskHint = (_name: string): string | null => null;
export const noticeWord = (kind: string): string => inWords(kind);
