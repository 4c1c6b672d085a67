import { isPlainDate, type PlainDate } from '@goufu/domain';
import { changedRules, differentRules, explainRule, type Library, listRules, type PackFault, type Standpoint } from '@goufu/rules';
import { changesText, checkText, differenceText, explanationText, faultsText, listText } from './rules-text.js';

/** What a command answers: its text, and how the process ends. */
interface CommandAnswer {
  readonly text: string;
  readonly code: 0 | 1 | 2;
}

const USAGE = `用法 usage: npm run rules -- COMMAND [--json]
  check                                       检查全部规则包，一次列出所有错误 check every pack, all faults at once
  list [--topic T] [--at J] [--on DATE]       列出规则 the rules of a place
  explain ID [--at J] [--on DATE]             一条规则的值、出处、沿革 a rule with its citation, its history and what each level says
  diff A B [--on DATE]                        比较两地，或一地两日（J@DATE）two places, or one place on two days (J@DATE)
  what-changes DATE [--at J]                  自该日起将变更的规则 what becomes another on that day or later
J 为辖区，默认national；DATE为YYYY-MM-DD，默认今天。J is a jurisdiction (national), DATE a day (today).`;

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  check: [],
  list: ['topic', 'at', 'on'],
  explain: ['at', 'on'],
  diff: ['on'],
  'what-changes': ['at'],
};
const WORDS: Readonly<Record<string, number>> = { check: 0, list: 0, explain: 1, diff: 2, 'what-changes': 1 };

interface Parsed {
  readonly command: string;
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
  readonly json: boolean;
}
class Wrong extends Error {
  constructor(
    readonly code: 1 | 2,
    message: string,
  ) {
    super(message);
  }
}
const misused = (message: string): Wrong => new Wrong(2, `${message}\n${USAGE}`);

const parse = ([command, ...rest]: readonly string[]): Parsed => {
  const allowed = command === undefined || !Object.hasOwn(OPTIONS, command) ? undefined : OPTIONS[command];
  if (command === undefined || !allowed) throw misused(`没有命令${command ?? '—'}。There is no command ${command ?? '—'}.`);
  const words: string[] = [];
  const options = new Map<string, string>();
  let json = false;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (word === '--json') json = true;
    else if (word.startsWith('--')) {
      const name = word.slice(2);
      const value = rest[++at];
      if (!allowed.includes(name)) throw misused(`${command}没有选项${word}。${command} has no option ${word}.`);
      if (value === undefined || value.startsWith('--')) throw misused(`选项${word}缺少值。The option ${word} needs a value.`);
      options.set(name, value);
    } else words.push(word);
  }
  if (words.length !== WORDS[command])
    throw misused(
      `${command}需要${WORDS[command]}个参数，给出了${words.length}个。${command} takes ${WORDS[command]}, not ${words.length}.`,
    );
  return { command, words, options, json };
};

const dayOf = (text: string): PlainDate => {
  if (isPlainDate(text)) return text;
  throw new Wrong(1, `${text}不是日期，应为YYYY-MM-DD。${text} is no day; write YYYY-MM-DD.`);
};

/** Answers one command. `open` reads the packs, or gives what is wrong with them. */
export const answerRules = (args: readonly string[], open: () => Library | readonly PackFault[], today: PlainDate): CommandAnswer => {
  try {
    const parsed = parse(args);
    const opened = open();
    if (!('jurisdictions' in opened)) return { text: parsed.json ? json({ faults: opened }) : faultsText(opened), code: 1 };
    return { text: answered(parsed, opened, today), code: 0 };
  } catch (error) {
    if (error instanceof Wrong) return { text: error.message, code: error.code };
    throw error;
  }
};

const json = (value: unknown): string => JSON.stringify(value, null, 2);

const answered = (
  { command, words: [first = '', second = ''], options, ...parsed }: Parsed,
  library: Library,
  today: PlainDate,
): string => {
  const placeOf = (jurisdiction: string): string => {
    if (library.jurisdictions.includes(jurisdiction)) return jurisdiction;
    const known = library.jurisdictions.join(', ');
    throw new Wrong(1, `没有${jurisdiction}的规则包，现有：${known}。There is no pack for ${jurisdiction}; there are ${known}.`);
  };
  const on = dayOf(options.get('on') ?? today);
  const here: Standpoint = { jurisdiction: placeOf(options.get('at') ?? 'national'), on };
  const standpoint = (text: string): Standpoint => {
    const at = text.lastIndexOf('@');
    return at === -1 ? { jurisdiction: placeOf(text), on } : { jurisdiction: placeOf(text.slice(0, at)), on: dayOf(text.slice(at + 1)) };
  };
  const shown = <T>(value: T, text: (value: T) => string): string => (parsed.json ? json(value) : text(value));
  switch (command) {
    case 'check':
      return shown(
        {
          faults: [],
          packs: library.jurisdictions
            .map((one) => library.stack(one))
            .map(({ jurisdiction, hash, rows }) => ({ jurisdiction, rules: Object.keys(rows).length, hash })),
        },
        ({ packs }) => checkText(packs),
      );
    case 'list': {
      const topic = options.get('topic');
      if (topic !== undefined && !library.topics.includes(topic)) {
        const known = library.topics.join(', ');
        throw new Wrong(1, `没有主题${topic}，现有：${known}。There is no topic ${topic}; there are ${known}.`);
      }
      return shown({ ...here, items: listRules(library, here, { topic }) }, ({ items }) => listText(here, items));
    }
    case 'explain': {
      const rule = explainRule(library, first, here);
      if (!rule) throw new Wrong(1, unknownRule(library, first, here.jurisdiction));
      return shown(rule, explanationText);
    }
    case 'diff': {
      const [from, to] = [standpoint(first), standpoint(second)];
      return shown({ from, to, items: differentRules(library, from, to) }, ({ items }) => differenceText(from, to, items));
    }
    default: {
      const since = { ...here, on: dayOf(first) };
      return shown({ ...since, items: changedRules(library, since) }, ({ items }) => changesText(since, items));
    }
  }
};

/** An id misspelt is mostly near to one that there is. */
const unknownRule = (library: Library, id: string, jurisdiction: string): string => {
  const ids = Object.keys(library.stack(jurisdiction).rows);
  const near = ids.filter((one) => one.includes(id) || (id.includes('.') && one.startsWith(`${id.slice(0, id.lastIndexOf('.'))}.`)));
  const [zh, en] = near.length === 0 ? ['', ''] : [`，相近的有：${near.join('、')}`, `; near to it: ${near.join(', ')}`];
  return `${jurisdiction}没有规则${id}${zh}。No pack of ${jurisdiction} knows the rule ${id}${en}.`;
};
