import { mayOperate } from '@goufu/access';
import { Body, Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { v7 } from 'uuid';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { once } from '../drafts/once.js';
import { ACTING, IDEMPOTENCY } from '../http/headers.js';
import { keyOf } from '../http/preconditions.js';
import { problem, ProblemError } from '../http/problem-error.js';
import type { Request } from '../http/request.js';
import { actingOf } from '../identity/acting.js';
import { demandReleased } from '../identity/held.js';
import { Returns } from '../returns.decorator.js';
import { line, personId } from '../wire/schemas.js';

const newPerson = z
  .strictObject({
    /** What the tokens of this person will name; absent: one is made. */
    id: personId().optional(),
    name: line(100),
    phone: z
      .string()
      .regex(/^\+?[\d -]{5,20}$/, { error: 'input.wrong_format' })
      .optional(),
    email: z.email({ error: 'input.wrong_format' }).max(200).optional(),
  })
  .meta({ id: 'NewPerson' });
const added = z.object({ person: z.string() }).meta({ id: 'PersonAdded' });

@ApiTags('people 人员')
@ApiBearerAuth()
@Controller('v1/people')
export class PeopleController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Post()
  @ApiOperation({ operationId: 'people.add', summary: '登记人员：个人信息只存于此 take a person in: personal data stand here alone' })
  @IDEMPOTENCY
  @ACTING
  @Returns(201, added)
  async add(@Req() request: Request, @Body({ schema: newPerson }) body: z.output<typeof newPerson>) {
    const key = keyOf(request);
    const { realm, person: actor, post } = await actingOf(this.door, request);
    const refused = mayOperate('addPerson', post?.roles ?? []);
    if (refused) throw new ProblemError(refused);
    await demandReleased(this.door, realm);
    const id = body.id ?? `person/${v7()}`;
    const keyed = {
      realm,
      actor,
      key,
      body: `POST ${request.url} ${JSON.stringify(body)}`,
      subject: 'person',
      requestId: request.known.requestId,
    };
    const outcome = await once(() =>
      this.door.views.directory.addPerson(realm, { id, name: body.name, phone: body.phone ?? null, email: body.email ?? null }, keyed),
    );
    if (outcome === null) throw problem('person.exists', { meta: { id } });
    return { person: outcome };
  }
}
