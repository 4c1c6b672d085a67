import {
  acceptFunds,
  clawbackDemand,
  commitFunds,
  decode,
  fundingNeeds,
  initialPurchase,
  isRefusal,
  releaseFunds,
  reserveFunds,
  type CaseId,
  type Command,
  type ContentRef,
  type Context,
  type Decision,
  type DomainEvent,
  type Instalment,
  type Json,
  type Plan,
  type PurchaseState,
  type Refusal,
} from '@goufu/domain';
import type { CaseType } from '@goufu/engine';
import { kinds } from '@goufu/subjects';
import { acting, county, type Realm } from './engine.js';

const purchase = kinds.find(({ kind }) => kind === 'purchase') as unknown as CaseType<PurchaseState>;

/** A purchase that a spec puts where it wants it; its money, its commands and its reports are the real ones. */
const own: Readonly<Record<string, { by: 'system'; creates?: true }>> = {
  seed: { by: 'system', creates: true },
  amend: { by: 'system' },
  reserve: { by: 'system' },
  release: { by: 'system' },
  commit: { by: 'system' },
  accept: { by: 'system' },
  demand: { by: 'system' },
};
const planOf = (state: PurchaseState): Plan => {
  if (!state.planning.plan) throw new Error('seed a plan first');
  return state.planning.plan;
};
const events = (list: readonly DomainEvent[] | Refusal): Decision | Refusal => (isRefusal(list) ? list : { events: list as DomainEvent[] });
const decideOwn = (state: PurchaseState, { type, data }: Command, context: Context): Decision | Refusal => {
  switch (type) {
    case 'seed':
    case 'amend':
      return { events: [{ type: 'Seeded', schema: 1, data }] };
    case 'reserve':
      return events(reserveFunds(state, planOf(state), context));
    case 'release':
      return events(releaseFunds(state, context));
    case 'commit':
      return events(commitFunds(state, state.contract.signed?.schedule ?? [], context));
    case 'accept':
      return events(acceptFunds(state));
    default:
      return {
        events: [],
        creates: [{ kind: 'disbursement', command: clawbackDemand(state, (data as { amount: bigint }).amount, 'assessment') }],
      };
  }
};
const seeded: CaseType<PurchaseState> = {
  ...purchase,
  commands: { ...purchase.commands, ...own },
  touches: (command, links) => (command.type in own ? {} : purchase.touches(command, links)),
  needs: (state, command, caseId, at) =>
    command.type in own ? fundingNeeds(state, state.planning.plan ?? undefined) : purchase.needs(state, command, caseId, at),
  gate: (state, type, context) => (type in own ? null : purchase.gate(state, type, context)),
  decide: (state, command, context) =>
    command.type in own ? decideOwn(state, command, context) : purchase.decide(state, command, context),
  evolve: (state, recorded) =>
    recorded.event.type === 'Seeded'
      ? { ...state, ...(recorded.event.data as Partial<PurchaseState>), id: recorded.caseId, openedAt: recorded.effectiveAt }
      : purchase.evolve(state, recorded),
};
export const moneyKinds: readonly unknown[] = kinds.map((kind) => (kind.kind === 'purchase' ? seeded : kind));

export interface Part {
  readonly id: string;
  readonly percent: string;
  readonly expectedOn: string;
}
const parts: readonly Part[] = [
  { id: 'first', percent: '40', expectedOn: '2025-04-15' },
  { id: 'second', percent: '27.22', expectedOn: '2025-09-15' },
  { id: 'tail', percent: '32.78', expectedOn: '2026-04-15' },
];
const schedule = (list: readonly Part[], amounts: readonly bigint[]): readonly Instalment[] =>
  list.map((part, i) => ({
    ...part,
    amount: amounts[i] ?? 0n,
    trigger: 'contract-signed',
    offset: { unit: 'month', length: 1 },
    conditions: ['invoice'],
    last: i === list.length - 1,
  })) as unknown as readonly Instalment[];

