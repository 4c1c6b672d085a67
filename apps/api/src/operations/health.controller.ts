import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import type { Reply } from '../http/request.js';
import { Anonymous } from '../identity/anonymous.js';
import { Returns } from '../returns.decorator.js';

const health = z.object({ status: z.string(), database: z.string().optional() }).meta({ id: 'Health' });

@ApiTags('health 运行')
@Controller('health')
@Anonymous()
export class HealthController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Get('live')
  @ApiOperation({ operationId: 'health.live', summary: '进程在运行 the process runs' })
  @Returns(200, health)
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({
    operationId: 'health.ready',
    summary: '数据库可达（Temporal停机时命令照常受理）the database answers; commands are accepted while Temporal is down',
  })
  @Returns(200, health)
  async ready(@Res({ passthrough: true }) reply: Reply) {
    try {
      await this.door.reading.ping();
      return { status: 'ready', database: 'up' };
    } catch {
      void reply.status(503).header('retry-after', '2');
      return { status: 'not ready', database: 'down' };
    }
  }
}
