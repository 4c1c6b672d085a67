import { describe, expect, it } from '@jest/globals';
import { scenarioOptions, scenarios } from './options.js';

describe('the command line of a scenario', () => {
  it('plays the real purchase where nothing is named', () => {
    expect(scenarioOptions([])).toEqual({
      scenario: 'justice-bureau-2025',
      variant: null,
      seed: 1,
      json: false,
      report: 'report.html',
    });
  });
  it('takes a scenario, its variant, seed and report in any order', () => {
    const asked = scenarioOptions(['--seed', '7', 'random', '--json', '--report', 'r.html', '--variant', 'failed-tender']);
    expect(asked).toEqual({ scenario: 'random', variant: 'failed-tender', seed: 7, json: true, report: 'r.html' });
  });
  it.each([
    ['an option that there is not', ['--varient', 'failed-tender'], 'unknown option --varient'],
    ['a variant that there is not', ['--variant', 'nothing'], 'unknown variant nothing'],
    ['a scenario that there is not', ['justice-bureau'], 'unknown scenario justice-bureau'],
    ['two scenarios', ['random', 'consultation-2025'], 'not also consultation-2025'],
    ['an option without its value', ['--seed'], '--seed needs a value'],
    ['a seed that is no number', ['--seed', 'x'], '--seed takes a whole number, not x'],
  ])('%s is told with what there is, and plays nothing', (_title, args, why) => {
    const asked = scenarioOptions(args);
    expect(asked).toMatchObject({ wrong: true, usage: expect.stringContaining(why) });
    for (const name of scenarios) expect(asked).toHaveProperty('usage', expect.stringContaining(name));
  });
  it('asked for help says what there is', () => {
    expect(scenarioOptions(['random', '--help'])).toMatchObject({ wrong: false, usage: expect.stringContaining('--variant') });
  });
});
