import { describe, expect, it } from '@jest/globals';
import { refusedOf, resultOf } from '../support/calculators.js';

const county = { jurisdiction: 'demo-county', on: '2025-03-20' };
const malformed = (code: string, pointer: string, meta = {}) => ({ code, rule: null, pointer, meta });

describe('totals and ranks', () => {
  const consultation = {
    ...county,
    method: 'competitive-consultation',
    decimals: 2,
    items: [
      { id: 't1', max: '30', type: 'subjective', technical: true },
      { id: 't2', max: '20', type: 'objective', technical: true },
    ],
    sheets: {
      e1: { A: { t1: '26.5', t2: '18' }, B: { t1: '28', t2: '16' }, C: { t1: '21', t2: '20' } },
      e2: { A: { t1: '25', t2: '18' }, B: { t1: '27.5', t2: '16' }, C: { t1: '23.5', t2: '20' } },
      e3: { A: { t1: '27', t2: '18' }, B: { t1: '26', t2: '16' }, C: { t1: '22', t2: '20' } },
    },
    prices: {
      A: { score: '11.51', quote: '1290000.00' },
      B: { score: '13.00', quote: '1142580.65' },
      C: { score: '12.12', quote: '1225747.13' },
    },
    proposals: [{ kind: 'item-not-scored', scorer: 'e2', bid: 'C' }],
  };
  it('are the exact means over all scorers and the price score, rounded once', () => {
    expect(resultOf('score', consultation)).toEqual({
      final: true,
      totals: [
        { bid: 'B', rank: 1, means: { t1: '163/6', t2: '16' }, price: '13.00', exact: '337/6', total: '56.17' },
        { bid: 'A', rank: 2, means: { t1: '157/6', t2: '18' }, price: '11.51', exact: '16703/300', total: '55.68' },
        { bid: 'C', rank: 3, means: { t1: '133/6', t2: '20' }, price: '12.12', exact: '8143/150', total: '54.29' },
      ],
      ties: [],
      proposals: [{ kind: 'item-not-scored', allowed: false, rule: 'cc.rereview', instead: 'restart-the-procurement' }],
      findings: [],
    });
  });
  it('are refused where a sheet gives more than the maximum', () => {
    const above = structuredClone(consultation);
    above.sheets.e1.A.t1 = '30.5';
    expect(refusedOf('score', above)).toEqual([
      { code: 'score.above_maximum', rule: 'result.edit', pointer: '/sheets/e1/A/t1', meta: { max: '30' } },
    ]);
  });
  it('are not final while scorers differ on an objective item', () => {
    const differing = structuredClone(consultation);
    differing.sheets.e2.B.t2 = '15';
    expect(resultOf('score', differing)).toMatchObject({
      final: false,
      findings: [{ code: 'score.objective_differs', rule: 'factors.objective', pointer: '/items/1', meta: { bid: 'B', item: 't2' } }],
    });
  });
  it.each(['sum-error', 'out-of-range', 'objective-mismatch', 'extreme-score'])('may be corrected for a %s', (kind) => {
    expect(resultOf('score', { ...consultation, method: 'open-tender', proposals: [{ kind }] })).toMatchObject({
      proposals: [{ kind, allowed: true, rule: 'result.edit', instead: null }],
    });
  });

  const one = (points: string, score: string, quote: string) => ({ points, price: { score, quote } });
  const scored = (method: string, bids: Record<string, ReturnType<typeof one>>) => ({
    ...county,
    method,
    decimals: 2,
    items: [{ id: 't1', max: '100', type: 'subjective', technical: true }],
    sheets: { e1: Object.fromEntries(Object.entries(bids).map(([bid, { points }]) => [bid, { t1: points }])) },
    prices: Object.fromEntries(Object.entries(bids).map(([bid, { price }]) => [bid, price])),
  });
  const ranks = (input: object) =>
    (resultOf('score', input) as { readonly totals: readonly { readonly bid: string; readonly rank: number }[] }).totals.map(
      ({ bid, rank }) => `${bid}${rank}`,
    );
  it('that round to the same go on by the bid price of a tender, then share a rank', () => {
    const close = { A: one('60.004', '10', '200.00'), B: one('60.001', '10', '100.00'), C: one('60.002', '10', '200.00') };
    expect(ranks(scored('open-tender', close))).toEqual(['B1', 'A2', 'C2']);
    expect(resultOf('score', scored('open-tender', close))).toMatchObject({ ties: [{ rank: 2, bids: ['A', 'C'] }] });
  });
  it('of a consultation go on by the final quote, then by the technical points', () => {
    const close = { A: one('60', '11', '200.00'), B: one('61', '10', '200.00'), C: one('59', '12', '199.99') };
    expect(ranks(scored('competitive-consultation', close))).toEqual(['C1', 'B2', 'A3']);
  });
  it('are answered for 10,000 bids and refused for 20,001', () => {
    const many = (length: number) =>
      Object.fromEntries(Array.from({ length }, (_, at) => [`b${at}`, one(String(at % 100), '10', '100.00')]));
    expect(ranks(scored('open-tender', many(10_000)))).toHaveLength(10_000);
    expect(refusedOf('score', scored('open-tender', many(20_001)))).toEqual([malformed('input.too_many', '/sheets', { most: 20_000 })]);
  });
  it.each([
    [{ ...consultation, sheets: {} }, [malformed('input.empty_list', '/sheets')]],
    [{ ...consultation, items: [] }, [malformed('input.empty_list', '/items')]],
    [{ ...consultation, sheets: { e1: { A: { t1: 26.5, t2: '18' } } } }, [malformed('input.number_not_string', '/sheets/e1/A/t1')]],
    [
      { ...consultation, sheets: { e1: { A: { t1: '1' } } }, prices: { A: consultation.prices.A } },
      [malformed('score.points_missing', '/sheets/e1/A/t2')],
    ],
    [
      { ...consultation, sheets: { e1: { A: { t1: '1', t2: '1', t9: '1' } } }, prices: { A: consultation.prices.A } },
      [malformed('score.unknown_item', '/sheets/e1/A/t9')],
    ],
    [{ ...consultation, prices: { ...consultation.prices, D: consultation.prices.A } }, [malformed('score.points_missing', '/prices/D')]],
    [
      { ...consultation, items: [consultation.items[0], consultation.items[0]] },
      [malformed('input.duplicate_id', '/items/1/id', { id: 't1' })],
    ],
  ])('are refused where the sheets are malformed (%#)', (input, refused) => {
    expect(refusedOf('score', input)).toEqual(refused);
  });
});

