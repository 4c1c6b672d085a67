import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { problem, ProblemError } from '../http/problem-error.js';
import type { Reply, Request } from '../http/request.js';
import { Anonymous } from '../identity/anonymous.js';
import { signInFailedPage } from './sign-in-failed.page.js';
import type { Sessions } from './sessions.js';

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const query = z.looseObject({ to: z.string().max(2000).optional() });

/** Where a browser goes, not a program: away to the identity provider, and back. A fault is told as a page. */
@ApiExcludeController()
@Controller('session')
@Anonymous()
export class SignInController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  private get sessions(): Sessions {
    if (!this.door.sessions) throw problem('identity.no_sign_in');
    return this.door.sessions;
  }

  @Get('sign-in')
  async signIn(@Req() request: Request, @Res() reply: Reply, @Query({ schema: query }) { to }: z.output<typeof query>): Promise<void> {
    await this.lead(request, reply, () => this.sessions.leave(request, reply, to));
  }

  @Get('callback')
  async comeBack(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    await this.lead(request, reply, () => this.sessions.comeBack(request, reply));
  }

  /** OpenID Connect Back-Channel Logout 1.0: the provider tells that somebody signed out there. */
  @Post('ended-by-provider')
  @HttpCode(200)
  async ended(@Req() request: Request): Promise<void> {
    const body = request.body as URLSearchParams | undefined;
    const token = body instanceof URLSearchParams ? body.get('logout_token') : null;
    if (!token) throw problem('input.bad_request');
    await this.sessions.endedByProvider(request, token);
  }

  private async lead(request: Request, reply: Reply, where: () => Promise<string>): Promise<void> {
    try {
      void reply.redirect(await where(), 302);
    } catch (error) {
      if (!(error instanceof ProblemError) || !(request.headers.accept ?? '').includes('text/html')) throw error;
      const { requestId, language } = request.known;
      const told = this.door.refusals.problem(error.refusal, language, requestId);
      void reply
        .status(told.status)
        .headers({ 'content-security-policy': PAGE_POLICY, 'content-type': 'text/html; charset=utf-8' })
        .send(signInFailedPage(told, language));
    }
  }
}
