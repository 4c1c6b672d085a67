import type { Context, Decision } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { compareRatio, exactText, parseRatio, ratio, ratioOf, sumRatio } from '../../kernel/ratio.js';
import { firstOf, type Refusal } from '../../kernel/refusal.js';
import { words } from '../../kernel/rules.js';
import type { OrganisationState } from '../../organisation/organisation.js';
import type { PurchaseState } from '../state.js';
import { no } from './no.js';
import { obligationEvent as event, type ObligationCommand } from './obligations.js';

type Data<T extends ObligationCommand['type']> = Extract<ObligationCommand, { type: T }>['data'];

/** What the winner's bid said it would have done by others. */
const declaredShare = ({ tender, contract }: PurchaseState) =>
  tender.current?.opening?.bids.find(({ supplier }) => supplier === contract.signed?.supplier)?.share ?? null;

/** 分包 as the bid declared it and within its share; giving away the whole or the main part is 转包 and refused whatever the purchaser thinks of it. */
export const proposeSubcontract = (state: PurchaseState, data: Data<'proposeSubcontract'>, context: Context): Decision | Refusal => {
  const { subcontractor, percent, whole, main, scope } = data;
  const rule = context.rules.rule('contract.subcontract', state.pins);
  const transfer = context.rules.rule('gps.no_transfer', state.pins);
  const share = parseRatio(percent);
  if (!share || share.num <= 0n) return no('obligations.percent_malformed', { pointer: '/percent' });
  const given = state.obligations.subcontracts.filter(({ consent }) => consent !== false).map((one) => ratioOf(one.percent));
  const all = sumRatio([...given, share]);
  const isTransfer = whole || main || compareRatio(all, ratio(100)) >= 0;
  if (isTransfer) return no('obligations.transfer_forbidden', { pointer: whole ? '/whole' : main ? '/main' : '/percent', rule: transfer });
  const declared = declaredShare(state);
  if (declared?.with !== 'subcontract') return no('obligations.subcontract_not_declared', { rule });
  const house = (context.cases.get(subcontractor)?.state as OrganisationState | undefined)?.data ?? null;
  const small = context.rules.rule('sme.deduct.kinds', state.pins);
  const isKnown = house?.type === 'supplier' && subcontractor !== state.contract.signed?.supplier;
  const refused = firstOf([
    compareRatio(all, ratioOf(declared.smallMicroSharePercent)) > 0
      ? no('obligations.subcontract_above_declared', {
          pointer: '/percent',
          rule,
          meta: { percent: exactText(all), declared: declared.smallMicroSharePercent },
        })
      : null,
    isKnown ? null : no('obligations.subcontractor_unknown', { pointer: '/subcontractor' }),
    isKnown && !words(small).includes(house.enterprise ?? '')
      ? no('obligations.subcontractor_not_small', { pointer: '/subcontractor', rule: small, meta: { kind: house.enterprise ?? '' } })
      : null,
  ]);
  if (refused) return refused;
  const due = dueOf(context.rules.rule('contract.subcontract.consent', state.pins), context.at, context.calendar);
  const id = `subcontract-${state.obligations.subcontracts.length + 1}`;
  return { events: [event('SubcontractProposed', { id, subcontractor, percent, scope, due })] };
};

/** 采购人同意: without it nothing is given to others. */
export const decideSubcontract = (state: PurchaseState, data: Data<'decideSubcontract'>): Decision | Refusal => {
  const open = state.obligations.subcontracts.some(({ id, consent }) => id === data.subcontract && consent === null);
  return open ? { events: [event('SubcontractDecided', data)] } : no('obligations.subcontract_unknown', { pointer: '/subcontract' });
};
