import { gradePoints as pointsFor, type PlainDate, words } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { pointerTo, type Problem, problem } from './kit/problem.js';
import { count, day, inForceOn, name, points } from './kit/schemas.js';

const scored = {
  points: z.record(name(), points()),
  none: points(),
  newBody: z.strictObject({ youngerThanMonths: count(1), points: points() }).nullable(),
};
const template = z.discriminatedUnion('use', [
  z.strictObject({ use: z.literal('score'), ...scored, newBody: scored.newBody.optional() }),
  // Refused whatever stands beside it.
  z.strictObject({ use: z.literal('qualification'), ...z.object(scored).partial().shape }),
]);
const input = z.strictObject({
  ...inForceOn,
  body: z.strictObject({ registeredOn: day() }),
  certificate: z.strictObject({ grade: name(), issuedOn: day(), validTo: day(), cancelledOn: day().nullable().optional() }).nullable(),
  template,
});

/** Points for the grade of a social organisation: `calculators.md` 12. */
export const gradePoints = calculator({
  name: 'grade-points',
  title: { zh: '社会组织等级得分', en: 'Points for the grade of a social organisation' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2025-05-06',
    body: { registeredOn: '2014-03-18' },
    certificate: { grade: '4A', issuedOn: '2020-05-07', validTo: '2025-05-06' },
    template: { use: 'score', points: { '5A': '6', '4A': '4.5', '3A': '3' }, none: '0', newBody: { youngerThanMonths: 36, points: '1.5' } },
  },
  reckon: ({ on, body, certificate, template: given }, asked) => {
    const levels = words(asked.rule('grade.levels'));
    const grades = [
      ...(certificate ? [{ grade: certificate.grade, pointer: '/certificate/grade' }] : []),
      ...Object.keys(given.points ?? {}).map((grade) => ({ grade, pointer: pointerTo('template', 'points', grade) })),
    ];
    const refused: Problem[] = [
      ...(body.registeredOn > on ? [problem('grade_points.registered_later', null, '/body/registeredOn')] : []),
      ...(certificate && certificate.validTo < certificate.issuedOn
        ? [problem('input.ends_before_it_begins', null, '/certificate/validTo')]
        : []),
      ...grades
        .filter(({ grade }) => !levels.includes(grade))
        .map(({ grade, pointer }) => problem('input.unknown_value', null, pointer, { value: grade })),
      ...(given.use === 'qualification'
        ? [problem('grade_points.grade_as_qualification', asked.rule('factors.forbidden').id, '/template/use')]
        : []),
    ];
    if (refused.length > 0 || given.use === 'qualification') return { refused };
    const result = pointsFor(
      on as PlainDate,
      body.registeredOn as PlainDate,
      certificate && {
        grade: certificate.grade,
        issuedOn: certificate.issuedOn as PlainDate,
        validTo: certificate.validTo as PlainDate,
        cancelledOn: (certificate.cancelledOn ?? null) as PlainDate | null,
      },
      { points: given.points, none: given.none, newBody: given.newBody ?? null },
    );
    return {
      result,
      steps: [
        {
          name: 'points',
          formula: 'points of the template for the grade that counts on the day',
          inputs: { on, grade: result.grade ?? '', bodyAgeMonths: String(result.bodyAgeMonths) },
          exact: result.points,
          rounded: null,
          rounding: null,
        },
      ],
    };
  },
});
