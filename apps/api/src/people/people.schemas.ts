import { z } from 'zod';
import { pageQuery, pageSchema } from '../cases/answers.js';
import { line, personId } from '../wire/schemas.js';

const date = z.string().meta({ format: 'date' });
const phone = z.string().regex(/^\+?[\d -]{5,20}$/, { error: 'input.wrong_format' });
export const newPerson = z
  .strictObject({
    /** What the tokens of this person will name; absent: one is made. */
    id: personId().optional(),
    name: line(100),
    phone: phone.optional(),
    email: z.email({ error: 'input.wrong_format' }).max(200).optional(),
  })
  .meta({ id: 'NewPerson' });
export type NewPerson = z.output<typeof newPerson>;
export const added = z.object({ person: z.string() }).meta({ id: 'PersonAdded' });

const heldPost = z
  .object({
    key: z.string(),
    post: z.string(),
    organisation: z.object({ id: z.string(), name: z.string().nullable(), href: z.string().nullable() }),
    roles: z.array(z.string()),
    fromOn: date,
    toOn: date.nullable(),
    held: z.boolean().meta({ description: '今日在任 held today, not only to come' }),
  })
  .meta({ id: 'HeldPost' });
export const personShown = z
  .object({
    person: z.string(),
    href: z.string(),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    disabledAt: z.string().meta({ format: 'date-time' }).nullable(),
    posts: z.array(heldPost),
    actions: z.array(z.object({ name: z.string(), href: z.string(), allowed: z.boolean() })),
  })
  .meta({ id: 'Person' });
export const peoplePage = pageSchema(personShown);
export const peopleQuery = pageQuery.extend({
  q: z.string().trim().min(1).max(100).optional(),
  organisation: z.string().max(200).optional(),
  state: z.enum(['active', 'disabled']).optional(),
});
export const nothing = z.strictObject({});
