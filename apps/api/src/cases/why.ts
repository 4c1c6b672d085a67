import { mayOperate, type Way } from '@goufu/access';
import { dateOf, type Refusal, refuse } from '@goufu/domain';
import { explain } from '@goufu/engine';
import { relationLabels, roleLabels } from '@goufu/labels';
import type { Post } from '@goufu/persistence';
import { z } from 'zod';
import type { Door } from '../door.js';
import { ProblemError } from '../http/problem-error.js';
import type { Request } from '../http/request.js';
import { actingOf } from '../identity/acting.js';
import { personId } from '../wire/schemas.js';
import { reasonSchema } from './answers.js';
import { demandSeen } from './case-door.js';

const words = z.object({ zh: z.string(), en: z.string() });
export const whySchema = z
  .object({
    command: z.string(),
    person: z.string(),
    posts: z
      .array(
        z.object({
          key: z.string().nullable(),
          organisation: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
          roles: z.array(z.string()),
          fromOn: z.string().nullable(),
          toOn: z.string().nullable(),
          allowed: z.boolean(),
          reason: reasonSchema.optional(),
          facts: z.array(
            z.object({
              of: z.enum(['post', 'role', 'relation', 'power', 'moment', 'seat']),
              way: z.int().nullable(),
              holds: z.boolean(),
              words,
            }),
          ),
        }),
      )
      .meta({ description: '逐个任职说明；没有任职时只有一项 of each post held; of somebody who holds none, of that' }),
  })
  .meta({ id: 'Why' });
export const whyQuery = z.strictObject({ person: personId().optional() });

interface Fact {
  readonly of: 'post' | 'role' | 'relation' | 'power' | 'moment' | 'seat';
  /** Which of several ways to be entitled it belongs to. */
  readonly way: number | null;
  readonly holds: boolean;
  readonly words: { readonly zh: string; readonly en: string };
}
type Labels = Readonly<Record<string, { readonly zh: string; readonly en: string } | undefined>>;
const named = (labels: Labels, names: readonly string[]) => ({
  zh: names.map((name) => labels[name]?.zh ?? name).join('、'),
  en: names.map((name) => labels[name]?.en ?? name).join(', '),
});

const factsOfWay = ({ roles, in: relation, power, hasRole, isParty, hasPower }: Way, at: number): readonly Fact[] => {
  const [role, party] = [named(roleLabels, roles), named(relationLabels, [relation])];
  return [
    { of: 'role', way: at, holds: hasRole, words: { zh: `岗位职责为${role.zh}`, en: `The post is one of: ${role.en}` } },
    ...(relation === 'any'
      ? []
      : [
          {
            of: 'relation' as const,
            way: at,
            holds: isParty,
            words: { zh: `任职单位是本事项的${party.zh}`, en: `The organisation is ${party.en} here` },
          },
        ]),
    ...(power === null
      ? []
      : [
          {
            of: 'power' as const,
            way: at,
            holds: hasPower,
            words: { zh: '委托协议授予了此项权限', en: 'The entrustment gives this power' },
          },
        ]),
  ];
};
const isOfAccess = ({ refused }: Refusal): boolean => refused.startsWith('access.') || refused === 'case.not_found';

/** Why somebody may give a command of a case, or may not: of each post that they hold. Of others only operators and auditors are told, and nobody of who sits on a panel. */
export const why = async (door: Door, request: Request, caseId: string, command: string, about: string | undefined): Promise<unknown> => {
  await demandSeen(door, request, caseId);
  const { realm, person: self, posts: own, now, post } = await actingOf(door, request);
  const person = about ?? self;
  const isOther = person !== self;
  const refused = isOther ? mayOperate('explainAnybody', post?.roles ?? []) : null;
  if (refused) throw new ProblemError(refused);
  const held: readonly Post[] = isOther ? ((await door.views.directory.standing(realm, person))?.posts ?? []) : own;
  const names = await door.views.directory.organisationNames(
    realm,
    held.map(({ organisation }) => organisation),
  );
  const explained = await Promise.all(
    (held.length > 0 ? held : [null]).map(async (one) => {
      const found = await explain(door.engine, realm, caseId, { person, appointment: one?.key ?? null }, command);
      if (!found || (isOther && found.entitlement?.isPersonal)) throw new ProblemError(refuse('case.no_such_command'));
      const { reason, entitlement } = found;
      const { language } = request.known;
      const told = reason && door.refusals.reason(reason, language);
      const moment = reason && !isOfAccess(reason) && reason !== entitlement?.seat ? told : null;
      const seat = entitlement?.seat ? door.refusals.reason(entitlement.seat, language) : null;
      const facts: readonly Fact[] = [
        {
          of: 'post',
          way: null,
          holds: one !== null,
          words: one
            ? {
                zh: `任职自${one.fromOn}${one.toOn === null ? '起' : `至${one.toOn}`}，今日（${dateOf(now)}）在任`,
                en: `The post is held today (${dateOf(now)}), from ${one.fromOn} to ${one.toOn ?? '…'}`,
              }
            : { zh: '没有任职', en: 'No post is held' },
        },
        ...(entitlement?.ways ?? []).flatMap(factsOfWay),
        ...(moment ? [{ of: 'moment' as const, way: null, holds: false, words: moment.details }] : []),
        ...(seat ? [{ of: 'seat' as const, way: null, holds: false, words: seat.details }] : []),
      ];
      return {
        key: one?.key ?? null,
        organisation: one && { id: one.organisation, name: names.get(one.organisation) ?? null },
        roles: one?.roles ?? [],
        fromOn: one?.fromOn ?? null,
        toOn: one?.toOn ?? null,
        allowed: reason === null,
        ...(told ? { reason: told } : {}),
        facts,
      };
    }),
  );
  return { command, person, posts: explained };
};
