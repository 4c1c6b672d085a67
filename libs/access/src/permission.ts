import { refuse, type Actor, type Refusal, type RefusalEntry, type Role } from '@goufu/domain';

export { roles, type Role } from '@goufu/domain';

/** Acts an entrusted agency may have been given; award and signature are never among them. */
export type Power = 'publish' | 'open' | 'check-qualification' | 'organise';

/** One way to be entitled: a role in the organisation that stands in this relation to the case. */
export interface Permission {
  readonly roles: readonly Role[];
  /** `purchaser`, `agency`, `finance`, `supplier`, … as the kind names its parties; `any`: wherever the post is. */
  readonly in: string;
  /** For an agency: the entrusted power that this act needs. */
  readonly power?: Power;
}
/** The organisations (case ids) that stand in a relation to a case; several where a relation has several (bidders). */
export type Parties = Readonly<Record<string, string | readonly string[] | null>>;
export type Permissions<T extends string> = Readonly<Record<T, readonly Permission[]>>;

export const accessRefusals = [
  { code: 'case.not_found', status: 404, zh: '没有这个事项，或者您无权知悉。', en: 'There is no such case, or it is not yours to know.' },
  {
    code: 'access.role_missing',
    status: 403,
    zh: '您的岗位没有此项权限，需要：{roles}。',
    en: 'Your post does not entitle you to this. It takes: {roles}.',
  },
  {
    code: 'access.power_not_entrusted',
    status: 403,
    zh: '委托协议没有授予代理机构此项权限（{power}）。',
    en: 'The entrustment agreement does not give the agency this power ({power}).',
  },
] as const satisfies readonly RefusalEntry[];

const includes = (party: string | readonly string[] | null | undefined, organisation: string | null): boolean =>
  organisation !== null && (typeof party === 'string' ? party === organisation : (party?.includes(organisation) ?? false));

/** Whether this actor stands in any relation to the case at all. */
export const isParty = (parties: Parties, actor: Actor): boolean =>
  Object.values(parties).some((party) => includes(party, actor.organisation));

/**
 * May this actor give this command: null when yes. The system may give any. An organisation that is no party hears 404 where the case is not public,
 * else 403 with the roles that would do.
 */
export const mayGive = <T extends string>(
  permissions: Permissions<T>,
  type: T,
  actor: Actor,
  parties: Parties,
  more: { readonly powers?: readonly string[]; readonly known?: boolean } = {},
): Refusal | null => {
  if (actor.kind === 'system') return null;
  const ways = permissions[type];
  const inPlace = ways.filter((way) => way.in === 'any' || includes(parties[way.in], actor.organisation));
  const byRole = inPlace.filter((way) => way.roles.some((role) => actor.roles.includes(role)));
  if (byRole.some((way) => way.power === undefined || more.powers?.includes(way.power))) return null;
  if (byRole.length > 0) return refuse('access.power_not_entrusted', { meta: { power: byRole.find((way) => way.power)?.power ?? '' } });
  if (!more.known && !isParty(parties, actor)) return refuse('case.not_found');
  return refuse('access.role_missing', { meta: { roles: [...new Set(ways.flatMap((way) => way.roles))] } });
};

/** Whether a button for this command is shown to this actor: some way to be entitled is theirs. */
export const isOffered = <T extends string>(permissions: Permissions<T>, type: T, actor: Actor, parties: Parties): boolean =>
  (permissions[type] ?? []).some(
    (way) => (way.in === 'any' || includes(parties[way.in], actor.organisation)) && way.roles.some((role) => actor.roles.includes(role)),
  );
