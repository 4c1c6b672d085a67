import { mayOperate, type OperationsAct } from '@goufu/access';
import { type Instant, plusMs } from '@goufu/domain';
import { CopyTooLarge, type CopyRecord, type Keyed, settledOnce } from '@goufu/persistence';
import { NoWorld, WorldUnsettled } from '@goufu/relay';
import { worldPartNames, type WorldPart } from '@goufu/subjects';
import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { once } from '../drafts/once.js';
import { IDEMPOTENCY } from '../http/headers.js';
import { keyOf } from '../http/preconditions.js';
import { problem, ProblemError } from '../http/problem-error.js';
import type { Request } from '../http/request.js';
import { actingOf } from '../identity/acting.js';
import { demandReleased } from '../identity/held.js';
import { Returns } from '../returns.decorator.js';
import { instant, line } from '../wire/schemas.js';
import { toWire } from '../wire/to-wire.js';

const moment = z.string().meta({ format: 'date-time' });
const realmId = z.string().regex(/^[a-z0-9][\w.-]{0,99}$/, { error: 'input.wrong_format' });
const newWorld = z
  .strictObject({
    id: realmId,
    name: line(),
    jurisdiction: z.string().regex(/^[\w./-]{1,100}$/, { error: 'input.wrong_format' }),
    startsAt: instant(),
    copy: z
      .array(z.enum(worldPartNames))
      .max(worldPartNames.length)
      .default([...worldPartNames])
      .meta({
        description:
          '从本业务域带入的内容：按演练域开始时（不早于则按现在）的机构与人员、目录、预算指标、专家库；[]为空白演练域 what the world begins with, of the realm in which it is asked for, as it stood at the instant at which the world begins, at the latest as it stands now: people (organisations, posts, appointments), catalogue items, budget lines, expert pools; [] for an empty world',
      }),
  })
  .meta({ id: 'NewWorld' });
const goal = z
  .union([z.strictObject({ to: instant() }), z.strictObject({ bySeconds: z.number().positive().max(3e9) })])
  .meta({ id: 'AdvanceGoal' });
const begunWith = z
  .object({
    from: z.string(),
    asOf: moment,
    copy: z.array(z.enum(worldPartNames)),
    organisations: z.int(),
    catalogueItems: z.int(),
    budgetLines: z.int(),
    expertPools: z.int(),
    people: z.int(),
  })
  .meta({ id: 'WorldBeginning' });
const made = z.object({ realm: z.string(), operator: z.string(), begunWith: begunWith.nullable() }).meta({ id: 'World' });
const advanced = z.object({ now: moment, dues: z.int() }).meta({ id: 'Advanced' });

/** As the validation pipe hands them on. */
interface NewWorldInside {
  readonly id: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly startsAt: Instant;
  readonly copy: readonly WorldPart[];
}
type GoalInside = { readonly to: Instant } | { readonly bySeconds: number };

const sorted = (parts: readonly string[]): string => [...new Set(parts)].toSorted().join(' ');
const beginningOf = ({ from, asOf, parts, cases, people }: CopyRecord) => ({
  from,
  asOf: toWire(asOf),
  copy: parts,
  organisations: cases.organisation ?? 0,
  catalogueItems: cases.catalogue ?? 0,
  budgetLines: cases.budget ?? 0,
  expertPools: cases['expert-pool'] ?? 0,
  people,
});

/** More than a world may begin with is a refusal, in words. */
const withinSize = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CopyTooLarge)) throw error;
    const { size, most } = error;
    throw problem('world.copy_too_large', {
      pointer: '/copy',
      meta: { cases: size.cases, events: size.events, mostCases: most.cases, mostEvents: most.events },
    });
  }
};