describe('the candidates of lots', () => {
  const ranked = (...bids: readonly (readonly [string, number])[]) => bids.map(([bid, rank]) => ({ bid, rank }));
  const three = {
    lots: [
      { id: 'L1', ranking: ranked(['A', 1], ['B', 2], ['C', 3]) },
      { id: 'L2', ranking: ranked(['A', 1], ['C', 2], ['D', 3], ['B', 4]) },
      { id: 'L3', ranking: ranked(['D', 1], ['B', 2]) },
    ],
    lotOrder: ['L1', 'L2', 'L3'],
    winnersPerLot: 1,
    candidatesPerLot: 3,
    maxLots: 1,
    minValid: 3,
    ties: [] as object[],
  };
  it('pass over whoever has won enough, and fail a lot with too few bids', () => {
    expect(resultOf('candidates', three)).toEqual({
      lots: [
        { id: 'L1', status: 'awarded', winners: ['A'], candidates: ['A', 'B', 'C'], skipped: [] },
        { id: 'L2', status: 'awarded', winners: ['C'], candidates: ['C', 'D', 'B'], skipped: ['A'] },
        { id: 'L3', status: 'failed', reason: 'too-few-bids', winners: [], candidates: [], skipped: [] },
      ],
      findings: [],
    });
  });
  it('are settled in the order of the lots that the document gives', () => {
    expect(resultOf('candidates', { ...three, lotOrder: ['L2', 'L1', 'L3'] })).toMatchObject({
      lots: [
        { id: 'L1', winners: ['B'], skipped: ['A'] },
        { id: 'L2', winners: ['A'] },
        { id: 'L3', status: 'failed' },
      ],
    });
  });
  it('are nobody where everybody left has won elsewhere', () => {
    const same = { ...three, minValid: 1, lots: ['L1', 'L2'].map((id) => ({ id, ranking: ranked(['A', 1]) })), lotOrder: ['L1', 'L2'] };
    expect(resultOf('candidates', same)).toMatchObject({
      lots: [{ winners: ['A'] }, { status: 'failed', reason: 'no-candidate-left', skipped: ['A'] }],
    });
  });
  it('who stand equal at the line wait for a draw, and follow it once it was held', () => {
    const lots = [{ id: 'L1', ranking: ranked(['A', 1], ['B', 1], ['C', 3]) }];
    const tied = { ...three, lots, lotOrder: ['L1'] };
    expect(resultOf('candidates', tied)).toMatchObject({
      lots: [{ winners: [] }],
      findings: [
        { code: 'candidates.tie_not_drawn', rule: 'tie.winner', pointer: '/lots/0/ranking', meta: { lot: 'L1', bids: ['A', 'B'] } },
      ],
    });
    expect(resultOf('candidates', { ...tied, ties: [{ lot: 'L1', order: ['B', 'A'] }] })).toMatchObject({
      lots: [{ winners: ['B'], candidates: ['B', 'A', 'C'] }],
      findings: [],
    });
  });
  it.each([
    [{ lotOrder: ['L1', 'L3'] }, malformed('candidates.lot_order_incomplete', '/lotOrder', { missing: ['L2'] })],
    [{ lotOrder: ['L1', 'L2', 'L3', 'L1'] }, malformed('candidates.lot_order_unknown', '/lotOrder', { unknown: ['L1'] })],
    [{ lots: [] }, malformed('input.empty_list', '/lots')],
    [{ ties: [{ lot: 'L9', order: ['A'] }] }, malformed('input.unknown_value', '/ties/0/lot', { value: 'L9' })],
    [{ ties: [{ lot: 'L1', order: ['A', 'A'] }] }, malformed('input.duplicate_id', '/ties/0/order/1', { id: 'A' })],
    [{ maxLots: 0 }, malformed('input.not_a_count', '/maxLots', { least: 1 })],
    [{ maxLots: '1' }, malformed('input.wrong_type', '/maxLots', { expected: '数字 number' })],
    [{ winners: 1 }, malformed('input.unknown_field', '/winners', { field: 'winners' })],
  ])('are refused for %j', (change, refused) => {
    expect(refusedOf('candidates', { ...three, ...change })).toEqual([refused]);
  });
  it('are found among 10,000 bids of a lot and 10,000 lots; 20,001 are refused', () => {
    const ranking = Array.from({ length: 10_000 }, (_, at) => ({ bid: `b${at}`, rank: at + 1 }));
    const lots = Array.from({ length: 10_000 }, (_, at) => ({ id: `L${at}`, ranking: at === 0 ? ranking : ranked(['A', 1]) }));
    const all = { ...three, minValid: 1, maxLots: 10_000, lots, lotOrder: lots.map(({ id }) => id) };
    expect(resultOf('candidates', all)).toMatchObject({ findings: [] });
    const many = Array.from({ length: 20_001 }, (_, at) => ({ id: `L${at}`, ranking: [] }));
    expect(refusedOf('candidates', { ...three, lots: many })).toEqual([malformed('input.too_many', '/lots', { most: 20_000 })]);
  });
});

