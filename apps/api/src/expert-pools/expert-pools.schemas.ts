import { relationKinds } from '@goufu/domain';
import { z } from 'zod';
import { caseId, day, line, personId, words } from '../wire/schemas.js';

const relations = z
  .array(
    z
      .strictObject({ organisation: caseId('organisation'), kind: z.enum(relationKinds), endedOn: day().nullable() })
      .meta({ id: 'ExpertRelation' }),
  )
  .max(200);

export const openSchema = z.strictObject({ title: line(), keeper: caseId('organisation') });
export const enrolSchema = z.strictObject({
  person: personId(),
  fields: z.array(line(100)).min(1).max(50),
  unit: caseId('organisation').nullable().optional(),
  employer: line().nullable().optional(),
  relations: relations.optional(),
});
export const updateRelationsSchema = z.strictObject({ person: personId(), relations });
export const reasonOfExpertSchema = z.strictObject({ person: personId(), reason: words() });