/** A county with money: finance, a bureau with its people, a supplier with an account. */
export const treasuryCounty = async (realm: Realm) => {
  const people = await county(realm);
  const account = { name: '晨光社会工作服务中心', bank: '示范银行', number: '6222020000001234567' };
  await realm.done('system', 'organisation', people.supplier, 'changeAccount', { account });
  const stateOf = async <T>(id: CaseId): Promise<T> => {
    const [row] = await realm.sql<{ state: string }>('select state from cases where id = $1', [id]);
    return decode(row?.state ?? 'null') as unknown as T;
  };
  const line = async (amount: bigint, more: Record<string, Json> = {}): Promise<CaseId> => {
    const data = {
      number: `示范财预〔2025〕${Math.floor(Math.random() * 1e9)}号`,
      title: '社区矫正帮教',
      purchaser: people.bureau,
      functionalCode: '2040610',
      economicCode: '50205',
      projectCode: 'P-1',
      fundsKind: '一般公共预算',
      source: 'county-budget',
      year: 2025,
      amount,
      continues: null,
      ...more,
    };
    return (await realm.done(people.officer, 'budget', null, 'approveLine', data)).id;
  };
  const account2 = async (supplier: CaseId) => (await stateOf<{ account: ContentRef }>(supplier)).account;
  /** A purchase with a plan of this amount on this line; not yet reserved. */
  const planned = async (of: CaseId, amount: bigint, list: readonly Part[] = parts): Promise<CaseId> => {
    const change = {
      parties: { purchaser: people.bureau, finance: people.finance, prefectureFinance: null, agency: null },
      planning: { ...initialPurchase.planning, title: '矫治帮教服务', plan: { amount, budgetLine: of, schedule: schedule(list, []) } },
    };
    return (await realm.done('system', 'purchase', null, 'seed', change)).id;
  };
  /** Its contract, signed and committed, with every instalment ready to be asked for. */
  const contracted = async (of: CaseId, amounts: readonly bigint[], list: readonly Part[] = parts): Promise<CaseId> => {
    const amount = amounts.reduce((sum, one) => sum + one, 0n);
    const id = await planned(of, amount, list);
    await realm.done('system', 'purchase', id, 'reserve');
    const [{ now } = { now: 0 }] = await realm.sql<{ now: number }>(
      'select floor(extract(epoch from clock_timestamp()) * 1000 + offset_ms)::float8 as now from realm where realm_id = $1',
      [realm.id],
    );
    const pin = { on: '2025-03-03', pack: (await packOf(realm)) ?? '' };
    const signed = {
      number: '〔2025〕1号',
      supplier: people.supplier,
      enterprise: 'social-organisation',
      amount,
      schedule: schedule(list, amounts),
      signedAt: now,
      effectiveAt: now,
      startsOn: '2025-03-03',
      endsOn: '2026-03-02',
      payee: { organisation: people.supplier, account: await account2(people.supplier) },
      formula: { kind: 'factor-table', of: 'tail', table: [{ from: '0', factorPercent: '100' }] },
      ladder: [],
      indicators: [],
    };
    const ready = { triggerAt: now, triggeredAt: now, readyAt: now, owedSince: now, reminder: null, reminded: false, waiver: [] };
    const instalments = list.map(({ id: of2 }, i) => ({
      id: of2,
      amount: amounts[i] ?? 0n,
      reduced: 0n,
      waived: 0n,
      waivedAt: null,
      ...ready,
    }));
    await realm.done('system', 'purchase', id, 'amend', {
      pins: pin.pack === '' ? {} : { contractSigned: pin, caseStart: pin },
      contract: { ...initialPurchase.contract, signed },
      delivery: { ...initialPurchase.delivery, instalments },
      stages: { open: [{ stage: 'delivery', since: now }], ended: {}, closed: false },
    });
    await realm.done('system', 'purchase', id, 'commit');
    return id;
  };
  const balances = async (of: CaseId): Promise<Record<string, bigint>> =>
    Object.fromEntries(
      (
        await realm.sql<{ bucket: string; balance: bigint }>('select bucket, balance from account where line = $1 and balance <> 0', [of])
      ).map(({ bucket, balance }) => [bucket, balance]),
    );
  /** Carries a disbursement from its confirmation through all its steps. */
  const approve = async (id: CaseId): Promise<void> => {
    for (const voter of [people2.approver, people.officer]) {
      const { approval } = await realm.seen<{ approval: { hash: string; generation: number } }>(id, voter);
      await realm.done(voter, 'disbursement', id, 'voteDisbursement', { verb: 'approve', hash: approval.hash });
    }
  };
  const people2 = { approver: acting(people.bureau, 'purchaser-approver', 'li-na') };
  return {
    ...people,
    bureauApprover: people2.approver,
    line,
    planned,
    contracted,
    balances,
    approve,
    stateOf,
  };
};
export type TreasuryCounty = Awaited<ReturnType<typeof treasuryCounty>>;

const packOf = async (realm: Realm): Promise<string | null> => {
  const [row] = await realm.sql<{ data: string }>(`select data from event where type = 'LineApproved' limit 1`);
  const data = row ? (decode(row.data) as { pins: { factHappened: { pack: string } } }) : null;
  return data?.pins.factHappened.pack ?? null;
};

/** What must always hold of the books: every account is what its postings say, all of them make nothing, none but a contra account is below zero. */
export const booksHold = async (realm: Realm): Promise<{ sum: bigint; wrong: number; below: number }> => {
  const [row] = await realm.sql<{ sum: string; wrong: number; below: number }>(
    `with moved as (
       select id, sum(amount)::bigint as amount from (
         select to_account as id, amount from posting union all select from_account, -amount from posting) every group by id)
     select coalesce(sum(a.balance), 0)::text as sum,
            count(*) filter (where a.balance <> coalesce(m.amount, 0))::int as wrong,
            count(*) filter (where a.balance < 0 and a.bucket not like 'appropriation%')::int as below
     from account a left join moved m on m.id = a.id`,
  );
  return { sum: BigInt(row?.sum ?? '0'), wrong: row?.wrong ?? 0, below: row?.below ?? 0 };
};
