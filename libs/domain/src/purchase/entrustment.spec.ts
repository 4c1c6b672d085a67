import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plainDate, type CaseFacts, type PlainDate } from '../kernel/index.js';
import type { Entrustment } from '../organisation/organisation.js';
import { powersInForce } from './entrustment.js';
import { tasksPurchase } from './purchase.js';
import {
  AGENCY,
  anOrganisation,
  aPurchase,
  BUREAU,
  contextIn,
  facts,
  give,
  handler,
  on,
  person,
  SYSTEM,
  type World,
} from './tender/testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const AT = on('03-10T09:00');
const house = (...entrustments: readonly Entrustment[]): CaseFacts =>
  facts(BUREAU, { ...anOrganisation({ type: 'purchaser' }), entrustments });
const agreed = (to: PlainDate | null, powers: Entrustment['powers'] = ['publish', 'open']): Entrustment => ({
  id: '1',
  agency: AGENCY,
  powers,
  from: plainDate('2025-01-01'),
  to,
  agreement: '2025-1',
});
const context = (one: CaseFacts, actor = handler) => contextIn(world, AT, { actor, cases: new Map([[one.id, one]]) });
const state = aPurchase(world);

describe('the agreement with an agency', () => {
  it('counts as it stands at the moment of the act: ended the day before, it gives no power any more', () => {
    expect(powersInForce(state, context(house(agreed(plainDate('2025-03-10')))))).toEqual(['publish', 'open']);
    expect(powersInForce(state, context(house(agreed(plainDate('2025-03-09')))))).toEqual([]);
    expect(powersInForce(state, context(house(agreed(null, ['publish']))))).toEqual(['publish']);
  });
  it('ended, stops the agency’s acts from then on', async () => {
    const { accessPurchase } = await import('@goufu/access');
    const officer = person(AGENCY, 'agency-officer');
    const may = (to: PlainDate | null) =>
      accessPurchase(state, 'publishTenderNotice', context(house(agreed(to)), officer))?.refused ?? null;
    expect([may(null), may(plainDate('2025-03-09'))]).toEqual([null, 'access.power_not_entrusted']);
  });
  const tender = { ...state, stages: { ...state.stages, open: [{ stage: 'tender', since: AT }] } };
  const to = (of: typeof state) => tasksPurchase(of).map((task) => ('role' in task.to ? task.to.role : ''));
  it('ended, leaves its to-dos to the purchaser as soon as that says so', () => {
    expect(to(tender)).toEqual(['agency-officer']);
    const unchanged = give(tender, 'noteEntrustment', {}, context(house(agreed(null))));
    expect(isRefusal(unchanged) && unchanged.refused).toBe('purchase.entrustment_unchanged');
    const ended = give(tender, 'noteEntrustment', {}, context(house(agreed(plainDate('2025-03-09')))));
    if (isRefusal(ended)) throw new Error(ended.refused);
    expect(ended.state.parties.agency).toMatchObject({ powers: [] });
    expect(to(ended.state)).toEqual(['purchaser-handler']);
  });
  it('is heard of from one stage to the next at the latest', () => {
    const between = { ...state, stages: { open: [], ended: { planning: 'approved' }, closed: false } };
    const entered = give(between, 'enterStage', { stage: 'tender' }, context(house(agreed(plainDate('2025-03-09'))), SYSTEM));
    if (isRefusal(entered)) throw new Error(entered.refused);
    expect(entered.events.map(({ type }) => type)).toContain('EntrustmentChanged');
    expect(to(entered.state)).toEqual(['purchaser-handler']);
  });
});
