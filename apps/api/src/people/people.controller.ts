import { mayOperate, type OperationsAct } from '@goufu/access';
import { dateOf, disablingFault, enablingFault, isRefusal, refuse } from '@goufu/domain';
import type { Keyed, PersonItem } from '@goufu/persistence';
import { dismissEverywhere } from '@goufu/system';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { v7 } from 'uuid';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { once } from '../drafts/once.js';
import { ACTING, IDEMPOTENCY } from '../http/headers.js';
import { keyOf } from '../http/preconditions.js';
import { problem, ProblemError } from '../http/problem-error.js';
import type { Acting, Request } from '../http/request.js';
import { actingOf } from '../identity/acting.js';
import { demandReleased } from '../identity/held.js';
import { Returns } from '../returns.decorator.js';
import { fromOf } from '../sessions/sessions.js';
import { toWire } from '../wire/to-wire.js';
import { added, type NewPerson, newPerson, nothing, peoplePage, peopleQuery, personShown } from './people.schemas.js';

const inAddress = z.string().regex(/^(person~)?[\w.-]{1,100}$/, { error: 'input.wrong_format' });
const personOf = (id: string): string => id.replace(/^person~/, 'person/');
const hrefOf = (person: string): string => `/v1/people/${person.replace('/', '~')}`;

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
  async add(@Req() request: Request, @Body({ schema: newPerson }) body: NewPerson) {
    const { acting, keyed } = await this.changing(request, 'addPerson', 'person', body);
    const id = body.id ?? `person/${v7()}`;
    const outcome = await once(() =>
      this.door.views.directory.addPerson(
        acting.realm,
        { id, name: body.name, phone: body.phone ?? null, email: body.email ?? null },
        keyed,
      ),
    );
    if (outcome === null) throw problem('person.exists', { meta: { id } });
    return { person: outcome };
  }

  @Get()
  @ApiOperation({ operationId: 'people.list', summary: '人员及其任职，按姓名 people with their posts, by name' })
  @ACTING
  @Returns(200, peoplePage)
  async list(@Req() request: Request, @Query({ schema: peopleQuery }) query: z.output<typeof peopleQuery>) {
    const acting = await this.allowed(request, 'viewPeople');
    const { cursor, limit, ...filter } = query;
    const page = await this.door.views.people.list(acting.realm, acting.now, filter, cursor, limit);
    return { items: await this.shown(acting, page.items), next: page.next };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'people.show', summary: '一名人员及其任职 one person with the posts' })
  @ACTING
  @Returns(200, personShown)
  async show(@Req() request: Request, @Param('id', { schema: inAddress }) id: string) {
    return this.answer(await this.allowed(request, 'viewPeople'), personOf(id));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'people.disable',
    summary: '停用人员：结束登录和任职，工作按规则移交 disable a person: sessions and posts end, the work passes on by rule',
  })
  @IDEMPOTENCY
  @ACTING
  @Returns(200, personShown)
  async disable(@Req() request: Request, @Param('id', { schema: inAddress }) id: string, @Body({ schema: nothing }) body: object) {
    const person = personOf(id);
    const { acting, keyed } = await this.changing(request, 'disablePerson', person, body);
    const { realm, now, appointment } = acting;
    const held = await this.door.views.people.one(realm, now, person);
    const done = await once(() => this.door.views.people.disable(realm, now, person, disablingFault, keyed, fromOf(request)));
    if (isRefusal(done)) throw new ProblemError(done);
    await dismissEverywhere(this.door.engine, {
      realm,
      person,
      organisations: [...new Set(held?.posts.map(({ organisation }) => organisation) ?? [])],
      acting: { person: acting.person, appointment },
      key: keyed.key,
      requestId: request.known.requestId,
    });
    return this.answer(acting, person);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @ApiOperation({ operationId: 'people.enable', summary: '恢复人员：任职须重新办理 let a person in again: posts are given anew' })
  @IDEMPOTENCY
  @ACTING
  @Returns(200, personShown)
  async enable(@Req() request: Request, @Param('id', { schema: inAddress }) id: string, @Body({ schema: nothing }) body: object) {
    const person = personOf(id);
    const { acting, keyed } = await this.changing(request, 'enablePerson', person, body);
    const done = await once(() => this.door.views.people.enable(acting.realm, acting.now, person, enablingFault, keyed, fromOf(request)));
    if (isRefusal(done)) throw new ProblemError(done);
    return this.answer(acting, person);
  }

  private async allowed(request: Request, act: OperationsAct): Promise<Acting> {
    const acting = await actingOf(this.door, request);
    const refused = mayOperate(act, acting.post?.roles ?? []);
    if (refused) throw new ProblemError(refused);
    return acting;
  }

  private async changing(request: Request, act: OperationsAct, subject: string, body: object): Promise<{ acting: Acting; keyed: Keyed }> {
    const key = keyOf(request);
    const acting = await this.allowed(request, act);
    const { realm, person: actor } = acting;
    await demandReleased(this.door, realm);
    const { requestId } = request.known;
    return { acting, keyed: { realm, actor, key, body: `POST ${request.url} ${JSON.stringify(body)}`, subject, requestId } };
  }

  private async answer(acting: Acting, person: string) {
    const found = await this.door.views.people.one(acting.realm, acting.now, person);
    if (!found) throw new ProblemError(refuse('person.not_found'));
    const [shown] = await this.shown(acting, [found]);
    return shown;
  }

  private async shown({ realm, now, post }: Acting, items: readonly PersonItem[]) {
    const names = await this.door.views.directory.organisationNames(
      realm,
      items.flatMap(({ posts }) => posts.map(({ organisation }) => organisation)),
    );
    const today = dateOf(now);
    return items.map(({ posts, ...item }) => {
      const href = hrefOf(item.person);
      const [name, act] = item.disabledAt === null ? (['disable', 'disablePerson'] as const) : (['enable', 'enablePerson'] as const);
      return {
        ...(toWire(item as never) as object),
        href,
        posts: posts.map(({ organisation, ...one }) => ({
          ...one,
          organisation: { id: organisation, name: names.get(organisation) ?? null, href: this.door.routes.href(organisation) },
          held: one.fromOn <= today,
        })),
        actions: [{ name, href: `${href}/${name}`, allowed: mayOperate(act, post?.roles ?? []) === null }],
      };
    });
  }
}
