import { writeTemplate } from '@goufu/documents';
import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { reasonSchema } from '../cases/answers.js';
import { ACTING, IDEMPOTENCY } from '../http/headers.js';
import { keyOf } from '../http/preconditions.js';
import { problem } from '../http/problem-error.js';
import type { Reply, Request } from '../http/request.js';
import { actingOf } from '../identity/acting.js';
import { demandReleased } from '../identity/held.js';
import { Returns } from '../returns.decorator.js';
import { bytesOf, carryOut, tryOut } from './imports.js';
import { sheetPlans } from './sheets.js';

const fault = reasonSchema
  .extend({ sheet: z.string(), cell: z.string().meta({ example: 'B7' }), heading: z.string().nullable() })
  .meta({ id: 'CellFault' });
const trial = z
  .object({
    rows: z.int().meta({ description: '读到的行数 rows that were read' }),
    items: z.int().meta({ description: '将办理的事项数 commands that would be given' }),
    known: z.int().meta({ description: '已有、不再办理的行数 rows that ask for nothing new' }),
    ready: z.boolean(),
    faults: z.array(fault),
  })
  .meta({ id: 'ImportTrial' });
const done = z.object({ done: z.int(), known: z.int() }).meta({ id: 'ImportDone' });
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const BYTES = ApiBody({ schema: { type: 'string', format: 'binary' } });

/** People, departments, catalogue and budget from a workbook: tried out first, then carried out as the commands that they are. */
@ApiTags('imports 导入')
@ApiBearerAuth()
@Controller('v1/imports')
export class ImportsController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Get('template')
  @ApiOperation({ operationId: 'imports.template', summary: '导入模板（Excel），含列名和填写说明 the workbook to fill in' })
  @ACTING
  @ApiResponse({ status: 200, description: 'the workbook', content: { [XLSX]: { schema: { type: 'string', format: 'binary' } } } })
  async template(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    await actingOf(this.door, request);
    const bytes = await writeTemplate(sheetPlans);
    await reply
      .header('content-type', XLSX)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('导入模板.xlsx')}`)
      .send(Buffer.from(bytes));
  }

  @Post('trial')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'imports.try',
    summary: '试导入：逐格列出错误，不写入 try it out: each fault at its cell, nothing is written',
  })
  @ApiConsumes('application/octet-stream')
  @BYTES
  @ACTING
  @Returns(200, trial)
  async try(@Req() request: Request) {
    const acting = await actingOf(this.door, request);
    const found = await tryOut(this.door, acting, await bytesOf(request.body, request.headers['content-type']));
    const { language } = request.known;
    return {
      rows: found.rows,
      items: found.plan.items.length,
      known: found.plan.known,
      ready: found.faults.length === 0,
      faults: found.faults.map(({ refusal, ...place }) => ({ ...this.door.refusals.reason(refusal, language), ...place })),
    };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'imports.carry_out', summary: '导入：全部无误方办理 carry it out, if nothing of it has a fault' })
  @ApiConsumes('application/octet-stream')
  @BYTES
  @IDEMPOTENCY
  @ACTING
  @Returns(200, done)
  async carry(@Req() request: Request) {
    const key = keyOf(request);
    const acting = await actingOf(this.door, request);
    await demandReleased(this.door, acting.realm);
    const found = await tryOut(this.door, acting, await bytesOf(request.body, request.headers['content-type']));
    if (found.faults.length > 0) throw problem('import.has_faults', { meta: { count: found.faults.length } });
    return { done: await carryOut(this.door, acting, found, key, request.known.requestId), known: found.plan.known };
  }
}
