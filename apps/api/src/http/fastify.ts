import { randomUUID } from 'node:crypto';
import type { Log } from '@goufu/relay';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './language.js';
import { knowPath } from './known-paths.js';
import { problem } from './problem-error.js';
import type { Known } from './request.js';
import { parseBody } from '../wire/json-body.js';

const REQUEST_ID = /^[\w.:-]{8,128}$/;
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What every answer says, also one that is written before any route or past them. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Text that is no UTF-8 is no JSON: read leniently, it would be kept as something that nobody sent. */
const textOf = (bytes: Buffer): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw problem('input.malformed_json');
  }
};

/** What the door knows of a request before it has looked for who asks. */
export const knownOf = ({ headers }: FastifyRequest): Known => {
  const asked = headers['x-request-id'];
  const requestId = typeof asked === 'string' && REQUEST_ID.test(asked) ? asked : randomUUID();
  return { requestId, language: languageOf(headers['accept-language']), identity: null, session: null, code: null };
};
/** The headers of every answer. */
export const greet = (request: FastifyRequest, reply: FastifyReply): void => {
  const isDocs = request.url.startsWith('/docs');
  void reply.headers({
    ...securityHeaders,
    'x-request-id': request.known.requestId,
    // Nothing there is anybody's, and its scripts keep their names from one release to the next.
    ...(isDocs ? { 'content-security-policy': DOCS_POLICY, 'cache-control': 'no-cache' } : {}),
  });
};

const unsupported = (): Error =>
  Object.assign(new Error('unsupported media type'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 });

/** What every request meets before any route: its id, its language, security headers, how its body is read, and one log line when it is answered. */
export const prepareFastify = (fastify: FastifyInstance, log: Log): void => {
  fastify.addHook('onRoute', ({ url, method }) => knowPath(url, method));
  fastify.decorateRequest('known');
  fastify.addHook('onRequest', (request, reply, done) => {
    request.known = knownOf(request);
    greet(request, reply);
    const encoding = request.headers['content-encoding'];
    // Nothing is unpacked here: a few bytes could become more than the machine holds.
    if (encoding === undefined || encoding.toLowerCase() === 'identity') done();
    else
      done(
        problem('input.encoded_body', {
          meta: { encoding: encoding.slice(0, 100) },
          parameter: { in: 'header', name: 'Content-Encoding' },
        }),
      );
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { requestId, identity, code } = request.known;
    log(request.url.startsWith('/health') ? 'debug' : 'info', 'answered', {
      requestId,
      method: request.method,
      path: request.url.split('?')[0],
      status: reply.statusCode,
      code: code ?? undefined,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      realm: identity?.realm,
      person: identity?.person ?? undefined,
    });
    done();
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
    try {
      done(null, parseBody(textOf(bytes as Buffer)));
    } catch (error) {
      done(error as Error);
    }
  });
  // One route takes a form: the provider tells in it that somebody signed out there.
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (request.url === '/session/ended-by-provider') done(null, new URLSearchParams(textOf(bytes as Buffer)));
    else done(unsupported());
  });
  // Bytes of a file stream past: the file store counts them. Everything else is no body of ours.
  fastify.addContentTypeParser('*', (request, payload, done) => {
    if (request.method === 'PUT' && request.url.split('?')[0] === '/v1/files') return done(null, payload);
    // Likewise a workbook: whoever reads it counts.
    if (request.method === 'POST' && /^\/v1\/imports(\/trial)?(\?|$)/.test(request.url)) return done(null, payload);
    done(unsupported());
  });
};
