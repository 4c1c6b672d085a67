import type { Actor, Refusal } from '@goufu/domain';
import { type Parties, type Permission } from './permission.js';

/** One way to be entitled to a command, and what of it this actor fulfils. */
export interface Way {
  readonly roles: readonly string[];
  /** Relation of the organisation to the case; `any`: none is asked for. */
  readonly in: string;
  readonly power: string | null;
  readonly hasRole: boolean;
  readonly isParty: boolean;
  readonly hasPower: boolean;
}

/** Every way to be entitled to a command, held against who acts: why somebody may, or what is missing. */
export const waysOf = (ways: readonly Permission[], actor: Actor, parties: Parties, powers: readonly string[] = []): readonly Way[] =>
  ways.map(({ roles, in: relation, power }) => {
    const party = parties[relation] ?? [];
    const { organisation } = actor;
    return {
      roles,
      in: relation,
      power: power ?? null,
      hasRole: roles.some((role) => actor.roles.includes(role)),
      isParty: relation === 'any' || (organisation !== null && [party].flat().includes(organisation)),
      hasPower: power === undefined || powers.includes(power),
    };
  });

/** What decides who may give a command, beyond the stage: the ways to be entitled, and the seat of a chain, if it is a vote. */
export interface Entitlement {
  readonly ways: readonly Way[];
  readonly seat: Refusal | null;
  /** Whether it is whoever sits on a panel that may: who that is, is nobody else's to know. */
  readonly isPersonal: boolean;
}
const PERSONAL: readonly string[] = ['expert', 'evaluator'];
export const entitlement = (ways: readonly Way[], seat: Refusal | null = null): Entitlement => ({
  ways,
  seat,
  isPersonal: ways.some(({ roles }) => roles.some((role) => PERSONAL.includes(role))),
});
