import type { RefusalEntry } from '@goufu/domain';

/** What the engine itself refuses, whatever the kind. Order is precedence. */
export const engineRefusals = [
  { code: 'case.not_found', status: 404, zh: '没有这个事项，或者您无权知悉。', en: 'There is no such case, or it is not yours to know.' },
  { code: 'access.no_appointment', status: 403, zh: '您没有有效的任职，不能办理。', en: 'You hold no current appointment.' },
  { code: 'access.appointment_not_yours', status: 403, zh: '该任职不属于您。', en: 'That appointment is not yours.' },
  {
    code: 'access.appointment_not_current',
    status: 403,
    zh: '该任职自{from}至{to}，现在无效。',
    en: 'That appointment runs from {from} to {to}: it is not current.',
  },
  { code: 'access.system_only', status: 403, zh: '该操作由系统执行，个人不能发出。', en: 'Only the system gives this command.' },
  {
    code: 'realm.held',
    status: 409,
    zh: '系统正处于恢复后的核对状态，只可查阅。',
    en: 'The system is held for reconciliation after a restore: reads only.',
  },
  {
    code: 'command.key_reused',
    status: 422,
    zh: '该幂等键已用于另一个请求。',
    en: 'This Idempotency-Key was used for a different request.',
  },
  {
    code: 'command.version_moved',
    status: 412,
    zh: '事项已有变化（版本{version}），请刷新后再办理。',
    en: 'The case has moved on (version {version}): reload first.',
  },
  { code: 'rules.not_in_force', status: 422, zh: '{on}没有可适用的规则{rule}。', en: 'No version of rule {rule} is in force on {on}.' },
  { code: 'claim.taken', status: 409, zh: '{name}已被另一事项使用。', en: '{name} is already used by another case.' },
] as const satisfies readonly RefusalEntry[];
