import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DOOR, type Door } from '../door.js';
import { securityHeaders } from '../http/fastify.js';
import { problem } from '../http/problem-error.js';
import { standingOf } from '../identity/acting.js';
import type { Reply, Request } from '../http/request.js';
import { Anonymous } from '../identity/anonymous.js';

@ApiTags('hints 变动提示')
@Controller('v1/hints')
@Anonymous()
export class HintsController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Get()
  @ApiOperation({
    operationId: 'hints.listen',
    summary:
      '事项变动提示（SSE）：case = {case, version}；resync = 请全部重新读取 which cases moved; after a gap: look at everything again',
  })
  @ApiProduces('text/event-stream')
  @ApiResponse({ status: 200, description: 'text/event-stream' })
  async listen(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const { identity, requestId, session } = request.known;
    const realm = identity?.realm ?? this.door.settings.realm;
    const person = identity?.person ?? null;
    if (person === null && this.door.streams.isFull)
      throw problem('limit.too_many_requests', { meta: { seconds: 60 } }, { 'retry-after': '60' });
    const standing = person === null ? null : await standingOf(this.door, realm, person);
    reply.hijack();
    const out = reply.raw;
    out.writeHead(200, {
      ...securityHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'x-request-id': requestId,
    });
    const appointments = standing?.posts.map(({ key }) => key) ?? [];
    const holds = session ? () => this.door.views.sessions.holds(session.realm, session.label) : undefined;
    this.door.streams.add({ realm, person, appointments, out, holds }, request.headers['last-event-id'] !== undefined);
  }
}
