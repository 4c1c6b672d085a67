import { addressOf } from '../../apps/local/src/scenario/door.js';
import { agentOf } from '../../apps/local/src/scenario/performing.js';
import type { Play } from '../../apps/local/src/scenario/stage.js';

/** The supplier's request for all of an instalment, always with the same invoice: the disbursement that it opens. */
export const askedFor = async (play: Play, instalment: string): Promise<string> => {
  const { cast } = play;
  const { view } = await play.seen('zhang-min');
  const amount = view.delivery.instalments.find(({ id }) => id === instalment)?.payable;
  const { supplier } = view.contract.signed;
  const agent = agentOf(play, supplier);
  const number = `FP-${play.input.name}-${instalment}`;
  const file = await cast.door.store(cast.as(agent), '发票.pdf', `%PDF-1.4\n${number}`);
  const issuedOn = (await cast.door.now()).slice(0, 10);
  const body = { supplier, instalment, amount, invoice: { number, amount, issuedOn, file } };
  const { id } = await cast.command(agent, `${addressOf(play.purchase)}/disbursements`, body, play.key(`request:${instalment}`));
  await cast.door.settle();
  return id;
};
