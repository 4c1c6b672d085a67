import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { languageOf } from './language.js';
import type { Catalogue } from './problem.js';
import type { DoorCode } from './refusals.js';
import { greet, knownOf, securityHeaders } from './fastify.js';

/** What Node says of a request that it could not read. */
const codes: Readonly<Record<string, DoorCode>> = {
  HPE_HEADER_OVERFLOW: 'input.headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'input.too_slow',
};
const reasons: Readonly<Record<number, string>> = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

/** What comes before any route and any hook is answered like everything else: as a problem of our catalogue. */
export const unroutedErrors = (refusals: Catalogue): Pick<FastifyServerOptions, 'clientErrorHandler' | 'frameworkErrors'> => ({
  clientErrorHandler: (error, socket) => {
    const { code } = error;
    // Declared as what JSON makes of it; it is the bytes themselves.
    const rawPacket = error.rawPacket as unknown as Buffer | undefined;
    if (code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
    const accept = /\r\naccept-language:[ \t]*([^\r\n]{0,500})/i.exec(rawPacket?.toString('latin1') ?? '')?.[1];
    const language = languageOf(accept);
    const requestId = randomUUID();
    const problem = refusals.problem({ refused: codes[code] ?? 'input.bad_request' }, language, requestId);
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${problem.status} ${reasons[problem.status] ?? ''}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `content-language: ${language === 'zh' ? 'zh-CN' : 'en'}`,
      `x-request-id: ${requestId}`,
      ...Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`),
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  },
  frameworkErrors: (_error, request: FastifyRequest, reply: FastifyReply) => {
    // No hook has run for an address that cannot be read.
    request.known = knownOf(request);
    greet(request, reply);
    const { language, requestId } = request.known;
    const problem = refusals.problem({ refused: 'input.bad_request' }, language, requestId);
    void reply
      .status(problem.status)
      .headers({ 'content-language': language === 'zh' ? 'zh-CN' : 'en', vary: 'accept-language' })
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem));
  },
});
