import { isRefusal } from '../kernel/index.js';
import type { Instant } from '../kernel/index.js';
import type { ApprovalDefinition, ApprovalMove, ApprovalState, ApprovalStep, ApprovalVerb, Candidate, Electorates } from './approval.js';
import { decideApproval, openApproval } from './decide.js';
import { evolveApprovals } from './evolve.js';

/** Small chains and a shorthand for playing them: for specs, also of the subjects that embed a chain. */
export const AT = 1_741_000_000_000 as Instant;
export const who = (person: string): Candidate => ({ person, appointment: `${person}-post` });
export const step = (id: string, more: Partial<ApprovalStep> = {}): ApprovalStep => ({
  id,
  name: { zh: id, en: id },
  mode: 'all-sign',
  veto: 'any',
  candidates: { organisation: 'purchaser', role: id },
  selfApprover: 'exclude',
  empty: 'suspend',
  ...more,
});
export const chain = (steps: readonly ApprovalStep[], more: Partial<ApprovalDefinition> = {}): ApprovalDefinition => ({
  id: 'internal',
  steps,
  protected: ['amount', 'payee'],
  resume: 'replay',
  ...more,
});
export const people: Electorates = { a: [who('ann'), who('ben'), who('cai')], b: [who('dai')], c: [who('eve')] };

const opinion = { content: 'o1', hash: 'h' };
export const approve: ApprovalVerb = { verb: 'approve', hash: 'v1' };
export const refusal: ApprovalVerb = { verb: 'refuse', hash: 'v1', opinion };
export const back = (to: string, more: object = {}): ApprovalVerb => ({ verb: 'return', to, hash: 'v1', opinion, ...more });
export const again = { verb: 'resubmit', hash: 'v1', amount: 100n } as const satisfies ApprovalVerb;
export const withdraw: ApprovalVerb = { verb: 'withdraw' };
export const change = (hash: string, amount = 100n): ApprovalVerb => ({ verb: 'changeProtected', hash, amount });

/** `ann+` approves, `ann-` refuses, `ann<b` returns to step b, `ann<` to the drafter. Others are given as pairs. */
export type Act = string | readonly [actor: string | null, verb: ApprovalVerb];
const read = (act: Act): readonly [string | null, ApprovalVerb] => {
  if (typeof act !== 'string') return act;
  const [, person = '', sign = '', to = ''] = /^(\w+)([+<-])(\w*)$/.exec(act) ?? [];
  return [person, sign === '+' ? approve : sign === '-' ? refusal : back(to || 'drafter')];
};

/** Opens a chain for 100 fen, drafted by dot and submitted by ian, and plays acts in order; each must be carried out. */
export const play = (definition: ApprovalDefinition, acts: readonly Act[] = [], electorates = people): ApprovalState => {
  const around = (actor: string | null) => ({
    at: AT,
    actor: actor === null ? null : who(actor),
    electorates,
    due: (rule: string) => ({ at: (AT + 1000) as Instant, rule, calendar: 'cn@1' }),
  });
  const opening = { definition, initiator: who('ian'), drafters: ['dot'], amount: 100n, hash: 'v1' };
  let state = fold(null, openApproval(opening, around('ian')));
  for (const [actor, verb] of acts.map(read)) state = fold(state, decideApproval(state, verb, around(actor)));
  return state;
};
export const fold = (state: ApprovalState | null, moves: ReturnType<typeof decideApproval>): ApprovalState => {
  if (isRefusal(moves)) throw new Error(moves.refused);
  const now = evolveApprovals(state, moves as readonly ApprovalMove[], AT);
  if (!now) throw new Error('nothing was opened');
  return now;
};
export const refusedAs = (state: ApprovalState, actor: string | null, verb: ApprovalVerb, electorates = people): string | null => {
  const answer = decideApproval(state, verb, { at: AT, actor: actor === null ? null : who(actor), electorates });
  return isRefusal(answer) ? answer.refused : null;
};

const SIGNS = { approved: '+', refused: '-', returned: '<', superseded: '=', recused: '/', void: '0' } as const;
/** Status and seats in order: `open a1: ann+ ben.`; `~` stands before a vote that no longer counts. */
export const shown = (state: ApprovalState): string => {
  let heading = '';
  const seats = state.seats.map((seat) => {
    const round = `${seat.step}${seat.generation}:`;
    const text = `${round === heading ? '' : `${round} `}${seat.counts ? '' : '~'}${seat.person}${seat.outcome ? SIGNS[seat.outcome] : '.'}`;
    heading = round;
    return text;
  });
  return [state.status, ...seats].join(' ');
};