@ApiTags('worlds 演练')
@ApiBearerAuth()
@Controller('v1/worlds')
export class WorldsController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  private keyed(request: Request, by: { readonly realm: string; readonly person: string; readonly key: string }, body: object): Keyed {
    const { realm, person: actor, key } = by;
    return {
      realm,
      actor,
      key,
      body: `${request.method} ${request.url} ${JSON.stringify(body)}`,
      subject: 'world',
      requestId: request.known.requestId,
    };
  }

  private async operator(request: Request, act: OperationsAct): Promise<{ realm: string; person: string; now: Instant }> {
    const { realm, person, post, now } = await actingOf(this.door, request);
    const refused = mayOperate(act, post?.roles ?? []);
    if (refused) throw new ProblemError(refused);
    await demandReleased(this.door, realm);
    return { realm, person, now };
  }

  private async keeps(world: string, person: string): Promise<boolean> {
    const standing = await this.door.views.directory.standing(world, person);
    return standing?.posts.some(({ roles }) => roles.includes('operator')) === true;
  }

  @Post()
  @ApiOperation({
    operationId: 'worlds.create',
    summary:
      '建立演练域，默认带入本域的机构人员、目录、预算与专家库：创建者即其操作员；以带realm声明的令牌进入 make a world, by default with the people, catalogue, budget and expert pools of your realm; you become its operator; enter it with a token whose claim `realm` names it',
  })
  @IDEMPOTENCY
  @Returns(201, made)
  async create(@Req() request: Request, @Body({ schema: newWorld }) body: NewWorldInside) {
    const key = keyOf(request);
    const { realm, person } = await this.operator(request, 'createWorld');
    const { reading, views, worlds } = this.door;
    const find = () => views.directory.realm(body.id);
    const parts = [...new Set(body.copy)];
    // What a world of an earlier release began with is not known: it is told by its name alone.
    const isSame = (known: Awaited<ReturnType<typeof find>>) =>
      known?.world === true &&
      known.name === body.name &&
      known.jurisdiction === body.jurisdiction &&
      (known.copied === null || (known.copied.from === realm && sorted(known.copied.parts) === sorted(parts)));
    // What can never be made leaves its key free.
    const before = await find();
    if (before && !isSame(before)) throw problem('world.exists', { meta: { id: body.id } });
    if (!worlds.hasLaw(body.jurisdiction))
      throw problem('world.jurisdiction_unknown', { pointer: '/jurisdiction', meta: { jurisdiction: body.jurisdiction } });
    if (parts.length > 0 && !parts.includes('people')) throw problem('world.copy_without_people', { pointer: '/copy' });
    if (!before) await withinSize(() => worlds.demandFit({ from: realm, parts }));
    // Whether the name was free is settled once for the key: asked again, a world that was cut off while it was made is made to its end.
    const wasFree = await once(() =>
      settledOnce<unknown>(reading, this.keyed(request, { realm, person, key }, body), async () => (await find()) === null),
    );
    const known = await find();
    // The same world asked for again is the same world, for whoever keeps it; for anybody else the name is taken, whatever stands behind it.
    if (known && !(isSame(known) && (wasFree === true || (await this.keeps(body.id, person)))))
      throw problem('world.exists', { meta: { id: body.id } });
    await withinSize(() => worlds.createWorld(body, { from: realm, parts }, person, request.known.requestId));
    // Somebody else was quicker with the same name.
    if (!(await this.keeps(body.id, person))) throw problem('world.exists', { meta: { id: body.id } });
    const copied = (await find())?.copied ?? null;
    return { realm: body.id, operator: person, begunWith: copied && beginningOf(copied) };
  }

  @Post(':id/advance')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'worlds.advance',
    summary: '推进演练域的时钟，逐一处理到期事项 move the clock of your world from due to due',
  })
  @IDEMPOTENCY
  @Returns(200, advanced)
  async advance(@Req() request: Request, @Param('id', { schema: realmId }) id: string, @Body({ schema: goal }) body: GoalInside) {
    const key = keyOf(request);
    const { realm, person, now } = await this.operator(request, 'advanceWorld');
    if (realm !== id) throw problem('world.not_found');
    // Where it goes is settled once for the key: asked again it goes on to the same instant, and not as far once more.
    const goal = 'to' in body ? body.to : plusMs(now, Math.round(body.bySeconds * 1000));
    const keyed = this.keyed(request, { realm, person, key }, body);
    const to = await once(() => settledOnce(this.door.reading, keyed, () => Promise.resolve(goal)));
    try {
      const moved = await this.door.worlds.advance(id, { to });
      return { now: (toWire({ at: moved.now }) as { at: string }).at, dues: moved.dues };
    } catch (error) {
      if (error instanceof NoWorld) throw problem('world.not_found');
      if (error instanceof WorldUnsettled) throw problem('world.unsettled', { meta: { waitsFor: error.waitsFor } });
      throw error;
    }
  }
}
