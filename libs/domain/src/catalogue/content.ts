import { type Context, encode, firstOf, type Json, type Pins, refuse, type Refusal, table, flag, type Rule } from '../kernel/index.js';
import type { CatalogueContent } from './catalogue.js';
import type { CatalogueRefusalCode } from './refusals.js';

const no = (code: CatalogueRefusalCode, meta: Refusal['meta'], more: { rule?: Rule; pointer?: string } = {}): Refusal =>
  refuse<CatalogueRefusalCode>(code, { meta, ...more });

interface Coded {
  readonly code: string;
}
interface NegativeItem {
  readonly fact: string;
  readonly zh: string;
  readonly en: string;
}

/** Every fault of what an item says, under the rules in force for it: all are told at once. */
export const contentFault = (content: CatalogueContent, context: Context, pins: Pins): Refusal | null => {
  const { rules } = context;
  const guiding = rules.rule('catalogue.guiding', pins);
  const classification = rules.rule('catalogue.procurement_codes', pins);
  const listRequired = rules.rule('catalogue.department_list_required', pins);
  const has = (rule: Rule, code: string): boolean => table<readonly Coded[]>(rule).some((row) => row.code === code);
  const ids = content.indicators.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return firstOf([
    has(guiding, content.guidingCode)
      ? null
      : no('catalogue.not_in_guiding_catalogue', { code: content.guidingCode }, { rule: guiding, pointer: '/guidingCode' }),
    has(classification, content.procurementCode)
      ? null
      : no('catalogue.not_in_classification', { code: content.procurementCode }, { rule: classification, pointer: '/procurementCode' }),
    flag(listRequired) && !content.onDepartmentList
      ? no('catalogue.not_on_department_list', {}, { rule: listRequired, pointer: '/onDepartmentList' })
      : null,
    ids.length === 0 ? no('catalogue.indicators_missing', {}, { pointer: '/indicators' }) : null,
    twice === undefined ? null : no('catalogue.indicator_twice', { id: twice }, { pointer: '/indicators' }),
  ]);
};

/** Whether what is proposed must never be bought, by the facts that its proposer declares. */
export const negativeFault = (facts: readonly string[], context: Context, pins: Pins): Refusal | null => {
  if (facts.length === 0) return null;
  const rule = context.rules.rule('gps.negative_list', pins);
  const items = table<readonly NegativeItem[]>(rule);
  return firstOf(
    facts.map((fact) => {
      const item = items.find((one) => one.fact === fact);
      return item
        ? no('catalogue.on_negative_list', { reason: item.zh, reasonEn: item.en, fact }, { rule, pointer: '/negativeFacts' })
        : no('catalogue.negative_fact_unknown', { fact }, { rule, pointer: '/negativeFacts' });
    }),
  );
};

/** The content with these fields replaced; null where nothing would change. */
export const changedContent = (before: CatalogueContent, change: Partial<CatalogueContent>): CatalogueContent | null => {
  const after: CatalogueContent = {
    title: change.title ?? before.title,
    guidingCode: change.guidingCode ?? before.guidingCode,
    procurementCode: change.procurementCode ?? before.procurementCode,
    standard: change.standard ?? before.standard,
    indicators: change.indicators ?? before.indicators,
    unit: change.unit ?? before.unit,
    onDepartmentList: change.onDepartmentList ?? before.onDepartmentList,
  };
  return encode(after as unknown as Json) === encode(before as unknown as Json) ? null : after;
};

/** What the votes of a review are bound to. */
export const protectedFields = (content: CatalogueContent): Readonly<Record<string, Json>> => ({
  guidingCode: content.guidingCode,
  procurementCode: content.procurementCode,
  standard: content.standard as unknown as Json,
  indicators: content.indicators as unknown as Json,
});
