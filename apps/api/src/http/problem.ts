import { isInstant, toIsoSeconds, type Meta, type Rule } from '@goufu/domain';
import { wordLabel } from '@goufu/labels';
import type { Language } from './language.js';
import type { DoorRefusal, Parameter } from './problem-error.js';
import type { DoorEntry } from './refusals.js';

interface Sentences {
  readonly zh: string;
  readonly en: string;
}
/** Which article a refusal enforces, and whether anybody has checked our wording of it against the text. */
interface RuleCitation {
  readonly id: string;
  readonly citation: string;
  readonly verified: boolean;
  readonly jurisdiction: string;
}
/** A refusal as it stands in an answer: in a problem, or as the reason of an action that is not open now. */
export interface Reason {
  readonly code: string;
  readonly detail: string;
  readonly details: Sentences;
  readonly pointer?: string;
  readonly parameter?: Parameter;
  readonly meta?: Readonly<Record<string, Meta>>;
  readonly rule?: RuleCitation;
}
export interface Problem extends Omit<Reason, 'pointer' | 'parameter'> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly requestId: string;
  readonly errors: readonly Reason[];
}

const TITLES: Readonly<Record<number, Sentences>> = {
  400: { zh: '请求有误', en: 'Bad request' },
  401: { zh: '未登录', en: 'Not authenticated' },
  403: { zh: '无权办理', en: 'Not yours to do' },
  404: { zh: '没有此项', en: 'Not found' },
  405: { zh: '不支持的方法', en: 'Method not supported' },
  408: { zh: '请求超时', en: 'Too slow' },
  409: { zh: '时机不对', en: 'Not at this moment' },
  412: { zh: '版本已变', en: 'The version has moved on' },
  413: { zh: '内容过大', en: 'Too large' },
  415: { zh: '类型不接受', en: 'Type not taken' },
  422: { zh: '内容有误', en: 'It cannot be right' },
  431: { zh: '请求头过大', en: 'Headers too large' },
  428: { zh: '缺少前提', en: 'A precondition is missing' },
  429: { zh: '请求过多', en: 'Too many requests' },
  500: { zh: '系统出错', en: 'Internal fault' },
  503: { zh: '暂时不可用', en: 'Not available now' },
};

const inWords = (name: string, value: Meta, language: Language): string => {
  if (Array.isArray(value)) return value.map((one) => inWords(name, one as Meta, language)).join(language === 'zh' ? '、' : ', ');
  if (typeof value === 'string') return wordLabel(name, value)?.[language] ?? value;
  if (typeof value === 'number' && /(^at|At)$/.test(name) && isInstant(value)) return toIsoSeconds(value);
  return value === null ? '—' : String(value as string | number | boolean);
};

/** All refusals of the system by their code: finds the sentence and fills it. */
export class Catalogue {
  private readonly entries: ReadonlyMap<string, DoorEntry>;

  constructor(catalogues: readonly (readonly DoorEntry[])[]) {
    this.entries = new Map(catalogues.flat().map((entry) => [entry.code, entry]));
  }

  knows(code: string): boolean {
    return this.entries.has(code);
  }
  statusOf(code: string): number {
    return this.entries.get(code)?.status ?? 500;
  }

  private sentence(refusal: DoorRefusal, language: Language): string {
    const text = this.entries.get(refusal.refused)?.[language] ?? refusal.refused;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = refusal.meta?.[name];
      // A fault of a calculation is named by its code, and has a sentence of its own.
      if (name === 'fault' && typeof value === 'string' && this.knows(value))
        return this.sentence({ ...refusal, refused: value }, language).replace(/[。.]$/, '');
      return value === undefined ? whole : inWords(name, value, language);
    });
  }

  reason(refusal: DoorRefusal, language: Language): Reason {
    const details = { zh: this.sentence(refusal, 'zh'), en: this.sentence(refusal, 'en') };
    return {
      code: refusal.refused,
      detail: details[language],
      details,
      ...(refusal.pointer === undefined ? {} : { pointer: refusal.pointer }),
      ...(refusal.parameter === undefined ? {} : { parameter: refusal.parameter }),
      ...(refusal.meta === undefined ? {} : { meta: onTheWire(refusal.meta) }),
      ...(refusal.rule === undefined ? {} : { rule: citationOf(refusal.rule) }),
    };
  }

  /** The whole answer: the first fault speaks, every fault that has a place stands in `errors`. */
  problem(refusal: DoorRefusal, language: Language, requestId: string): Problem {
    const { pointer: _pointer, parameter: _parameter, ...reason } = this.reason(refusal, language);
    const status = this.statusOf(refusal.refused);
    const isPlaced = refusal.pointer !== undefined || refusal.parameter !== undefined;
    const faults: readonly DoorRefusal[] = [...(isPlaced ? [refusal] : []), ...(refusal.also ?? [])];
    return {
      type: `urn:goufu:refusal:${refusal.refused}`,
      title: (TITLES[status] ?? TITLES[500])?.[language] ?? '',
      status,
      ...reason,
      requestId,
      errors: faults.map((fault) => this.reason(fault, language)),
    };
  }
}

const onTheWire = (meta: Readonly<Record<string, Meta>>): Readonly<Record<string, Meta>> =>
  Object.fromEntries(
    Object.entries(meta).map(([name, value]) => [
      name,
      typeof value === 'number' && /(^at|At)$/.test(name) && isInstant(value) ? toIsoSeconds(value) : value,
    ]),
  );

const citationOf = ({ id, citation, verified, jurisdiction }: Rule): RuleCitation => ({ id, citation, verified, jurisdiction });
