import type { ContentRef, Context } from '../../kernel/case.js';
import { encode } from '../../kernel/json.js';
import type { Refusal } from '../../kernel/refusal.js';
import { words } from '../../kernel/rules.js';
import type { PurchaseState } from '../state.js';
import { no } from './no.js';

// Numbers that name a person: a mobile number, an identity number with its check digit. Names and addresses are for the writer to mask.
const NAMING = /(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/;

/** Refuses a text that still names a recipient of the service. */
export const unmasked = (state: PurchaseState, text: ContentRef, pointer: string, context: Context): Refusal | null => {
  const body = context.contents.get(text.content);
  if (body === undefined || !NAMING.test(encode(body))) return null;
  const rule = context.rules.rule('accept.opinion.masked', state.pins);
  return no('delivery.not_masked', { pointer, rule, meta: { fields: words(rule) } });
};
