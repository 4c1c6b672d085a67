import { refuse, setAsideFigures, setAsideLine } from '@goufu/domain';
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { ProblemError } from '../http/problem-error.js';
import { caseIdOf } from '../http/routes.js';
import type { Request } from '../http/request.js';
import { Anonymous } from '../identity/anonymous.js';
import { Returns } from '../returns.decorator.js';
import { toWire } from '../wire/to-wire.js';

const amount = z.string().meta({ format: 'yuan' });
const share = z.string().nullable().meta({ description: '%, exact: a decimal or a fraction; null where there is nothing to share' });
const figures = z
  .object({
    amount,
    reserved: amount,
    percent: share,
    smallMicro: amount,
    smallMicroPercent: share,
    byForm: z.object({ none: amount, whole: amount, package: amount, consortium: amount, subcontract: amount }),
  })
  .meta({ id: 'SetAsideFigures' });
const year = z
  .object({ department: z.string(), year: z.int(), large: figures, small: figures })
  .meta({ id: 'SetAsideYear', description: 'large: purchases above the amount up to which all is set aside; small: the others' });

/** What a department has set aside for small and medium enterprises: public, as the rule demands. */
@ApiTags('organisations 单位')
@Controller('v1/organisations')
@Anonymous()
export class SetAsideController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Get(':id/set-aside/:year')
  @ApiOperation({
    operationId: 'organisation.set_aside',
    summary: '面向中小企业预留份额 what of a year is set aside for small and medium enterprises',
  })
  @Returns(200, year)
  async show(
    @Req() request: Request,
    @Param('id', { schema: z.string().regex(/^[\w.~-]{1,200}$/) }) id: string,
    @Param('year', { schema: z.string().regex(/^20\d\d$/) }) of: string,
  ) {
    const department = caseIdOf('organisation', id);
    const realm = request.known.identity?.realm ?? this.door.settings.realm;
    const names = await this.door.views.directory.organisationNames(realm, [department]);
    if (!names.has(department)) throw new ProblemError(refuse('case.not_found'));
    const { balances } = await this.door.views.statements.of(realm, setAsideLine(department, Number(of)), undefined, 1);
    return { department, year: Number(of), ...(toWire(setAsideFigures(balances) as never) as object) };
  }
}
