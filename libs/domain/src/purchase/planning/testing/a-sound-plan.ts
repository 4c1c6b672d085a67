import { initialCatalogue, type CatalogueState } from '../../../catalogue/index.js';
import { plainDate } from '../../../kernel/time.js';
import { aPlan, BUREAU, on, ref } from '../../tender/testing/a-tender.js';
import type { Plan } from '../../types.js';
import type { PlanInput } from '../planning.js';

export const item = (points: string, id: string) => ({ id, name: id, points, type: 'subjective' as const, technical: true });
export const instalment = (id: string, percent: string, more: Partial<Plan['schedule'][number]> = {}): Plan['schedule'][number] => ({
  id,
  percent,
  trigger: 'contract-signed',
  offset: { unit: 'month', length: 1 },
  conditions: ['invoice'],
  expectedOn: plainDate('2025-06-01'),
  ...more,
});
const judicial = ['vulnerable-groups', 'fairness-and-justice', 'rule-of-law-society', 'rule-of-law-ideas'];

/** A plan that nothing speaks against: the real purchase of the justice bureau. */
export const sound: PlanInput = {
  ...aPlan(),
  guidingCode: 'A1007',
  procurementCode: 'C05020300',
  eligibility: [{ id: 'e1', text: ref('eligibility') }],
  setAside: { reserved: false, reason: ref('why not reserved'), ground: 'social-organisations-preferred' },
  template: {
    parts: [
      { name: 'price', kind: 'price', weight: '10', items: [] },
      {
        name: 'technical',
        kind: 'technical',
        weight: '61',
        items: ['12', '8', '7', '8', '7', '15', '4'].map((points, i) => item(points, `t${i}`)),
      },
      { name: 'strength', kind: 'capability', weight: '24', items: ['10', '10', '4'].map((points, i) => item(points, `s${i}`)) },
      { name: 'credit', kind: 'credit', weight: '5', items: [item('5', 'c1')] },
    ],
    decimals: 2,
    fixedPrice: false,
    deduction: { smallMicroPercent: '10', sharePercent: '4' },
    tie: 'draw',
  },
  indicators: judicial.map((id) => ({ id, name: id, weight: '25', kind: 'quality' as const, judicial: id })),
  schedule: [
    instalment('p1', '40'),
    instalment('p2', '27.22'),
    instalment('p3', '32.78', { trigger: 'acceptance-published', conditions: ['invoice', 'acceptance'] }),
  ],
  facts: {},
};

export const listed: CatalogueState = {
  ...initialCatalogue,
  department: BUREAU,
  stages: { open: [{ stage: 'listing', since: on('01-02T09:00') }], ended: {}, closed: false },
  versions: [
    {
      version: 1,
      effectiveAt: on('01-02T09:00'),
      title: '社区矫正服务',
      guidingCode: 'A1007',
      procurementCode: 'C05020300',
      standard: ref('standard'),
      indicators: [],
      unit: '岗·年',
      onDepartmentList: true,
    },
  ],
};
