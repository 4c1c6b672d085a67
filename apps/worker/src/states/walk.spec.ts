import { describe, expect, it } from '@jest/globals';
import { type Script, walk } from './walk.js';

/** Planned, tendered until it succeeds; a plan made anew that is refused goes back to the choice. */
const script: Script = async (it) => {
  if ((await it.again('planning')) === 'approved')
    while ((await it.again('tender')) !== 'opened') {
      let chosen = await it.again('choice');
      while (chosen === 'plan' && (await it.again('planning')) !== 'approved') chosen = await it.again('choice');
      if (chosen === 'abandon') break;
    }
  await it.stage('closing');
  await it.close();
};
const outcomes = { planning: ['approved', 'refused'], tender: ['opened', 'failed'], choice: ['plan', 'abandon'], closing: ['closed'] };

describe('the way through a lifecycle', () => {
  it('begins where its script begins and knows every end of every stage, loops too', async () => {
    const { begin, edges } = await walk(script, outcomes);
    expect(begin).toBe('planning');
    expect(edges.map(({ from, outcome, to, when }) => `${from} ${outcome} ${to ?? 'over'}${when ? ` ${when}` : ''}`).sort()).toEqual([
      'choice abandon closing',
      'choice plan planning',
      'closing closed over',
      'planning approved tender',
      'planning refused choice again',
      'planning refused closing first',
      'tender failed choice',
      'tender opened closing',
    ]);
  });

  it('is refused to a stage whose ends are not declared', async () => {
    const { choice: _choice, ...others } = outcomes;
    await expect(walk(script, others)).rejects.toThrow('the outcomes of the stage choice are not declared');
  });
});
