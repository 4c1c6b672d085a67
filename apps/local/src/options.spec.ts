import { describe, expect, it } from '@jest/globals';
import { defaultData, readOptions } from './options.js';

describe('the options of a start', () => {
  it('take the standard port and the user’s data directory when nothing is said', () => {
    expect(readOptions([])).toMatchObject({ port: 8080, data: defaultData(), fresh: false, quiet: false, bare: false });
  });

  it('are read as given', () => {
    expect(readOptions(['--data', '/srv/goufu', '--port', '9000', '--fresh', '--quiet'])).toMatchObject({
      data: '/srv/goufu',
      port: 9000,
      fresh: true,
      quiet: true,
    });
  });

  it.each([['--prot=1'], ['--port=http'], ['--port=99999'], ['start']])('are refused with the whole list when wrong: %s', (wrong) => {
    expect(() => readOptions([wrong])).toThrow(/--data DIR/);
  });
});
