import { addressOf } from './door.js';
import { agentOf } from './performing.js';
import type { Play } from './stage.js';

/** The treasury as the outside has it: what goes wrong there, and who pays money back. */
export interface Treasury {
  /** The next order of this realm is paid, and sent back a moment later. */
  returnNext(realm: string): Promise<void>;
  /** Somebody pays back what a demand asks for. */
  payBack(realm: string, demandNo: string, payer: { readonly name: string; readonly account: string }, amount: string): Promise<void>;
  /** How long what it brings may take to be seen; absent: as long as where nothing is broken. */
  readonly patienceMs?: number;
}

/** The simulator over HTTP. */
export class HttpTreasury implements Treasury {
  constructor(private readonly url: string) {}

  private async post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': `scenario/${crypto.randomUUID()}` };
    const response = await fetch(`${this.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`the treasury answered ${response.status} to ${path}: ${await response.text()}`);
  }
  async returnNext(realm: string): Promise<void> {
    await this.post('/faults', { kind: 'returnAfter', ms: 200, reason: 'name_mismatch', times: 1, match: { realm } });
  }
  async payBack(
    realm: string,
    demandNo: string,
    payer: { readonly name: string; readonly account: string },
    amount: string,
  ): Promise<void> {
    await this.post('/receipts', { demandNo, realm, payer, amount, currency: 'CNY' });
  }
}

const PATIENCE_MS = 20_000;

/** Waits for what the outside brings: not a date, so the world's clock has no part in it. */
const untilSeen = async <T>(what: string, look: () => Promise<T | null | undefined | false>, patienceMs = PATIENCE_MS): Promise<T> => {
  const until = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > until) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** 国库退回: the handler corrects, other people approve again, a new attempt is paid. */
export const correctReturned = async (play: Play, disbursement: string): Promise<void> => {
  const { cast } = play;
  const stage = { stage: '支付' };
  const look = () => cast.door.show(cast.as('zhang-min'), addressOf(disbursement));
  await untilSeen(
    'the returned payment',
    async () => (await look()).actions.some(({ name, allowed }) => name === 'correctRequest' && allowed),
    play.outside?.treasury.patienceMs,
  );
  await play.say('zhang-min', '国库退回：户名不符', { ...stage, rule: 'pay.order.answer' });
  await cast.on(
    'zhang-min',
    disbursement,
    'correct-request',
    { account: 'registered', reason: '按承接主体登记的账户更正。' },
    play.key('correct'),
  );
  await play.say('zhang-min', '更正收款账户，重新送审', stage);
  await play.approveChain('wu-qiang', (shown) => shown.approval ?? null, 'vote-disbursement', '资金支付审批（更正后）', disbursement);
  await cast.door.settle();
  const { due, paid } = (await look()).view;
  await play.say('wu-qiang', '国库重新支付', { ...stage, money: paid ?? null, ...(due ? { due: due.dueAt, rule: due.rule } : {}) });
};

/** 追回: what the tail could not bear is demanded back, and paid back in one sum. */
export const recover = async (play: Play, treasury: Treasury, realm: string): Promise<void> => {
  const { cast } = play;
  const stage = { stage: '追回' };
  const { view, actions } = await play.seen('zhao-lei');
  if (actions.some(({ name, allowed }) => name === 'demandClawback' && allowed))
    await play.give('zhao-lei', 'demand-clawback', {}, '提出追回', stage);
  const demanded = async () => {
    const { items } = await cast.door.get<{ items: readonly { id: string }[] }>(cast.as('zheng-hong'), 'disbursements?limit=50');
    for (const { id } of items) {
      const shown = await cast.door.show(cast.as('zheng-hong'), addressOf(id));
      if (shown.view.direction === 'recover' && shown.view.purchase === play.purchase) return shown;
    }
    return null;
  };
  const demand = await untilSeen('the demand', demanded, treasury.patienceMs);
  if (!demand.view.recovery) throw new Error(`${demand.id} demands nothing`);
  const { number, demanded: amount } = demand.view.recovery;
  const { supplier } = view.contract.signed;
  await play.say('zhao-lei', `发出${number}`, { ...stage, money: amount, rule: 'clawback.due' });
  await treasury.payBack(realm, number, { name: cast.nameOf(supplier), account: '6222 0000 0000 0001' }, amount);
  await untilSeen(
    'the money back',
    async () => (await cast.door.show(cast.as('zheng-hong'), addressOf(demand.id))).view.recovery?.received === amount,
    treasury.patienceMs,
  );
  await play.say(agentOf(play, supplier), '款项退回国库', { ...stage, money: amount });
  await cast.door.settle();
};
