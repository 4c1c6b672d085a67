import type { CaseId } from '@goufu/domain';

/** In both languages, as whoever has to act reads it. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}
/** Something that does not move by itself, with what an operator can do. */
export interface Stuck {
  readonly realm: string;
  readonly caseId: CaseId;
  readonly what: 'due' | 'between-stages' | 'outbox' | 'effect' | 'workflow';
  readonly sinceMs: number;
  /** What is known of this one beyond its kind: a key, a cause. */
  readonly detail: string | null;
  readonly says: Words;
  readonly remedy: Words;
}

const kinds: Readonly<Record<Stuck['what'], { readonly says: Words; readonly remedy: Words }>> = {
  due: {
    says: { zh: '期限已过，事项没有变化', en: 'its due instant has passed and changed nothing' },
    remedy: {
      zh: '在worker日志中查找此事项的“a due could not be applied”：所述原因是本版本的缺陷。系统每半分钟再试。',
      en: 'Look in the log of the worker for "a due could not be applied" of this case: its cause is a fault of this release. The guard goes on trying.',
    },
  },
  'between-stages': {
    says: { zh: '上一环节已结束，下一环节没有开始', en: 'no stage is open' },
    remedy: {
      zh: '执行npm run recover重新启动其流程；仍不动的，到Temporal查看该流程是否有“lifecycle drift”或者失败的任务。',
      en: 'npm run recover starts its workflow again; if it stays, look at the workflow in Temporal for "lifecycle drift" or a failed task.',
    },
  },
  outbox: {
    says: { zh: '给流程的消息没有送达', en: 'its workflow was not told' },
    remedy: {
      zh: '检查Temporal在其地址是否应答；恢复应答后自动送达，也可以执行npm run recover立即送达。',
      en: 'See that Temporal answers at its address; what waits is told by itself when it does, or at once by npm run recover.',
    },
  },
  effect: {
    says: { zh: '支付或者通知没有确定的结果', en: 'a payment or notice has no definite end, or failed' },
    remedy: {
      zh: '失败的：按所述原因排除；对方对账单载明其结果，或者后一次办理完成的，自动消除。其余：检查对方系统是否应答；系统以同一编号自动再问，不会重复支付。',
      en: 'Failed: mend what the detail says; it is settled once the other side’s statement tells its end, or a later attempt is done. Else see that the other side answers; it is asked again by itself under the same key.',
    },
  },
  workflow: {
    says: { zh: '一小时内其流程多次中止，多次被重新启动', en: 'its workflow ends again and again' },
    remedy: {
      zh: '到Temporal查看其最近一次运行为何中止或者失败。有人或者脚本在终止它的，须停止；自行失败的是本版本的缺陷，升级后执行npm run recover。',
      en: 'Look at its last run in Temporal: why it was ended or failed. Whoever ends it by hand or by a script must stop; if it fails by itself, it is a fault of this release, and npm run recover begins it anew after the next.',
    },
  },
};
export const stuckKinds = Object.keys(kinds) as readonly Stuck['what'][];

/** A workflow that had to be begun so often within the hour does not stay: beginning it once more is no remedy. Left alone for ten minutes, it does. */
export const TOO_OFTEN = 3;

// Stable within the statement, so that an index is searched with it: a volatile clock would be compared with every row.
const realmNow = `statement_timestamp() + r.offset_ms * interval '1 ms'`;
const age = (since: string, now = 'clock_timestamp()'): string => `(extract(epoch from ${now} - ${since}) * 1000)::float8`;

// Keys end in the number of the attempt (a payment) or the round (a notice): what stands before it is what all of them are for.
const stands = (key: string): string => `regexp_replace(${key}, ':\\d+$', '')`;
const attempt = (key: string): string => `coalesce(substring(${key} from ':(\\d+)$')::numeric, 0)`;

