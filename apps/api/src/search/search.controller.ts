import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { caseSummarySchema, pageQuery, pageSchema, summariesOf } from '../cases/answers.js';
import { DOOR, type Door } from '../door.js';
import type { Request } from '../http/request.js';
import { actingOrAnonymous, readersOf } from '../identity/acting.js';
import { Anonymous } from '../identity/anonymous.js';
import { Returns } from '../returns.decorator.js';

const searchQuery = pageQuery.extend({ q: z.string().min(1).max(100) });

@ApiTags('search 查找')
@Controller('v1/search')
@Anonymous()
export class SearchController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Get()
  @ApiOperation({ operationId: 'search.cases', summary: '按名称或编号查找您可见的事项 find cases that you may see by title or number' })
  @Returns(200, pageSchema(caseSummarySchema))
  async find(@Req() request: Request, @Query({ schema: searchQuery }) query: z.output<typeof searchQuery>) {
    const acting = await actingOrAnonymous(this.door, request);
    return summariesOf(
      this.door,
      await this.door.views.cases.search(acting.realm, readersOf(acting), query.q.normalize('NFKC'), query.cursor, query.limit),
    );
  }
}
