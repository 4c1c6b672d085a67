import type { CaseId, Context, DomainEvent } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { kindDifference } from '../../organisation/declared-kind.js';
import type { OrganisationState } from '../../organisation/organisation.js';
import type { PurchaseState } from '../state.js';
import type { DeclarationEvent, DeclarationFinding, JudgedFinding } from './declarations.js';
import type { DeclarationRefusal } from './refusals.js';

export const no = (code: DeclarationRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<DeclarationRefusal>(code, more);
const opened = (state: PurchaseState) => state.tender.current?.opening?.bids ?? [];

/** Compares each opened bid with its bidder's entry in the directory, which entering the evaluation has read: once; no event where nothing differs. */
export const declarationsCompared = (state: PurchaseState, context: Context): readonly DomainEvent[] => {
  const round = state.tender.current?.round ?? 1;
  if (state.declarations.rounds.some((one) => one.round === round)) return [];
  const findings = opened(state).flatMap(({ bid, supplier, enterprise, receivedAt }): readonly DeclarationFinding[] => {
    const house = context.cases.get(supplier)?.state as OrganisationState | undefined;
    const difference = house ? kindDifference(enterprise, house, receivedAt) : null;
    return difference ? [{ bid, supplier, ...difference }] : [];
  });
  const compared: DeclarationEvent = { type: 'DeclarationsCompared', schema: 1, data: { round, findings } };
  return findings.length > 0 ? [compared] : [];
};

/** Of the round whose bids are evaluated. */
export const currentDeclarations = (state: PurchaseState): readonly JudgedFinding[] =>
  state.declarations.rounds.find(({ round }) => round === state.tender.current?.round)?.findings ?? [];

/** Why a bid cannot be found qualified: its declaration differs from the directory and was not judged, or was found false. */
export const declarationFault = (state: PurchaseState, bid: CaseId, context: Context): Refusal | null => {
  const finding = currentDeclarations(state).find((one) => one.bid === bid);
  if (!finding) return null;
  const { judgement, declared, registered } = finding;
  const rule = context.rules.rule('sme.false_declaration', state.pins);
  if (judgement === null) return no('declarations.open', { pointer: '/bid', rule, meta: { declared, registered } });
  return judgement.truthful ? null : no('declarations.false', { pointer: '/qualified', rule });
};
