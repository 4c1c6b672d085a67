import { accessRefusals } from '@goufu/access';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { BadCursor, Busy, Contended, type Outage, Overtaken, translate, Unavailable } from '@goufu/persistence';
import type { Door } from '../door.js';
import { allowedMethods } from './known-paths.js';
import { problem, ProblemError } from './problem-error.js';
import { doorRefusals, fieldRefusals } from './refusals.js';
import type { Reply, Request } from './request.js';

interface FastifyFault {
  readonly statusCode?: number;
}

/** Whatever was thrown as a problem of our catalogue: a refusal, an outage, or a bug, of which nothing is told. */
const problemOf = (thrown: unknown, request: Request, door: Door): ProblemError => {
  if (thrown instanceof ProblemError) return thrown;
  // Not every store says itself that it lost its connection: whoever asks is to hear of an outage, and ask again.
  const error = translate(thrown);
  if (error instanceof Busy || error instanceof Contended || error instanceof Overtaken)
    return problem('system.busy', {}, { 'retry-after': '1' });
  if (error instanceof Unavailable) return problem('system.unavailable', {}, { 'retry-after': '2' });
  if (error instanceof BadCursor) return problem('input.bad_cursor', { parameter: { in: 'query', name: 'cursor' } });
  // Fastify's faults come as they are, or as Nest's exception of the same status.
  const status = error instanceof HttpException ? error.getStatus() : (error as FastifyFault).statusCode;
  if (status === 404) return unknownRoute(request);
  if (status === 413) return problem('input.body_too_large', { meta: { limit: door.settings.bodyBytes } });
  if (status === 415) return problem('input.wrong_content_type', { meta: { accepted: 'application/json' } });
  if (status === 503) return problem('system.closing', {}, { 'retry-after': '2' });
  return status !== undefined && status >= 400 && status < 500 ? problem('input.bad_request') : problem('system.fault');
};

const unknownRoute = (request: Request): ProblemError => {
  const allowed = allowedMethods(request.url.split('?')[0] ?? '');
  if (allowed.length === 0) return problem('request.no_such_route');
  return problem('request.method_not_supported', { meta: { method: request.method, allowed } }, { allow: allowed.join(', ') });
};

/** What a case refuses is logged beside it, and not here: of some cases it is nobody's to know that they refused. */
const ofDoor = new Set([...fieldRefusals, ...doorRefusals, ...accessRefusals].map(({ code }) => code as string));

/** What an operator has to look at; a busy case is nobody's fault. */
const outageBehind = (error: unknown): Outage | null => (error instanceof Unavailable && !(error instanceof Busy) ? error.outage : null);

/** Every answer that is no success: `application/problem+json` in the caller's language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly door: Door) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const reply = host.switchToHttp().getResponse<Reply>();
    const { refusal, headers } = problemOf(error, request, this.door);
    // A code that no catalogue knows is a bug of ours, not an answer.
    const known = this.door.refusals.knows(refusal.refused) ? refusal : { refused: 'system.fault' };
    const { requestId, language } = request.known;
    if (ofDoor.has(known.refused)) request.known.code = known.refused;
    const body = this.door.refusals.problem(known, language, requestId);
    if (body.status >= 500) {
      this.door.metrics.fault(body.status);
      const outage = outageBehind(translate(error));
      if (outage) this.door.metrics.outage(outage);
      this.door.log(body.status === 500 ? 'error' : 'warn', `answered ${body.status}`, {
        requestId,
        code: refusal.refused,
        ...(outage ? { outage } : {}),
        cause:
          error instanceof Error ? `${error.name}: ${body.status === 500 ? (error.stack ?? error.message) : error.message}` : String(error),
      });
    }
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    void reply
      .status(body.status)
      .headers({ ...headers, 'content-language': language === 'zh' ? 'zh-CN' : 'en', vary: 'accept-language' })
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(body));
  }
}
