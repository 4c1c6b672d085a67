import type { Instant } from '@goufu/domain';
import type { ActingPerson } from '@goufu/engine';
import type { OpenSession, Post } from '@goufu/persistence';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from './language.js';

/** Who asks, as the token says; anonymous where a route is for everybody and no token was sent. */
type Identity = { readonly realm: string; readonly person: string } | { readonly realm: string; readonly person: null };

/** A person in the post that was named or is the only one. */
export interface Acting extends ActingPerson {
  readonly realm: string;
  readonly now: Instant;
  readonly post: Post | null;
  readonly posts: readonly Post[];
}
/** What the door knows of a request. */
export interface Known {
  readonly requestId: string;
  readonly language: Language;
  identity: Identity | null;
  /** How a person at a browser is signed in; null for a token. */
  session: OpenSession | null;
  /** By what code of the door the request was turned away; null: it was not, or a case refused it, which keeps its own log. */
  code: string | null;
}
declare module 'fastify' {
  interface FastifyRequest {
    known: Known;
  }
}
export type Request = FastifyRequest;
export type Reply = FastifyReply;
