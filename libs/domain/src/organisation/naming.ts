import type { ContentRef, Context, DomainEvent } from '../kernel/index.js';
import type { OrganisationData, OrganisationEvent } from './organisation.js';

/** The name as events may hold it: a body's own name in words, a person's as content alone. */
export const nameFor = (
  enterprise: OrganisationData['enterprise'],
  given: string | ContentRef,
  context: Context,
): OrganisationData['name'] => {
  if (typeof given === 'string' || enterprise === 'individual') return given;
  const body = context.contents.get(given.content);
  if (typeof body !== 'string') throw new Error('a name is a text that came with the command');
  return body;
};

/** Whether a person's name would stand in the record: said openly before, or of a body that now is a person. */
export const isOpenlyNamed = ({ enterprise, name }: OrganisationData): boolean =>
  enterprise === 'individual' && (typeof name === 'string' || name === null);

/** 18 signs that are a citizen's number (GB 11643: a day of birth and a check digit of its own) and no body's credit code. */
export const isCitizensNumber = (code: string): boolean => {
  if (!/^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(code)) return false;
  const sum = Array.from(code.slice(0, 17), Number).reduce((total, digit, at) => total + digit * (2 ** (17 - at) % 11), 0);
  return code[17] === '10X98765432'[sum % 11];
};

/** An event of the directory in its present shape: a person's name that stood in the record is shown no more. */
export const liftOrganisation = (event: DomainEvent): OrganisationEvent => {
  const lifted = event as OrganisationEvent;
  if (lifted.type !== 'OrganisationRegistered' && lifted.type !== 'OrganisationRevised') return lifted;
  if (lifted.schema !== 1) return lifted;
  const name = lifted.data.enterprise === 'individual' ? null : lifted.data.name;
  return { ...lifted, schema: 2, data: { ...lifted.data, name } } as OrganisationEvent;
};
