import {
  dateOf,
  dueOf,
  firstOf,
  flag,
  formatYuan,
  plusMs,
  refuse,
  table,
  type Context,
  type Decision,
  type Due,
  type Instant,
  type Pins,
  type Refusal,
} from '../kernel/index.js';
import { contractTotal, instalmentOf } from '../purchase/delivery/instalments.js';
import { fundsHeld, totalPaid } from '../purchase/funding/part.js';
import type { PurchaseState } from '../purchase/state.js';
import type { InstalmentState } from '../purchase/types.js';
import type { DisbursementEvent, DisbursementState, Invoice, PayDue, RequestPayment } from './disbursement.js';
import type { DisbursementRefusal } from './refusals.js';

const no = (code: DisbursementRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<DisbursementRefusal>(code, more);

/** An invoice is used once over all cases of whoever issued it. */
export const invoiceClaim = (supplier: string, number: string): string => `invoice/${supplier}/${number}`;

/** The purchase behind a disbursement, as locked for this decision. */
export const purchaseOf = (id: string | null, context: Context): PurchaseState | null => {
  const facts = context.cases.get(id ?? '');
  return facts?.kind === 'purchase' ? (facts.state as PurchaseState) : null;
};

/**
 * The earliest due date of the rules that the pack lists for this kind of payee. Counted from the invoice, less the time by which the purchaser's own
 * delay made the instalment ready late; where the pack says that no invoice is needed, from the day on which it was owed. `agreed`: days of the contract.
 */
export const payDue = (
  payeeKind: string,
  ready: InstalmentState,
  invoiceAt: Instant,
  pins: Pins,
  context: Context,
  agreed: number | null = null,
): PayDue => {
  const rule = (id: string) => context.rules.rule(id, pins);
  const rows = table<readonly { payees: readonly string[]; rules: readonly string[] }[]>(rule('pay.due_by_payee'));
  const ids = rows.find(({ payees }) => payees.includes(payeeKind))?.rules ?? ['pay.purchase.due'];
  const owedSince = ready.owedSince ?? ready.readyAt ?? invoiceAt;
  const delay = Math.max(0, (ready.readyAt ?? owedSince) - owedSince);
  const from = flag(rule('pay.invoice_starts')) ? plusMs(invoiceAt, -delay) : owedSince;
  const inForce = [...ids, ...shorter(pins, context)].filter((id) => context.rules.has(id, pins));
  const legal = inForce.map((id) => dueOf(rule(id), from, context.calendar));
  // What the contract agreed is within the law: it was asked when the contract was drafted.
  const own = agreed === null ? [] : [dueOf({ ...rule('pay.purchase.due'), unit: 'calendarDay', value: agreed }, from, context.calendar)];
  const candidates = [...legal, ...own];
  const [first, ...others] = candidates;
  if (!first) throw new Error(`no rule says when a ${payeeKind} is paid`);
  const binding = others.reduce((earliest: Due, due) => ((due.dueAt ?? Infinity) < (earliest.dueAt ?? Infinity) ? due : earliest), first);
  return { binding, candidates };
};

/** The shorter time of the ministry's work norms, for every payee, where a pack says that it binds. */
const shorter = (pins: Pins, { rules }: Context): readonly string[] =>
  rules.has('pay.procurement_2023.binds', pins) && flag(rules.rule('pay.procurement_2023.binds', pins)) ? ['pay.procurement_2023'] : [];

const invoiceFaults = (
  invoice: Invoice,
  amount: bigint,
  supplier: string,
  purchase: PurchaseState,
  context: Context,
): readonly (Refusal | null)[] => {
  const holder = context.claims.get(invoiceClaim(supplier, invoice.number));
  // A refused or cancelled request sets its invoice free, for this purchase alone.
  const used = holder !== undefined && holder !== context.caseId && !isFree(purchase, invoice.number, context.caseId, holder);
  return [
    used ? no('disbursement.invoice_used', { pointer: '/invoice/number', meta: { number: invoice.number } }) : null,
    invoice.amount === amount ? null : no('disbursement.invoice_differs', { pointer: '/invoice/amount' }),
    invoice.issuedOn > dateOf(context.at) ? no('disbursement.invoice_later', { pointer: '/invoice/issuedOn' }) : null,
  ];
};
const isFree = (purchase: PurchaseState, number: string, self: string, holder: string): boolean => {
  const user = purchase.funding.invoices[number];
  return (user === undefined || user === self) && purchase.funding.pastDisbursements.includes(holder);
};

const amountFaults = (amount: bigint, ready: InstalmentState, purchase: PurchaseState): readonly (Refusal | null)[] => {
  const left = contractTotal(purchase) - totalPaid(purchase);
  const { planned, committed, accepted } = fundsHeld(purchase);
  const held = planned + committed + accepted;
  const at = { pointer: '/amount' };
  return [
    amount > 0n ? null : no('disbursement.amount_not_positive', at),
    amount > ready.payable ? no('disbursement.above_payable', { ...at, meta: { payable: formatYuan(ready.payable) } }) : null,
    amount > left ? no('disbursement.above_contract', { ...at, meta: { left: formatYuan(left) } }) : null,
    amount > held ? no('disbursement.above_commitment', { ...at, meta: { held: formatYuan(held) } }) : null,
  ];
};

/** The claims that a request takes: an invoice that an earlier, refused request of this purchase holds stays there. */
const claimsOf = (supplier: string, number: string, context: Context): readonly string[] => {
  const name = invoiceClaim(supplier, number);
  return context.claims.has(name) ? [] : [name];
};

/** The contract party asks for an instalment that is ready, with its invoice. */
export const requestPayment = (state: DisbursementState, data: RequestPayment, context: Context): Decision<DisbursementEvent> | Refusal => {
  if (state.purchase !== null) return no('disbursement.already_requested');
  const purchase = purchaseOf(data.purchase, context);
  const contract = purchase?.contract.signed;
  const { purchaser, finance } = purchase?.parties ?? {};
  // To everybody but the contract party there is no such contract.
  if (
    !purchase ||
    !contract ||
    !purchaser ||
    !finance ||
    contract.supplier !== data.supplier ||
    context.actor.organisation !== contract.supplier
  )
    return no('disbursement.purchase_unknown');
  const ready = instalmentOf(purchase, data.instalment);
  if (!ready) return no('disbursement.instalment_unknown', { pointer: '/instalment' });
  if (ready.disbursement !== null) return no('disbursement.instalment_open', { pointer: '/instalment' });
  if (ready.readyAt === null) return no('disbursement.instalment_not_ready', { pointer: '/instalment' });
  if (ready.payable <= 0n) return no('disbursement.nothing_payable', { pointer: '/instalment' });
  const refused = firstOf([
    ...amountFaults(data.amount, ready, purchase),
    ...invoiceFaults(data.invoice, data.amount, data.supplier, purchase, context),
  ]);
  if (refused) return refused;
  const { pins, jurisdiction } = purchase;
  const payeeKind = contract.enterprise;
  return {
    events: [
      {
        type: 'PaymentRequested',
        schema: 2,
        data: {
          ...data,
          pins,
          jurisdiction,
          contract: contract.number,
          payeeKind,
          purchaser,
          finance,
          payee: contract.payee,
          payable: ready.payable,
          due: payDue(payeeKind, ready, context.at, pins, context, contract.payment?.days ?? null),
          confirmDue: dueOf(context.rules.rule('pay.confirm.due', pins), context.at, context.calendar),
        },
      },
    ],
    commands: [
      {
        type: 'instalmentRequested',
        caseId: data.purchase,
        data: { instalment: data.instalment, disbursement: context.caseId, amount: data.amount, invoice: data.invoice.number },
      },
    ],
    claims: claimsOf(data.supplier, data.invoice.number, context),
  };
};

/** After a return to the supplier: a proper invoice, from whose receipt the due date is counted anew. */
export const resubmitRequest = (
  state: DisbursementState,
  data: Pick<RequestPayment, 'amount' | 'invoice'>,
  context: Context,
): Decision<DisbursementEvent> | Refusal => {
  const purchase = purchaseOf(state.purchase, context);
  const ready = purchase && instalmentOf(purchase, state.instalment ?? '');
  if (!purchase || !ready) return no('disbursement.purchase_unknown');
  const refused = firstOf([
    ...amountFaults(data.amount, ready, purchase),
    ...invoiceFaults(data.invoice, data.amount, state.supplier, purchase, context),
  ]);
  if (refused) return refused;
  return {
    events: [
      {
        type: 'RequestResubmitted',
        schema: 2,
        data: {
          ...data,
          due: payDue(state.payeeKind, ready, context.at, state.pins, context, purchase.contract.signed?.payment?.days ?? null),
          confirmDue: dueOf(context.rules.rule('pay.confirm.due', state.pins), context.at, context.calendar),
        },
      },
    ],
    commands: [
      {
        type: 'instalmentRequested',
        caseId: purchase.id,
        data: { instalment: state.instalment, disbursement: context.caseId, amount: data.amount, invoice: data.invoice.number },
      },
    ],
    claims: claimsOf(state.supplier, data.invoice.number, context),
  };
};
