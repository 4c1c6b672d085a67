import { describe, expect, it } from '@jest/globals';
import { asked, refusedOf, resultOf } from '../support/calculators.js';

describe('a supplement', () => {
  const ten = {
    jurisdiction: 'demo-county',
    on: '2025-08-21',
    original: '1365000.00',
    earlier: ['81900.00'],
    amount: '54600.00',
    sameObject: true,
    otherTermsUnchanged: true,
  };
  const over = (cumulative: string, more: string, cap = '136500.00') => ({
    code: 'supplement.over_cap',
    rule: 'contract.supplement_max',
    pointer: '/amount',
    meta: { cumulative, cap, over: more },
  });

  it('of exactly the cap together with the earlier ones is allowed', () => {
    expect(resultOf('supplement', ten)).toEqual({
      allowed: true,
      cumulative: '136500.00',
      cumulativePercent: '10',
      cap: '136500.00',
      capPercent: '10',
      left: '0.00',
    });
  });
  it('of a fen more is refused', () => {
    expect(refusedOf('supplement', { ...ten, amount: '54600.01' })).toEqual([over('136500.01', '0.01')]);
  });
  it('says what room is left, and cites the article', () => {
    expect(asked('supplement', { ...ten, amount: '1000' })).toMatchObject({
      result: { cumulative: '82900.00', cumulativePercent: '1658/273', left: '53600.00' },
      rules: [{ id: 'contract.supplement_max', citation: '政府采购法第四十九条', verified: true }],
      steps: [
        { name: 'cap', exact: '136500' },
        { name: 'cumulative', exact: '82900' },
      ],
    });
  });
  it('finds no more room where an earlier one took something away', () => {
    const earlier = ['81900.00', '-50000.00'];
    expect(resultOf('supplement', { ...ten, earlier })).toMatchObject({ cumulative: '136500.00', left: '0.00' });
    expect(refusedOf('supplement', { ...ten, earlier, amount: '54600.01' })).toEqual([over('136500.01', '0.01')]);
  });
  it('may not pass ten per cent by half a fen either', () => {
    const odd = { ...ten, original: '1234567.89', earlier: [] };
    expect(resultOf('supplement', { ...odd, amount: '123456.78' })).toMatchObject({ cap: '123456.78', left: '0.00' });
    expect(refusedOf('supplement', { ...odd, amount: '123456.79' })).toEqual([over('123456.79', '0.01', '123456.78')]);
  });
  it('to a contract of nothing has no room and no per cent', () => {
    expect(resultOf('supplement', { ...ten, original: '0', earlier: [], amount: '0' })).toMatchObject({
      cumulativePercent: null,
      cap: '0.00',
    });
  });
  it('of another object, or on other terms, is refused whatever its amount, with everything that is wrong at once', () => {
    const other = { rule: 'contract.supplement_max', meta: {} };
    const object = { ...other, code: 'supplement.of_another_object', pointer: '/sameObject' };
    const terms = { ...other, code: 'supplement.changes_terms', pointer: '/otherTermsUnchanged' };
    expect(refusedOf('supplement', { ...ten, amount: '0.01', sameObject: false })).toEqual([object]);
    expect(refusedOf('supplement', { ...ten, amount: '54600.01', sameObject: false, otherTermsUnchanged: false })).toEqual([
      over('136500.01', '0.01'),
      object,
      terms,
    ]);
  });
  it('follows another cap for a what-if', () => {
    expect(asked('supplement', { ...ten, parameters: { 'contract.supplement_max': '20' } })).toMatchObject({
      result: { cap: '273000.00', left: '136500.00' },
      overridden: ['contract.supplement_max'],
    });
  });
  it.each([
    [{ ...ten, amount: '-1.00' }, 'input.amount_negative', '/amount'],
    [{ ...ten, amount: 54600 }, 'input.number_not_string', '/amount'],
    [{ ...ten, amount: '54,600.00' }, 'input.malformed_amount', '/amount'],
    [{ ...ten, earlier: ['81900.001'] }, 'input.malformed_amount', '/earlier/0'],
    [{ ...ten, earlier: undefined }, 'input.missing', '/earlier'],
    [{ ...ten, sameObject: 'yes' }, 'input.wrong_type', '/sameObject'],
    [{ ...ten, note: '' }, 'input.unknown_field', '/note'],
    [{ ...ten, on: '2002-12-31' }, 'rules.not_in_force', '/on'],
  ])('that is malformed or older than the law is refused: %#', (input, code, pointer) => {
    expect(refusedOf('supplement', input)).toMatchObject([{ code, pointer }]);
  });
});
