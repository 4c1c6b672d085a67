import type { Json, Recorded } from '../../kernel/case.js';
import { currentStage, roundOf } from '../../kernel/stages.js';
import type { PurchaseState } from '../state.js';
import type { DeliveryEvent } from './delivery.js';

interface Notice {
  readonly kind: string;
  readonly round: number;
  readonly body: { readonly [key: string]: Json };
}

/** What delivery tells the public: the contract, and what its acceptance found. No person stands in either. */
export const noticesOf = ({ event }: Recorded<DeliveryEvent>, state: PurchaseState): readonly Notice[] => {
  const { signed } = state.contract;
  if (!signed) return [];
  const { number, supplier, amount, startsOn, endsOn } = signed;
  // Another contract, after an award that was invalid, is told of by another notice.
  const delivery = roundOf(currentStage(state.stages) ?? 'delivery');
  switch (event.type) {
    case 'ContractPublished':
      return [{ kind: 'contractNotice', round: delivery, body: { number, supplier, amount, startsOn, endsOn, signedAt: signed.signedAt } }];
    case 'AcceptancePublished': {
      const { round, passed, opinions, satisfied } = event.data;
      const items = state.delivery.acceptances.at(-1)?.items.map(({ id, name, passed: item }) => ({ id, name, passed: item })) ?? [];
      return [{ kind: 'acceptanceNotice', round, body: { number, supplier, round, passed, items, opinions, satisfied } }];
    }
    default:
      return [];
  }
};