describe('an evaluation committee', () => {
  const expert = (id: string, chair = false, unit: string | null = null) => ({ id, role: 'expert', chair, unit });
  const representative = (chair = false) => ({ id: 'm5', role: 'purchaser-representative', chair, unit: 'demo-justice' });
  const five = {
    jurisdiction: 'demo-county',
    method: 'open-tender',
    budget: '6300000.00',
    complex: false,
    highImpact: false,
    activityOn: '2025-04-10',
    purchaserUnit: 'demo-justice',
    members: [expert('m1', true), expert('m2'), expert('m3'), expert('m4'), representative()],
    bidders: ['A', 'B', 'C'],
    relations: [{ member: 'm3', bidder: 'B', kind: 'employment', endedOn: '2022-04-09' as string | null }],
  };
  const related = (kind: string, endedOn: string | null) => ({ ...five, relations: [{ member: 'm3', bidder: 'B', kind, endedOn }] });
  const mustLeave = {
    code: 'committee.must_leave',
    rule: 'committee.recusal',
    pointer: '/relations/0',
    meta: { member: 'm3', bidder: 'B', years: 3, lookBackFrom: '2022-04-10' },
  };
  it('may sit when it is large, odd and expert enough and nobody is too near to a bidder', () => {
    expect(resultOf('committee', five)).toEqual({
      ok: true,
      size: 5,
      sizeMin: 5,
      odd: true,
      experts: 4,
      expertShare: '4/5',
      expertShareMin: '2/3',
      lookBackFrom: '2022-04-10',
    });
  });
  it('may not be chaired by the representative, nor hold who left a bidder on the first day that is looked back to', () => {
    const members = [expert('m1'), expert('m2'), expert('m3'), expert('m4'), representative(true)];
    expect(refusedOf('committee', { ...related('employment', '2022-04-10'), members })).toEqual([
      { code: 'committee.representative_chairs', rule: 'committee.chair', pointer: '/members/4/chair', meta: {} },
      mustLeave,
    ]);
  });
  it('loses a member whose relation goes on, and kin however long ago', () => {
    expect(refusedOf('committee', related('employment', null))).toEqual([mustLeave]);
    expect(refusedOf('committee', related('spouse', '1999-01-01'))).toEqual([mustLeave]);
    expect(refusedOf('committee', related('neighbour', null))).toEqual([
      malformed('input.unknown_value', '/relations/0/kind', { value: 'neighbour' }),
    ]);
  });
  it('counts experts against all members exactly: two of three suffice', () => {
    const three = { ...five, method: 'competitive-consultation', budget: '1000000.00', relations: [] };
    const members = [expert('m1', true), expert('m2'), representative()];
    expect(resultOf('committee', { ...three, members })).toMatchObject({ size: 3, sizeMin: 3, expertShare: '2/3' });
    const two = [expert('m1', true), representative(), { ...representative(), id: 'm6' }];
    expect(refusedOf('committee', { ...three, members: two })).toEqual([
      {
        code: 'committee.too_few_experts',
        rule: 'cc.expert_share_min',
        pointer: '/members',
        meta: { expertShare: '1/3', expertShareMin: '2/3' },
      },
    ]);
  });
  it('needs seven from the amount on that the law names, for complex needs and for great impact', () => {
    const seven = [{ code: 'committee.too_small', rule: 'committee.size7', pointer: '/members', meta: { size: 5, sizeMin: 7 } }];
    expect(resultOf('committee', { ...five, budget: '9999999.99' })).toMatchObject({ sizeMin: 5 });
    expect(refusedOf('committee', { ...five, budget: '10000000.00' })).toEqual(seven);
    expect(refusedOf('committee', { ...five, complex: true })).toEqual(seven);
    expect(refusedOf('committee', { ...five, highImpact: true })).toEqual(seven);
  });
  it('is odd, and has nobody of the purchaser but its representative', () => {
    const members = [...five.members, expert('m6', false, 'demo-justice')];
    expect(refusedOf('committee', { ...five, members })).toEqual([
      { code: 'committee.even', rule: 'committee.odd', pointer: '/members', meta: { size: 6 } },
      { code: 'committee.own_unit', rule: 'committee.own_unit', pointer: '/members/5/unit', meta: { member: 'm6' } },
    ]);
  });
  it.each([
    [{ members: [] }, malformed('input.empty_list', '/members')],
    [{ members: [expert('m1'), expert('m1')] }, malformed('input.duplicate_id', '/members/1/id', { id: 'm1' })],
    [{ budget: '-1.00' }, malformed('input.amount_negative', '/budget')],
    [{ budget: 6300000 }, malformed('input.number_not_string', '/budget')],
    [{ activityOn: '2025-02-29' }, malformed('input.no_such_date', '/activityOn')],
    [{ activityOn: '0002-01-01', on: '2025-04-10' }, malformed('input.no_such_date', '/activityOn')],
    [{ quorum: 5 }, malformed('input.unknown_field', '/quorum', { field: 'quorum' })],
  ])('is refused for %j', (change, refused) => {
    expect(refusedOf('committee', { ...five, ...change })).toEqual([refused]);
  });
});
