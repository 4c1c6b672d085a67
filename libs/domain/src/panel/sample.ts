import type { Rule, RuleValue } from '../kernel/index.js';
import type { RulesInForce } from './answer.js';

/** The rows that panels read, as the national pack has them: for specs, so that they stand without the packs. */
export const sampleRules = (without: readonly string[] = []): RulesInForce => {
  const rule = (id: string): Rule => {
    const value = VALUES[id];
    if (value === undefined || without.includes(id)) throw new Error(`no rule ${id}`);
    return { id, value, unit: '', anchor: 'notice', citation: id, verified: true, jurisdiction: 'demo-county', pack: 'sample' };
  };
  return { rule, has: (id) => VALUES[id] !== undefined && !without.includes(id) };
};

const VALUES: Readonly<Record<string, RuleValue>> = {
  'procedure.open-tender': {
    panelSizeRule: 'committee.size',
    panelSizeLargeRule: 'committee.size7',
    expertShareRule: 'committee.expert_share_min',
    priceWeightMinRule: 'price.weight.services_min',
    rankRule: 'rank.comprehensive',
  },
  'procedure.competitive-consultation': {
    panelSizeRule: 'cc.group',
    panelSizeLargeRule: 'cc.group.above_threshold',
    expertShareRule: 'cc.expert_share_min',
    priceWeightMinRule: 'cc.price_weight.services_min',
    priceWeightMaxRule: 'cc.price_weight.services_max',
    rankRule: 'cc.rank',
    rereviewRule: 'cc.rereview',
    rereviewElse: 'restart-the-procurement',
  },
  'threshold.openTender': '400000000',
  'committee.size': 5,
  'committee.size7': 7,
  'committee.size7.above': '1000000000',
  'committee.size7.grounds': ['amount-at-or-above', 'technically-complex', 'high-social-impact'],
  'committee.odd': true,
  'committee.expert_share_min': '2/3',
  'committee.chair': true,
  'committee.own_unit': true,
  'committee.recusal': 3,
  'committee.recusal.relations': ['employment', 'director-or-supervisor', 'controlling-shareholder'],
  'committee.recusal.kinship': ['spouse', 'lineal-blood', 'collateral-blood-within-three-generations', 'close-affinity'],
  'cc.group': 3,
  'cc.group.above_threshold': 5,
  'cc.expert_share_min': '2/3',
  'cc.price_weight.services_min': '10',
  'cc.price_weight.services_max': '30',
  'cc.rank': ['score-desc', 'price-asc', 'technical-desc', 'tie'],
  'cc.rereview': ['qualification-error', 'sum-error', 'out-of-range', 'objective-mismatch', 'extreme-score'],
  'price.weight.services_min': '10',
  'price.weight.goods_min': '30',
  'weights.sum': '100',
  'factors.forbidden': [
    'registered-capital',
    'total-assets',
    'revenue',
    'employees',
    'profit',
    'tax-paid',
    'years-established',
    'regional-record',
    'qualification',
  ],
  'factors.objective': true,
  'rank.comprehensive': ['score-desc', 'price-asc', 'tie'],
  'result.edit': ['sum-error', 'out-of-range', 'objective-mismatch', 'extreme-score'],
  'sme.deduct': { min: '10', max: '20' },
  'sme.deduct_consortium': { min: '4', max: '6' },
  'sme.deduct_consortium.share_min': '30',
  'sme.deduct.kinds': ['micro', 'small', 'prison-enterprise', 'disabled-welfare-unit'],
  'sme.no_double': true,
  'low.t1': '50',
  'low.t2': '50',
  'low.t3': '45',
  'low.ratio_max': '65',
  'low.explain_min': 30,
};
