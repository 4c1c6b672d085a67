import { refuse, type CodeOf, type Refusal, type RefusalEntry } from '../kernel/index.js';

/** Order is precedence. */
export const peopleRefusals = [
  { code: 'person.not_found', status: 404, zh: '没有这名人员。', en: 'There is no such person.' },
  {
    code: 'person.is_oneself',
    status: 409,
    zh: '不能停用本人，请由另一名管理员办理。',
    en: 'Nobody disables themselves: another operator does it.',
  },
  {
    code: 'person.last_operator',
    status: 409,
    zh: '该人员是最后一名管理员，请先任命另一名。',
    en: 'This is the last operator: appoint another one first.',
  },
  { code: 'person.already_disabled', status: 409, zh: '该人员已停用。', en: 'This person is disabled already.' },
  { code: 'person.not_disabled', status: 409, zh: '该人员没有停用。', en: 'This person is not disabled.' },
] as const satisfies readonly RefusalEntry[];
type PeopleRefusal = CodeOf<typeof peopleRefusals>;

/** What the directory holds of somebody who is to be let in no more, or again. */
export interface Standing {
  readonly isKnown: boolean;
  readonly isSelf: boolean;
  readonly isDisabled: boolean;
  /** Others who hold the role operator today and may come in. */
  readonly otherOperators: number;
}
const no = (code: PeopleRefusal): Refusal => refuse<PeopleRefusal>(code);

/** Why somebody may not be disabled: a realm is never left without an operator. */
export const disablingFault = ({ isKnown, isSelf, isDisabled, otherOperators }: Standing): Refusal | null => {
  if (!isKnown) return no('person.not_found');
  if (isSelf) return no('person.is_oneself');
  if (otherOperators === 0) return no('person.last_operator');
  return isDisabled ? no('person.already_disabled') : null;
};

/** Why somebody may not be let in again. Their posts stay ended: each is given anew. */
export const enablingFault = ({ isKnown, isDisabled }: Standing): Refusal | null => {
  if (!isKnown) return no('person.not_found');
  return isDisabled ? null : no('person.not_disabled');
};
