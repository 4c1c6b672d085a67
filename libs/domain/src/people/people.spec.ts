import { describe, expect, it } from '@jest/globals';
import { disablingFault, enablingFault, peopleRefusals, type Standing } from './people.js';

const somebody: Standing = { isKnown: true, isSelf: false, isDisabled: false, otherOperators: 1 };
const rows: readonly [string, typeof disablingFault, Partial<Standing>, string | null][] = [
  ['somebody is disabled by an operator', disablingFault, {}, null],
  ['nobody is disabled whom nobody knows', disablingFault, { isKnown: false, otherOperators: 0 }, 'person.not_found'],
  ['nobody disables themselves', disablingFault, { isSelf: true }, 'person.is_oneself'],
  ['the last operator stays', disablingFault, { otherOperators: 0 }, 'person.last_operator'],
  ['nobody is disabled twice', disablingFault, { isDisabled: true }, 'person.already_disabled'],
  ['who was disabled is let in again', enablingFault, { isDisabled: true }, null],
  ['who was not disabled needs no letting in', enablingFault, {}, 'person.not_disabled'],
  ['nobody is let in whom nobody knows', enablingFault, { isKnown: false, isDisabled: true }, 'person.not_found'],
];

describe('disabling a person', () => {
  it.each(rows)('%s', (_title, fault, more, code) => {
    expect(fault({ ...somebody, ...more })?.refused ?? null).toBe(code);
  });
  it('has each code once, and each has a row here', () => {
    expect(peopleRefusals.map(({ code }) => code).filter((code) => !rows.some((row) => row[3] === code))).toEqual([]);
  });
});
