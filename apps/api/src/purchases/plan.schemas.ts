import { z } from 'zod';
import { caseId, day, decimal, line, slug, storedFile, words, yuan, yuanAboveZero } from '../wire/schemas.js';

/** The plan as a person writes it: what tender, contract, delivery and payments are built from. */

const percent = () => decimal().meta({ description: '% as decimal text, such as 27.22' });
const item = z.strictObject({
  id: slug(),
  name: line(),
  points: decimal(),
  type: z.enum(['subjective', 'objective']),
  technical: z.boolean(),
  basis: z.string().max(60).optional(),
});
const template = z
  .strictObject({
    parts: z
      .array(
        z.strictObject({
          name: line(),
          kind: z.enum(['price', 'technical', 'capability', 'credit']),
          weight: decimal(),
          items: z.array(item).max(100),
        }),
      )
      .min(1)
      .max(20),
    decimals: z.int().min(0).max(4),
    fixedPrice: z.boolean(),
    deduction: z.strictObject({ smallMicroPercent: percent(), sharePercent: percent() }).nullable(),
    tie: z.union([z.literal('draw'), z.strictObject({ item: slug() })]),
  })
  .meta({ id: 'ScoringTemplate' });
const offset = z.strictObject({ unit: z.enum(['month', 'workingDay', 'calendarDay']), length: z.int().min(0).max(1000) });
const instalment = z
  .strictObject({
    id: slug(),
    percent: percent(),
    trigger: z.enum(['contract-signed', 'contract-effective', 'milestone', 'acceptance-published', 'assessment-published']),
    milestone: slug().optional(),
    offset,
    conditions: z.array(z.enum(['invoice', 'acceptance', 'assessment', 'milestone'])).max(4),
    expectedOn: day(),
  })
  .meta({ id: 'PlannedInstalment' });
const indicator = z
  .strictObject({
    id: slug(),
    name: line(),
    weight: decimal(),
    kind: z.enum(['quantity', 'quality']),
    direction: z.enum(['up', 'down']).optional(),
    target: decimal().optional(),
    judicial: slug().optional(),
  })
  .meta({ id: 'Indicator' });
const formula = z.union([
  z.strictObject({
    kind: z.literal('factor-table'),
    of: z.enum(['tail', 'contract']),
    table: z
      .array(z.strictObject({ from: decimal(), factorPercent: percent() }))
      .min(1)
      .max(50),
  }),
  z.strictObject({
    kind: z.literal('deduction-per-point'),
    of: z.enum(['tail', 'contract']),
    below: decimal(),
    perPointPercent: percent(),
    points: z.enum(['exact', 'started', 'full']),
    capPercent: percent().nullable(),
  }),
]);
const ladderStep = z.strictObject({
  id: slug(),
  when: z.union([
    z.strictObject({ kind: z.enum(['failed-assessment', 'unrectified']), countAtLeast: z.int().min(1) }),
    z.strictObject({
      kind: z.literal('vacancy'),
      singleLongerThanDays: z.int().min(0).optional(),
      totalLongerThanDays: z.int().min(0).optional(),
    }),
  ]),
  // oxlint-disable-next-line unicorn/no-thenable -- the word of the contract's ladder; nobody awaits a step
  then: z
    .array(
      z.union([
        z.strictObject({ kind: z.literal('rectify'), withinWorkingDays: z.int().min(1) }),
        z.strictObject({ kind: z.literal('deduct'), perDay: yuan(), counts: z.enum(['all-days', 'days-beyond']) }),
        z.strictObject({ kind: z.literal('penalty'), percentOfContract: percent() }),
        z.strictObject({ kind: z.literal('may-terminate') }),
      ]),
    )
    .min(1),
});
const setAside = z
  .strictObject({
    reserved: z.boolean(),
    reason: words().nullable(),
    ground: slug().nullable().optional().meta({ description: 'on which ground of the rule nothing is set aside' }),
    part: z
      .strictObject({ form: z.enum(['package', 'consortium', 'subcontract']), percent: percent(), smallMicroPercent: percent() })
      .optional()
      .meta({ description: 'what is set aside of it, and of that for small and micro enterprises' }),
  })
  .meta({ id: 'SetAside' });
export const payment = z
  .strictObject({ days: z.int().min(1).max(366).nullable(), interestPercent: percent().nullable() })
  .meta({ id: 'PaymentTerms', description: 'days from the invoice, and the rate a year for paying late; null: the law alone' });
const termCondition = z.strictObject({ met: z.boolean(), justification: words().nullable() });

export const planSchema = z
  .strictObject({
    title: line(),
    catalogueItem: caseId('catalogue'),
    catalogueVersion: z.int().min(1),
    guidingCode: slug(),
    procurementCode: slug(),
    field: slug().nullable(),
    publicService: z.boolean(),
    amount: yuanAboveZero(),
    maxPrice: yuanAboveZero().nullable(),
    budgetLine: caseId('budget'),
    termMonths: z.int().min(1).max(120),
    startOn: day(),
    termConditions: z
      .strictObject({
        budgetSecured: termCondition,
        contentFixed: termCondition,
        continuous: termCondition,
        fundingStable: termCondition,
        priceStable: termCondition,
      })
      .nullable(),
    method: z
      .string()
      .max(60)
      .nullable()
      .optional()
      .meta({ description: '采购方式；不填的，按限额标准取规则包的默认方式 absent: what the pack has as default for the amount' }),
    urgent: words().nullable(),
    grounds: z
      .array(slug())
      .max(10)
      .optional()
      .meta({ description: 'why the need is examined more closely: technically-complex, purchaser-choice, … as the rule pack names them' }),
    eligibility: z
      .array(
        z.strictObject({
          id: slug(),
          text: words(),
          similarContracts: z.int().min(0).max(100).optional().meta({ description: 'how many earlier contracts of the kind it asks for' }),
        }),
      )
      .max(50),
    setAside,
    template,
    indicators: z.array(indicator).max(100),
    milestones: z.array(z.strictObject({ id: slug(), name: line(), dueOn: day() })).max(100),
    schedule: z.array(instalment).max(50),
    payment: payment.optional(),
    bondPercent: percent().optional().meta({ description: '履约保证金, % of the contract; absent: none' }),
    formula,
    ladder: z.array(ladderStep).max(30),
    targets: z.array(z.strictObject({ id: slug(), name: line(), target: z.string().max(100) })).max(100),
    facts: z.record(z.string().max(60), z.boolean()),
  })
  .meta({ id: 'Plan' });

const report = storedFile();
export const judgementSchema = z.strictObject({
  kind: z.enum(['exAnteAppraisal', 'riskStudy', 'legalReview']),
  outcome: z.enum(['recommended', 'not-recommended']),
  summary: words(),
  report: report.optional(),
});
