import type { FailureRound, Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

const handler = [{ roles: ['purchaser-handler'], in: 'purchaser' }] as const satisfies readonly Permission[];
// Whoever may sit in a chain by the packs; the chain itself says whose turn it is.
const deciders = [
  { roles: ['purchaser-leader', 'purchaser-approver'], in: 'purchaser' },
  { roles: ['finance-officer', 'finance-approver', 'finance-leader'], in: 'finance' },
  { roles: ['prefecture-finance-officer', 'prefecture-finance-approver'], in: 'prefecture-finance' },
] as const satisfies readonly Permission[];

export const failurePermissions: Readonly<Record<string, readonly Permission[]>> = {
  recordFinding: handler,
  choose: handler,
  voteOtherMethod: deciders,
  resubmitOtherMethod: handler,
  withdrawOtherMethod: handler,
  refreshOtherMethod: [{ roles: ['operator'], in: 'purchaser' }, { roles: ['operator'], in: 'finance' }, ...handler],
};

const seeRound = ({ finding, application, refusals, choice, due, ...round }: FailureRound, inside: boolean): Json => ({
  round: round.round,
  of: round.of,
  since: round.since,
  choice:
    choice === null
      ? null
      : { choice: choice.choice, method: choice.method, at: choice.at, ...(inside ? { reason: { ...choice.reason } } : {}) },
  ...(inside
    ? {
        dueAt: due.dueAt,
        rule: due.rule,
        late: round.late,
        finding:
          finding === null
            ? null
            : finding.kind === 'document-faulty'
              ? { kind: finding.kind, at: finding.at, faults: finding.faults.map((fault) => ({ ...fault })) }
              : {
                  kind: finding.kind,
                  at: finding.at,
                  opinions: finding.opinions.map(({ expert, text }) => ({ expert, text: { ...text } })),
                },
        application:
          application === null
            ? null
            : {
                method: application.method,
                reason: { ...application.reason },
                status: application.approval?.status ?? null,
                hash: application.approval?.hash ?? null,
                generation: application.approval?.generation ?? null,
                seats:
                  application.approval?.seats.map(({ step, person, outcome, at, opinion, counts }) => ({
                    step,
                    person,
                    outcome,
                    at,
                    counts,
                    opinion: opinion === null ? null : { ...opinion },
                  })) ?? [],
              },
        refusals: refusals.map((refusal) => ({ ...refusal })),
      }
    : {}),
});

/** The purchaser's side sees findings and applications; everybody sees that a tender failed and how it goes on. */
export const seeFailure = (viewer: Viewer): Json | null => {
  const { current, history } = viewer.state.failure;
  if (current === null) return null;
  const inside = isInside(viewer);
  return { current: seeRound(current, inside), earlier: history.map((round) => seeRound(round, inside)) };
};
