import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { countInWords, countSchema, pageQuery, pageSchema } from '../cases/answers.js';
import { DOOR, type Door } from '../door.js';
import type { Request } from '../http/request.js';
import { actingOf, personOf, postAskedFor, standingOf } from '../identity/acting.js';
import { Returns } from '../returns.decorator.js';
import { toWire } from '../wire/to-wire.js';

const moment = z.string().meta({ format: 'date-time' });
const task = z
  .object({
    case: z.object({
      id: z.string(),
      href: z.string().nullable(),
      kind: z.string().nullable(),
      title: z.string().nullable(),
      number: z.string().nullable(),
      stage: z.string().nullable(),
      amount: z.string().nullable(),
    }),
    key: z.string(),
    name: z.string(),
    to: z.object({ person: z.string().nullable(), organisation: z.string().nullable(), role: z.string().nullable() }),
    posts: z.array(z.string()).meta({ description: '可用于办理的任职 posts in which you may do it' }),
    since: moment,
    dueAt: moment.nullable(),
    late: z.boolean(),
    rule: z.string().nullable(),
    meta: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Task' });
const answer = pageSchema(task).extend({ counts: z.object({ open: countSchema, late: countSchema }) });

@ApiTags('tasks 待办')
@ApiBearerAuth()
@Controller('v1/tasks')
export class TasksController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Get()
  @ApiOperation({
    operationId: 'tasks.list',
    summary: '我本人及我各任职的待办，先到期者在前 what you have to do, in all your posts, earliest due first',
  })
  @Returns(200, answer)
  async list(@Req() request: Request, @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>) {
    const { realm, person } = personOf(request);
    // The list is of all posts; one that is named all the same must be one of them.
    if (postAskedFor(request) !== null) await actingOf(this.door, request);
    const { posts, now } = await standingOf(this.door, realm, person);
    const [page, counts] = await Promise.all([
      this.door.views.tasks.list(realm, { person, posts }, query.cursor, query.limit),
      this.door.views.tasks.counts(realm, { person, posts }, now),
    ]);
    const items = page.items.map((row) => {
      const able = posts.filter((post) => row.organisation === post.organisation && row.role !== null && post.roles.includes(row.role));
      return toWire({
        case: {
          id: row.caseId,
          href: this.door.routes.href(row.caseId),
          kind: row.kind,
          title: row.title,
          number: row.number,
          stage: row.stage,
          amount: row.amount,
        },
        key: row.key,
        name: row.name,
        to: { person: row.person, organisation: row.organisation, role: row.role },
        posts: row.person === person ? posts.map(({ key }) => key) : able.map(({ key }) => key),
        since: row.since,
        dueAt: row.dueAt,
        late: row.dueAt !== null && row.dueAt <= now,
        rule: row.rule,
        meta: row.meta,
      });
    });
    return { items, next: page.next, counts: { open: countInWords(counts.open), late: countInWords(counts.late) } };
  }
}
