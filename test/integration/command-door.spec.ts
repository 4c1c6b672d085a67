import { describe, expect, it } from '@jest/globals';
import { problemOf } from '../support/command-door.js';

describe('the door of the scenarios without HTTP', () => {
  it.each([
    ['access.role_missing', 403],
    ['case.not_found', 404],
    ['command.key_reused', 422],
    ['catalogue.stage_not_open', 409],
  ])('answers %s with %i, as the API does', (refused, status) => {
    expect(problemOf({ refused, meta: {} })).toMatchObject({ status, code: refused });
  });

  it('knows no status for a code that stands in no catalogue', () => {
    expect(() => problemOf({ refused: 'nobody.said_so' })).toThrow('nobody.said_so');
  });
});
