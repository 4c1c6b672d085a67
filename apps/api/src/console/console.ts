import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Pages that the console draws by itself; everything else that is not here is a 404 of the API. */
const PLACES = ['/', '/cases', '/cases/*', '/notices', '/notices/*', '/search', '/account', '/people', '/people/*', '/import', '/begin/*'];
const YEAR_SECONDS = 31_536_000;
const MARK = '__NONCE__';
const PARTS_POLICY = "default-src 'none'; frame-ancestors 'none'";

const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');

/** Serves the built console from a folder: its page at every place that it knows, with a policy of its own, and its parts for a year. */
export const serveConsole = async (fastify: FastifyInstance, folder: string, plurals: readonly string[]): Promise<void> => {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return;
  const page = readFileSync(index, 'utf8');
  const send = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policyOf(nonce), 'cache-control': 'no-store' })
      .send(page.replaceAll(MARK, nonce));
  };
  await fastify.register(files, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    immutable: true,
    maxAge: YEAR_SECONDS * 1000,
    setHeaders: (reply) => void reply.header('content-security-policy', PARTS_POLICY),
  });
  const icon = readFileSync(join(folder, 'favicon.svg'));
  fastify.get('/favicon.svg', async (_request, reply) => reply.header('content-type', 'image/svg+xml').send(icon));
  for (const place of [...PLACES, ...plurals.map((plural) => `/${plural}/*`)]) fastify.get(place, send);
};
