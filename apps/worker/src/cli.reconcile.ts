// `npm run reconcile`: compares the treasury's statement with the record after a restore, posts what it proves, and lists what differs.
import { parseArgs } from 'node:util';
import { needed, readEnvironment, temporalOf } from '@goufu/config';
import { formatYuan } from '@goufu/domain';
import { saying } from '@goufu/relay';
import { createSystem, type System } from '@goufu/system';
import {
  acknowledge,
  type Compared,
  place,
  reconcile,
  type Reconciled,
  type ReconcileParts,
  release,
  type Said,
} from '../../../activities/disbursement/reconcile.js';
import { whats, type Difference } from '../../../activities/disbursement/reconciliation.js';
import { treasuryClient } from '../../../activities/index.js';

const USAGE = `npm run reconcile -- [--realm REALM] [--json]            compare, post what the treasury proves, list what differs
  --acknowledge ID|all   --by PERSON --reason TEXT        answer for a difference (several: repeat it)
  --same KEY --payment LOST      --realm --by --reason    the order KEY is the payment LOST: nothing is sent (a receipt: KEY is the case of the demand)
  --different KEY --payment LOST --realm --by --reason    the order KEY is another payment: it leaves
  --release   --by PERSON --reason TEXT                   nothing is open: people and effects may go on
  --hold      --by PERSON --reason TEXT                   reads only, nothing leaves: before a restored database is used`;

const flag = { type: 'boolean', default: false } as const;
const word = { type: 'string' } as const;
const read = () => {
  const { values } = parseArgs({
    options: {
      realm: word,
      by: word,
      reason: word,
      same: word,
      different: word,
      payment: word,
      acknowledge: { type: 'string', multiple: true },
      release: flag,
      hold: flag,
      json: flag,
    },
  });
  return values;
};
type Given = ReturnType<typeof read>;

const said = ({ by, reason }: Given): Said => {
  if (!by || !reason) throw new Error(`请写明由谁（--by）和理由（--reason）。Say who (--by) and why (--reason).\n${USAGE}`);
  return { person: by, reason };
};

const sums = (of: Difference['there']): string =>
  of === null ? '—' : `${formatYuan(of.paid)}${of.returned > 0n ? ` −${formatYuan(of.returned)}` : ''}`;
const lines = (list: readonly (Difference | Compared)[]): void => {
  for (const one of list) {
    const answer = 'acknowledged' in one && one.acknowledged ? `  ✓ ${one.acknowledged.person}：${one.acknowledged.reason}` : '';
    console.log(`  ${one.id}  ${whats[one.what].zh} ${whats[one.what].en}${answer}`);
    console.log(`            ${one.realm}  ${one.subject}  ${one.orderNo ?? ''}`);
    console.log(`            国库 there ${sums(one.there)}   此处 here ${sums(one.here)}`);
  }
};

const tell = ({ realms, movements, posted, differences }: Reconciled): void => {
  const held = realms.filter((one) => one.held).map(({ realm }) => realm);
  console.log(`国库流水 movements  ${movements}    业务域 realms  ${realms.length}    核对中 held  ${held.join(', ') || '—'}`);
  if (posted.length > 0) console.log(`\n已按国库入账 posted as the treasury proves  ${posted.length}`);
  lines(posted);
  const open = differences.filter(({ acknowledged }) => acknowledged === null);
  console.log(`\n不符 differences  ${differences.length}，未说明 open  ${open.length}`);
  lines(differences);
  if (open.length > 0) console.log('\n逐项查明后 then: npm run reconcile -- --acknowledge ID --by PERSON --reason TEXT');
  else if (held.length > 0) console.log('\n下一步 next: npm run reconcile -- --release --by PERSON --reason TEXT');
};

const json = (value: unknown): void =>
  console.log(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? formatYuan(each) : each)));

/** One way or another; true: nothing is left to do. */
const act = async (system: System, parts: ReconcileParts, given: Given): Promise<boolean> => {
  const only = given.realm ?? null;
  if (given.hold) {
    await parts.reconciliations.hold(only, said(given));
    console.log('已进入核对状态。The system is held.');
    return true;
  }
  const key = given.same ?? given.different;
  if (key !== undefined) return placed(system, parts, given, key);
  if (given.release) return freed(parts, given, only);
  let found = await reconcile(parts, only);
  if (given.acknowledge) {
    const ids = given.acknowledge.includes('all') ? 'all' : given.acknowledge;
    const count = await acknowledge(parts, found, ids, said(given));
    if (count === 0) throw new Error('没有这样的未说明事项。No such difference is open.');
    found = await reconcile(parts, only);
  }
  if (given.json) json(found);
  else tell(found);
  return found.differences.every(({ acknowledged }) => acknowledged !== null);
};

const placed = async (system: System, parts: ReconcileParts, given: Given, key: string): Promise<boolean> => {
  if (!given.realm || !given.payment) throw new Error(`请写明业务域和国库的付款。Say which realm and which payment.\n${USAGE}`);
  const of = { realm: given.realm, key, lost: given.payment, isSame: given.same !== undefined };
  const outcome = await place(parts, of, said(given));
  if (outcome !== 'placed')
    throw new Error(
      outcome === 'no-loss'
        ? `没有失落的付款 ${of.lost}。${of.lost} is no lost payment.`
        : `没有付款或者事项 ${key}。There is no order or case ${key}.`,
    );
  // Its workflow looks at once; where Temporal does not answer, it looks by itself within a minute.
  await system.lifecycles.answered({ realm: of.realm, key }).catch(() => undefined);
  console.log(
    of.isSame
      ? '已认定为同一笔付款，不再支付。It is that payment: nothing is sent.'
      : '已认定为另一笔付款。It is another payment: it leaves.',
  );
  return true;
};

const freed = async (parts: ReconcileParts, given: Given, only: string | null): Promise<boolean> => {
  const { released, open } = await release(parts, only, said(given));
  if (given.json) json({ released, open });
  else if (open.length > 0) {
    console.log(`还有未说明的不符，不能解除。Not released: ${open.length} differences are open.`);
    lines(open);
  } else console.log(`已解除 released  ${released.join(', ') || '—'}\n下一步 next: npm run recover -- --all`);
  return open.length === 0;
};

const main = async (): Promise<void> => {
  const given = read();
  const environment = readEnvironment(process.env);
  const log = (level: string, message: string, meta: object = {}): void => {
    if (level === 'warn' || level === 'error') console.error(message, JSON.stringify(meta));
  };
  const system = createSystem({ ...environment, temporal: temporalOf(environment), log });
  const { engine, effects, positions, reconciliations } = system;
  const client = treasuryClient({ url: given.hold ? 'http://localhost' : needed(environment, 'treasuryUrl') });
  try {
    if (!(await act(system, { client, engine, effects, positions, reconciliations }, given))) process.exitCode = 1;
  } finally {
    await system.stop();
  }
};

main().catch((error: unknown) => {
  console.error(saying(error));
  process.exitCode = 2;
});
