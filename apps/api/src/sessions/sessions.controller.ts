import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Instant } from '@goufu/domain';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { problem } from '../http/problem-error.js';
import type { Reply, Request } from '../http/request.js';
import { personOf } from '../identity/acting.js';
import { Returns } from '../returns.decorator.js';
import { toWire } from '../wire/to-wire.js';
import type { Sessions } from './sessions.js';

const instant = z.string().meta({ format: 'date-time' });
const own = z
  .object({
    person: z.string(),
    csrfToken: z.string().meta({ description: '每次变更须放入请求头X-CSRF-Token to be sent as X-CSRF-Token with every change' }),
    signedInAt: instant,
    idleUntilAt: instant.meta({ description: '此前无操作则须重新登录 without a request until then, sign in anew' }),
    endsAt: instant.meta({ description: '届时须重新登录 then, sign in anew' }),
  })
  .meta({ id: 'Session' });
const listed = z
  .object({
    items: z.array(
      z.object({
        label: z.uuid(),
        isThis: z.boolean(),
        agent: z.string().nullable(),
        signedInAt: instant,
        seenAt: instant,
        endsAt: instant,
      }),
    ),
  })
  .meta({ id: 'Sessions' });
const left = z.object({ href: z.string().meta({ description: '浏览器应转到此处 where the browser goes now' }) }).meta({ id: 'SignedOut' });
const ended = z.object({ ended: z.number().int() }).meta({ id: 'SessionsEnded' });
const nothing = z.strictObject({}).meta({ id: 'Nothing' });

/** The sessions of a person at browsers. Ending one twice is ending it once, so that no key is needed. */
@ApiTags('sessions 登录')
@ApiBearerAuth()
@ApiCookieAuth('goufu-session')
@Controller('v1/sessions')
export class SessionsController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  private get sessions(): Sessions {
    if (!this.door.sessions) throw problem('identity.no_sign_in');
    return this.door.sessions;
  }

  @Get('current')
  @ApiOperation({ operationId: 'sessions.current', summary: '本次登录 this session' })
  @Returns(200, own)
  current(@Req() request: Request) {
    const { session } = request.known;
    if (!session) throw problem('session.not_found');
    const { person, signedInAt, idleUntil, endsAt } = session;
    return toWire({
      person,
      csrfToken: this.sessions.tokenOf(request),
      signedInAt: signedInAt as Instant,
      idleUntilAt: idleUntil as Instant,
      endsAt: endsAt as Instant,
    });
  }

  @Get()
  @ApiOperation({ operationId: 'sessions.list', summary: '我在各处的登录 where I am signed in' })
  @Returns(200, listed)
  async list(@Req() request: Request) {
    const { realm, person } = personOf(request);
    const items = await this.door.views.sessions.ofPerson(realm, person);
    return toWire({ items: items.map((item) => ({ ...item, isThis: item.label === request.known.session?.label })) });
  }

  @Post('current/sign-out')
  @HttpCode(200)
  @ApiHeader({ name: 'X-CSRF-Token', required: false })
  @ApiOperation({ operationId: 'sessions.signOut', summary: '退出登录 sign out here, and be led to the provider to sign out there' })
  @Returns(200, left)
  async signOut(@Req() request: Request, @Res({ passthrough: true }) reply: Reply, @Body({ schema: nothing }) _body: unknown) {
    if (!request.known.session) throw problem('session.not_found');
    return { href: await this.sessions.signOut(request, reply) };
  }

  @Post('sign-out-everywhere')
  @HttpCode(200)
  @ApiHeader({ name: 'X-CSRF-Token', required: false })
  @ApiOperation({ operationId: 'sessions.signOutEverywhere', summary: '在各处退出登录 end every session of mine' })
  @Returns(200, ended)
  async signOutEverywhere(@Req() request: Request, @Res({ passthrough: true }) reply: Reply, @Body({ schema: nothing }) _body: unknown) {
    return { ended: await this.sessions.signOutEverywhere(request, reply, personOf(request)) };
  }

  @Delete(':label')
  @HttpCode(200)
  @ApiHeader({ name: 'X-CSRF-Token', required: false })
  @ApiOperation({ operationId: 'sessions.end', summary: '结束一处登录 end one session of mine' })
  @Returns(200, ended)
  async end(@Req() request: Request, @Param('label', { schema: z.uuid() }) label: string) {
    if (!(await this.sessions.endOne(request, personOf(request), label))) throw problem('session.not_found');
    return { ended: 1 };
  }
}
