import type { CaseId, Context, DomainEvent } from '../../kernel/case.js';
import { compareRatio, exactText, mulRatio, ofPercent, ratio, ratioOf } from '../../kernel/ratio.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { words } from '../../kernel/rules.js';
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

/** Why a bid cannot be found qualified: its declaration differs from the directory and was not judged, or was found false; or it gives away too little. */
export const declarationFault = (state: PurchaseState, bid: CaseId, context: Context): Refusal | null => {
  const finding = currentDeclarations(state).find((one) => one.bid === bid);
  if (!finding) return shareFault(state, bid, context);
  const { judgement, declared, registered } = finding;
  const rule = context.rules.rule('sme.false_declaration', state.pins);
  if (judgement === null) return no('declarations.open', { pointer: '/bid', rule, meta: { declared, registered } });
  return judgement.truthful ? shareFault(state, bid, context) : no('declarations.false', { pointer: '/qualified', rule });
};

/** Of a purchase that sets a part aside by consortium or subcontract each bidder gives that part away, or is such an enterprise itself. */
function shareFault(state: PurchaseState, bid: CaseId, context: Context): Refusal | null {
  const part = state.planning.plan?.setAside.part;
  const one = opened(state).find((other) => other.bid === bid);
  if (!part || part.form === 'package' || !one) return null;
  if (words(context.rules.rule('sme.reserved.kinds', state.pins)).includes(one.enterprise)) return null;
  const least = mulRatio(ratioOf(part.percent), ofPercent(ratioOf(part.smallMicroPercent)));
  const given = one.share?.with === part.form ? ratioOf(one.share.smallMicroSharePercent) : ratio(0);
  return compareRatio(given, least) < 0
    ? no('declarations.share_missing', {
        pointer: '/qualified',
        rule: context.rules.rule('sme.reserve.forms', state.pins),
        meta: { form: part.form, percent: exactText(given), min: exactText(least) },
      })
    : null;
}