/**
 * What has not moved for a minute although it should, longest first: `$1` most rows; `$2` one realm, or null for every one that may be seen;
 * `$3` kinds that nobody may count. A failed effect is settled once its case has heard its end (it is done then) or a later attempt at the same
 * thing is done. Each part takes its first rows by an index, however many wait.
 */
const statement = `select * from (
   (select r.realm_id as realm, c.id as "caseId", 'due' as what, ${age('c.next_due_at', realmNow)} as "sinceMs", null::text as detail
    from realm r cross join lateral (
      select id, next_due_at from cases
      where realm_id = r.realm_id and not closed and next_due_at is not null and next_due_at < ${realmNow} - interval '1 minute' and kind <> all ($3::text[])
      order by next_due_at limit $1) c
    where not r.held and ($2::text is null or r.realm_id = $2)
    order by c.next_due_at limit $1)
   union all
   (select c.realm_id, c.id, 'between-stages', ${age('c.last_at', realmNow)}, null
    from cases c join realm r on r.realm_id = c.realm_id
    where not r.held and not c.closed and c.lifecycle is not null and c.open_stages = '{}' and c.last_at < ${realmNow} - interval '1 minute'
      and ($2::text is null or c.realm_id = $2) and c.kind <> all ($3::text[])
    order by c.last_at limit $1)
   union all
   (select o.realm_id, o.case_id, 'outbox', ${age('min(o.created_at)')}, max(o.error)
    from (select realm_id, case_id, created_at, error from outbox
          where done_at is null and created_at < clock_timestamp() - interval '1 minute'
            and ($2::text is null or realm_id = $2) and split_part(case_id, '/', 1) <> all ($3::text[])
          order by next_at, id limit 10 * $1::int) o
    group by o.realm_id, o.case_id)
   union all
   (select f.realm_id, f.case_id, 'effect', ${age('f.next_at')}, f.kind || ' ' || f.key || ' is failed' || coalesce(': ' || f.error, '')
    from effect f
    where f.state = 'failed' and ($2::text is null or f.realm_id = $2) and split_part(f.case_id, '/', 1) <> all ($3::text[])
      and not exists (select from effect l where l.realm_id = f.realm_id and l.case_id = f.case_id and l.kind = f.kind and l.state = 'done'
                      and (${attempt('l.key')}) > (${attempt('f.key')}) and ${stands('l.key')} = ${stands('f.key')})
    order by f.next_at limit $1)
   union all
   (select realm_id, case_id, 'effect', ${age('created_at')}, kind || ' ' || key || ' is ' || state || coalesce(': ' || error, '')
    from effect where state in ('wanted', 'sending', 'unknown') and attempts > 5
      and ($2::text is null or realm_id = $2) and split_part(case_id, '/', 1) <> all ($3::text[])
    order by next_at limit $1)
   union all
   (select b.realm_id, b.case_id, 'workflow', ${age('min(b.at)')}, 'begun ' || count(*) || ' times within the hour'
    from restart b join cases c on c.realm_id = b.realm_id and c.id = b.case_id and not c.closed
    where b.at > clock_timestamp() - interval '1 hour' and ($2::text is null or b.realm_id = $2) and c.kind <> all ($3::text[])
    group by b.realm_id, b.case_id having count(*) >= ${TOO_OFTEN} and max(b.at) > clock_timestamp() - interval '10 minutes' limit $1)
 ) as stuck order by "sinceMs" desc limit $1`;

type Found = Omit<Stuck, 'says' | 'remedy'>;
/** Asked by the worker for every realm, and by the API for the realm of who asks: one statement, so that both say the same. */
export const stuckNow = async (
  ask: (text: string, values: unknown[]) => Promise<readonly Found[]>,
  of: { readonly realm: string | null; readonly limit: number; readonly uncounted: readonly string[] },
): Promise<readonly Stuck[]> => (await ask(statement, [of.limit, of.realm, of.uncounted])).map((row) => ({ ...row, ...kinds[row.what] }));
