import { dateOf, isPlainDate, type PlainDate } from '@goufu/domain';
import { pageAfter } from '@goufu/persistence';
import { differentRules, explainRule, listRules, type Standpoint } from '@goufu/rules';
import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { pageSchema } from '../cases/answers.js';
import { DOOR, type Door } from '../door.js';
import { type DoorRefusal, problem } from '../http/problem-error.js';
import type { Request } from '../http/request.js';
import { Anonymous } from '../identity/anonymous.js';
import { Returns } from '../returns.decorator.js';
import { diffQuery, explainedRule, listedRule, listQuery, placeQuery, ruleDifference, ruleId } from './rules.schemas.js';

/** The rule packs as anybody may read them: law is public, and a case is nowhere in it. */
@ApiTags('rules 规则')
@Controller('v1/rules')
@Anonymous()
export class RulesController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  /** Today by the realm's own clock: a rehearsal sees the law of its day. */
  private async today(request: Request): Promise<PlainDate> {
    const now = await this.door.views.directory.clock(request.known.identity?.realm ?? this.door.settings.realm);
    if (now === null) throw problem('identity.unknown_realm');
    return dateOf(now);
  }
  private unknownPlace(name: string, jurisdiction: string): DoorRefusal[] {
    if (this.door.library.jurisdictions.includes(jurisdiction)) return [];
    return [{ refused: 'rule.jurisdiction_unknown', parameter: { in: 'query', name }, meta: { jurisdiction } }];
  }
  private async standpoint(request: Request, query: z.output<typeof placeQuery>): Promise<Standpoint> {
    return { jurisdiction: query.jurisdiction, on: (query.on as PlainDate | undefined) ?? (await this.today(request)) };
  }

  @Get()
  @ApiOperation({ operationId: 'rules.list', summary: '规则及其出处，按编号 the rules of a place with their citations, by id' })
  @Returns(200, pageSchema(listedRule))
  async list(@Req() request: Request, @Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const { topic, q, cursor, limit } = query;
    const { library } = this.door;
    const noTopic: DoorRefusal = { refused: 'rule.topic_unknown', parameter: { in: 'query', name: 'topic' }, meta: { topic: topic ?? '' } };
    refuseAll([
      ...this.unknownPlace('jurisdiction', query.jurisdiction),
      ...(topic === undefined || library.topics.includes(topic) ? [] : [noTopic]),
    ]);
    const rules = listRules(library, await this.standpoint(request, query), { topic, words: q });
    const page = pageAfter(rules, ({ id }) => id, cursor, limit);
    return { items: page.items.map((rule) => ({ ...rule, href: `/v1/rules/${rule.id}` })), next: page.next };
  }

  @Get('diff')
  @ApiOperation({
    operationId: 'rules.diff',
    summary: '两地或一地两日的规则有何不同 what differs between two places, or two days of one',
  })
  @Returns(200, ruleDifference)
  async diff(@Req() request: Request, @Query({ schema: diffQuery }) query: z.output<typeof diffQuery>) {
    const read = (['from', 'to'] as const).map((name) => {
      const [jurisdiction = '', day] = query[name].split('@');
      const noDay: DoorRefusal = { refused: 'input.not_a_date', parameter: { in: 'query', name } };
      const faults = [...this.unknownPlace(name, jurisdiction), ...(day === undefined || isPlainDate(day) ? [] : [noDay])];
      return { jurisdiction, day, faults };
    });
    refuseAll(read.flatMap(({ faults }) => faults));
    const today = await this.today(request);
    const [from, to] = read.map(({ jurisdiction, day }) => ({ jurisdiction, on: isPlainDate(day) ? day : today }));
    if (!from || !to) throw new Error('a difference has two sides');
    return { from, to, items: differentRules(this.door.library, from, to) };
  }

  @Get(':id')
  @ApiOperation({
    operationId: 'rules.show',
    summary: '一条规则的值、出处、沿革和各级规定 a rule with its citation, its history and what each level says',
  })
  @Returns(200, explainedRule)
  async show(
    @Req() request: Request,
    @Param('id', { schema: ruleId }) id: string,
    @Query({ schema: placeQuery }) query: z.output<typeof placeQuery>,
  ) {
    refuseAll(this.unknownPlace('jurisdiction', query.jurisdiction));
    const rule = explainRule(this.door.library, id, await this.standpoint(request, query));
    if (!rule) throw problem('rule.not_found', { meta: { rule: id, jurisdiction: query.jurisdiction } });
    return rule;
  }
}

/** Everything that is wrong with the parameters at once. */
const refuseAll = (faults: readonly DoorRefusal[]): void => {
  if (faults.length > 0) throw problem('input.invalid', { also: faults });
};
