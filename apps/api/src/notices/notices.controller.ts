import type { Instant } from '@goufu/domain';
import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { pageQuery, pageSchema } from '../cases/answers.js';
import { DOOR, type Door } from '../door.js';
import { problem } from '../http/problem-error.js';
import type { Request } from '../http/request.js';
import { Anonymous } from '../identity/anonymous.js';
import { Returns } from '../returns.decorator.js';
import { toWire } from '../wire/to-wire.js';

const noticeQuery = pageQuery.extend({ kind: z.string().max(100).optional(), case: z.string().max(300).optional() });
const notice = z
  .object({
    key: z.string(),
    href: z.string(),
    case: z.object({ id: z.string(), href: z.string().nullable() }),
    kind: z.string(),
    title: z.string(),
    publishedAt: z.string().meta({ format: 'date-time' }),
    untilAt: z.string().meta({ format: 'date-time' }).nullable(),
  })
  .meta({ id: 'Notice' });
const whole = notice.extend({ body: z.string() }).meta({ id: 'NoticeWhole' });

@ApiTags('notices 公告')
@Controller('v1/notices')
@Anonymous()
export class NoticesController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  private async clock(request: Request): Promise<{ realm: string; now: Instant }> {
    const realm = request.known.identity?.realm ?? this.door.settings.realm;
    const now = await this.door.views.directory.clock(realm);
    if (now === null) throw problem('identity.unknown_realm');
    return { realm, now };
  }
  private wired<T extends { key: string; caseId: string }>({ caseId, ...item }: T): unknown {
    return toWire({
      ...item,
      href: `/v1/notices/${encodeURIComponent(item.key)}`,
      case: { id: caseId, href: this.door.routes.href(caseId) },
    });
  }

  @Get()
  @ApiOperation({ operationId: 'notices.list', summary: '已发布的公告，新者在前 what stands published, newest first' })
  @Returns(200, pageSchema(notice))
  async list(@Req() request: Request, @Query({ schema: noticeQuery }) query: z.output<typeof noticeQuery>) {
    const { realm, now } = await this.clock(request);
    const { case: caseId, ...filter } = query;
    const page = await this.door.views.notices.list(realm, now, { ...filter, caseId });
    return { items: page.items.map((item) => this.wired(item)), next: page.next };
  }

  @Get(':key')
  @ApiOperation({ operationId: 'notices.show', summary: '一份公告全文 one notice in full' })
  @Returns(200, whole)
  async show(@Req() request: Request, @Param('key', { schema: z.string().min(1).max(300) }) key: string) {
    const { realm, now } = await this.clock(request);
    const found = await this.door.views.notices.find(realm, now, key);
    if (!found) throw problem('notice.not_found');
    return this.wired(found);
  }
}
