import type { Context, Decision, DomainEvent, Recorded, Task } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal.js';
import { currentStage, stageEnded, stageName } from '../../kernel/stages.js';
import { dateOf, toIsoSeconds, yearOf, type Instant } from '../../kernel/time.js';
import { movedTo } from '../clock.js';
import { anchorHappened } from '../core.js';
import { ruleOfProcedure } from '../evaluation/course.js';
import { commitFunds, fundingNeeds } from '../funding/part.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import type { ContractCommand, ContractEvent } from './contract.js';
import { draftContract, enterpriseOf } from './draft.js';
import { contractRefusals, type ContractRefusal } from './refusals.js';
import { clausesToJudge, reviewContract } from './review.js';
import { initialContract, type ContractSide, type ContractState } from './state.js';

const no = (code: ContractRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<ContractRefusal>(code, more);
const event = <E extends ContractEvent>(type: E['type'], data: E['data']): DomainEvent => ({ type, schema: 1, data });
const inContract = (state: PurchaseState) => stageName(currentStage(state.stages) ?? '') === 'contract';
const stageNow = (state: PurchaseState) => currentStage(state.stages) ?? 'contract';
/** Contracts are numbered by department and year. */
const series = (state: PurchaseState, at: Instant) => `${state.parties.purchaser}/${yearOf(dateOf(at))}/contract`;

/** The time for signing, as the procedure of the purchase names it. */
const signRule = (state: PurchaseState, context: Context) =>
  context.rules.rule(ruleOfProcedure(state, context, 'signRule', 'contract.sign'), state.pins);

/** 合同: from the notification to two signatures. */
export const contractPart: Part<ContractCommand, ContractEvent> = {
  refusals: contractRefusals,
  commands: {
    draftContract: { by: 'person', stages: ['contract'], contents: ['/clauses/-/text'] },
    reviewContract: { by: 'person', stages: ['contract'], contents: ['/opinion', '/clauses/-/reason'] },
    signAsSupplier: { by: 'person', stages: ['contract'] },
    signAsPurchaser: { by: 'person', stages: ['contract'] },
    refuseToSign: { by: 'person', stages: ['contract'], contents: ['/reason'] },
    recordRefusalToSign: { by: 'person', stages: ['contract'], contents: ['/reason'] },
    chooseAfterRefusal: { by: 'person', stages: ['contract'] },
    signatureOverdue: { by: 'system', stages: ['contract'] },
  },
  events: {
    SignaturePeriodBegan: true,
    ContractDrafted: true,
    ContractReviewed: true,
    ContractSigned: true,
    ContractConcluded: true,
    SigningRefused: true,
    CandidateGivenUp: true,
    SignatureMissed: true,
  },
  enter: {
    // The period runs from the notification, whenever this stage was entered.
    contract: (state, _stage, context) => {
      const from = state.award.current?.notifiedAt ?? context.at;
      return {
        events: [event('SignaturePeriodBegan', { due: dueOf(signRule(state, context), from, context.calendar) })],
      };
    },
  },
  needs: (state, command, _caseId, at) => {
    if (command.type === 'draftContract') return { reads: winner(state) ? [winner(state)?.supplier ?? ''] : [] };
    if (command.type === 'signAsSupplier' || command.type === 'signAsPurchaser')
      return { ...fundingNeeds(state), series: [series(state, at)] };
    return {};
  },
  legal,
  decide,
  evolve: (state, recorded) => ({ ...state, contract: evolve(state.contract, recorded) }),
  deadlines: ({ contract, ...state }) =>
    inContract({ contract, ...state }) && contract.due?.dueAt && contract.missed.length === 0 && !contract.refusal
      ? [
          {
            id: 'contract/sign',
            at: contract.due.dueAt,
            command: { type: 'signatureOverdue' },
            rule: contract.due.rule,
            calendar: contract.due.calendar,
            from: contract.due.from,
            suspendable: true,
          },
        ]
      : [],
  tasks: (state) => (inContract(state) ? tasks(state) : []),
};

/** The last moment for signing, wherever a suspension or an outage has moved it. */
const signBy = (state: PurchaseState, dueAt: Instant) => movedTo(state.clock, 'contract/sign', dueAt);
const winner = (state: PurchaseState) => state.award.current?.winner ?? null;

function legal(state: PurchaseState, type: ContractCommand['type'], context: Context): Refusal | null {
  const { draft, review, signatures, refusal, due } = state.contract;
  const standstill = state.award.current?.standstillUntil;
  if (refusal && type !== 'chooseAfterRefusal' && type !== 'signatureOverdue') return no('contract.refused');
  switch (type) {
    case 'draftContract':
      return Object.keys(signatures).length > 0 ? no('contract.signature_begun') : null;
    case 'reviewContract':
      if (!draft) return no('contract.nothing_drafted');
      return draft.drafter === context.actor.person
        ? no('contract.reviewer_drafted', { rule: context.rules.rule('pre.sod.positions', state.pins) })
        : null;
    case 'signAsSupplier':
    case 'signAsPurchaser':
      if (!draft) return no('contract.nothing_drafted');
      if (review?.outcome !== 'recommended')
        return no('contract.review_missing', { rule: context.rules.rule('pre.contract.legal_review', state.pins) });
      if (standstill !== undefined && context.at < standstill)
        return no('contract.standstill', {
          rule: context.rules.rule('award.standstill', state.pins),
          meta: { until: toIsoSeconds(standstill) },
        });
      if (signatures[type === 'signAsSupplier' ? 'supplier' : 'purchaser']) return no('contract.already_signed');
      return type === 'signAsPurchaser' && draft.drafter === context.actor.person
        ? no('contract.signer_drafted', { rule: context.rules.rule('pre.sod.positions', state.pins) })
        : null;
    case 'refuseToSign':
      return signatures.supplier ? no('contract.already_signed') : null;
    case 'recordRefusalToSign':
      if (signatures.supplier) return no('contract.supplier_signed');
      return due?.dueAt && context.at < signBy(state, due.dueAt) ? no('contract.not_yet_due', { rule: signRule(state, context) }) : null;
    case 'chooseAfterRefusal':
      return refusal ? null : no('contract.not_refused');
    default:
      return null;
  }
}

function decide(state: PurchaseState, command: ContractCommand, context: Context): Decision | Refusal {
  const { contract } = state;
  switch (command.type) {
    case 'draftContract':
      return draftContract(state, command.data, signRule(state, context), context);
    case 'reviewContract':
      return reviewContract(state, command.data, context);
    case 'signAsSupplier':
      return sign(state, 'supplier', command.data.hash, context);
    case 'signAsPurchaser':
      return sign(state, 'purchaser', command.data.hash, context);
    case 'refuseToSign':
      return { events: [event('SigningRefused', { by: 'supplier', reason: command.data.reason })] };
    case 'recordRefusalToSign':
      return { events: [event('SigningRefused', { by: 'recorded', reason: command.data.reason })] };
    case 'chooseAfterRefusal': {
      const { choice } = command.data;
      const rank = winner(state)?.rank ?? 0;
      if (choice === 'next' && !state.evaluation.result?.ranking.some((bid) => bid.rank > rank))
        return no('contract.no_next_candidate', { pointer: '/choice' });
      return { events: [event('CandidateGivenUp', { choice }), stageEnded(stageNow(state), choice)] };
    }
    case 'signatureOverdue': {
      const sides = (['supplier', 'purchaser'] as const).filter((side) => !contract.signatures[side]);
      return {
        events: contract.missed.length > 0 ? [] : [event('SignatureMissed', { sides, rule: contract.due?.rule ?? 'contract.sign' })],
      };
    }
  }
}

function sign(state: PurchaseState, side: ContractSide, hash: string, context: Context): Decision | Refusal {
  const { draft, signatures, due } = state.contract;
  const { plan } = state.planning;
  if (!draft || !plan) return no('contract.nothing_drafted');
  if (draft.hash !== hash) return no('contract.text_changed', { pointer: '/hash' });
  const signed = event('ContractSigned', { side, hash, late: due?.dueAt ? context.at >= signBy(state, due.dueAt) : false });
  if (!signatures[side === 'supplier' ? 'purchaser' : 'supplier']) return { events: [signed] };
  const committed = commitFunds(state, draft.schedule, context);
  if (isRefusal(committed)) return committed;
  const name = series(state, context.at);
  const face = {
    number: `〔${yearOf(dateOf(context.at))}〕${context.numbers.get(name) ?? 1}号`,
    supplier: draft.supplier,
    enterprise: enterpriseOf(state, draft.supplier),
    amount: draft.amount,
    schedule: draft.schedule,
    signedAt: context.at,
    effectiveAt: context.at,
    startsOn: draft.startsOn,
    endsOn: draft.endsOn,
    payee: { organisation: draft.supplier, account: draft.account },
    ...(draft.payment ? { payment: draft.payment } : {}),
    ...(draft.bond === undefined ? {} : { bond: draft.bond }),
    formula: plan.formula,
    ladder: plan.ladder,
    indicators: plan.indicators,
  };
  return {
    events: [
      signed,
      event('ContractConcluded', face),
      anchorHappened('contractSigned', context),
      ...committed,
      stageEnded(stageNow(state), 'effective'),
    ],
    numbers: { [name]: 1 },
  };
}

function evolve(contract: ContractState, { event: { type, data }, effectiveAt: at, by }: Recorded<ContractEvent>): ContractState {
  const signers = by.person === null || contract.signers.includes(by.person) ? contract.signers : [...contract.signers, by.person];
  switch (type) {
    case 'SignaturePeriodBegan':
      // Another candidate's round begins on an empty desk.
      return { ...initialContract, due: data.due };
    case 'ContractDrafted':
      return { ...contract, draft: data, review: null, signers };
    case 'ContractReviewed':
      return { ...contract, review: { outcome: data.outcome, clauses: data.clauses ?? [], by: by.person ?? '', at } };
    case 'ContractSigned':
      return {
        ...contract,
        signatures: { ...contract.signatures, [data.side]: { person: by.person ?? '', at, late: data.late } },
        signers,
      };
    case 'ContractConcluded':
      return { ...contract, signed: data };
    case 'SigningRefused':
      return { ...contract, refusal: { by: data.by, at } };
    case 'CandidateGivenUp':
      return contract;
    case 'SignatureMissed':
      return { ...contract, missed: data.sides };
  }
}

function tasks(state: PurchaseState): Task[] {
  const { draft, review, signatures, due, missed, refusal } = state.contract;
  const purchaser = state.parties.purchaser ?? '';
  const since = (state.award.current?.notifiedAt ?? 0) as Instant;
  const task = (name: string, to: Task['to'], meta: Task['meta'] = {}): Task => ({
    key: `contract/${name}`,
    name,
    to,
    since,
    dueAt: due?.dueAt ?? null,
    rule: due?.rule ?? null,
    meta,
  });
  if (refusal) return [task('chooseAfterRefusal', { organisation: purchaser, role: 'purchaser-approver' })];
  const list: Task[] = [];
  if (!draft || review?.outcome === 'not-recommended')
    list.push(task('draftContract', { organisation: purchaser, role: 'purchaser-handler' }));
  else if (!review)
    list.push(
      task('reviewContract', { organisation: purchaser, role: 'purchaser-supervision' }, { clauses: clausesToJudge(draft).length }),
    );
  else {
    if (!signatures.supplier) list.push(task('signAsSupplier', { organisation: draft.supplier, role: 'supplier-agent' }));
    if (!signatures.purchaser) list.push(task('signAsPurchaser', { organisation: purchaser, role: 'purchaser-leader' }));
  }
  if (missed.includes('supplier') && !signatures.supplier)
    list.push(task('recordRefusalToSign', { organisation: purchaser, role: 'purchaser-handler' }));
  if (missed.includes('purchaser') && !signatures.purchaser)
    list.push(
      task('signAsPurchaser', { organisation: state.parties.finance ?? '', role: 'finance-officer' }, { alert: 'contract.purchaser_late' }),
    );
  return list.map((one, i) => ({ ...one, key: `${one.key}/${i}` }));
}
