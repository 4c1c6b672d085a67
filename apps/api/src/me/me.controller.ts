import { operationsOf } from '@goufu/access';
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { problem } from '../http/problem-error.js';
import type { Request } from '../http/request.js';
import type { Post } from '@goufu/persistence';
import { personOf, postAskedFor, standingOf } from '../identity/acting.js';
import { Returns } from '../returns.decorator.js';
import { toWire } from '../wire/to-wire.js';

const me = z
  .object({
    person: z.string(),
    name: z.string().nullable(),
    realm: z.object({ id: z.string(), name: z.string(), jurisdiction: z.string(), world: z.boolean(), held: z.boolean() }),
    now: z.string().meta({ format: 'date-time', description: '本业务域的时钟 the realm’s clock' }),
    posts: z.array(
      z.object({
        key: z.string().meta({ description: 'value of the header Acting-Post' }),
        post: z.string(),
        organisation: z.object({ id: z.string(), name: z.string().nullable() }),
        roles: z.array(z.string()),
        fromOn: z.string(),
        toOn: z.string().nullable(),
      }),
    ),
    may: z
      .array(z.string())
      .meta({ description: '以此任职可办理的、不属于任何事项的操作 what you may do in this post that concerns no case' }),
    starts: z.array(z.object({ kind: z.string(), command: z.string(), href: z.string(), under: z.string().nullable() })).meta({
      description: '以此任职可发起的事项；under：在此类事项之下发起 what you may begin in this post; under: beneath a case of this kind',
    }),
  })
  .meta({ id: 'Me' });

@ApiTags('me 本人')
@ApiBearerAuth()
@Controller('v1/me')
export class MeController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Get()
  @ApiOperation({ operationId: 'me.show', summary: '我是谁，现任何职 who you are and which posts you hold' })
  @Returns(200, me)
  async show(@Req() request: Request) {
    const { realm, person } = personOf(request);
    const { directory } = this.door.views;
    const [standing, known, name] = await Promise.all([
      standingOf(this.door, realm, person),
      directory.realm(realm),
      directory.personName(realm, person),
    ]);
    if (!known) throw problem('identity.unknown_realm');
    const names = await directory.organisationNames(
      realm,
      standing.posts.map(({ organisation }) => organisation),
    );
    return {
      person,
      name,
      realm: { id: realm, ...known },
      now: (toWire({ at: standing.now }) as { at: string }).at,
      may: operationsOf(this.postOf(request, standing.posts)?.roles ?? []),
      starts: await this.startsOf(request, standing.posts),
      posts: standing.posts.map(({ organisation, ...post }) => ({
        ...post,
        organisation: { id: organisation, name: names.get(organisation) ?? null },
      })),
    };
  }

  /** The post that is named, or the only one. */
  private postOf(request: Request, posts: readonly Post[]): Post | undefined {
    const asked = postAskedFor(request);
    if (asked !== null) return posts.find(({ key }) => key === asked);
    return posts.length === 1 ? posts[0] : undefined;
  }

  /** None while somebody of several posts has named none of them. */
  private async startsOf(request: Request, posts: readonly Post[]) {
    const { realm, person } = personOf(request);
    const post = this.postOf(request, posts);
    if (posts.length > 0 && !post) return [];
    const starts = await this.door.engine.starts(realm, { person, appointment: post?.key ?? null });
    return starts.map(({ kind, command }) => ({ kind, command, ...this.door.routes.start(kind) }));
  }
}
