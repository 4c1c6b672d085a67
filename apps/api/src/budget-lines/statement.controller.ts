import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { pageQuery } from '../cases/answers.js';
import { demandRelation } from '../cases/case-door.js';
import { DOOR, type Door } from '../door.js';
import type { Request } from '../http/request.js';
import { caseIdOf } from '../http/routes.js';
import { Returns } from '../returns.decorator.js';
import { toWire } from '../wire/to-wire.js';

const amount = z.string().meta({ format: 'yuan' });
const statement = z
  .object({
    line: z.string(),
    balances: z.record(z.string(), amount),
    items: z.array(
      z.object({
        case: z.object({ id: z.string(), href: z.string().nullable() }),
        from: z.string(),
        to: z.string(),
        amount,
        memo: z.string(),
        effectiveAt: z.string().meta({ format: 'date-time' }),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'Statement' });

@ApiTags('budget-lines 预算指标')
@ApiBearerAuth()
@Controller('v1/budget-lines')
export class StatementController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Get(':id/statement')
  @ApiOperation({ operationId: 'budget.statement', summary: '指标账：余额及每一笔 balances of the line and every posting' })
  @Returns(200, statement)
  async show(
    @Req() request: Request,
    @Param('id', { schema: z.string().regex(/^[\w.~-]{1,200}$/) }) id: string,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ) {
    const line = caseIdOf('budget', id);
    const realm = await demandRelation(this.door, request, line);
    const { balances, page } = await this.door.views.statements.of(realm, line, query.cursor, query.limit);
    const items = page.items.map(({ caseId, from, to, amount: moved, memo, effectiveAt }) => ({
      case: { id: caseId, href: this.door.routes.href(caseId) },
      from,
      to,
      amount: moved,
      memo,
      effectiveAt,
    }));
    return { line, balances: toWire(balances), items: toWire(items), next: page.next };
  }
}
