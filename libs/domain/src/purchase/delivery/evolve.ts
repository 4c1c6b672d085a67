import type { Instant } from '../../kernel/time.js';
import { addDays } from '../../kernel/time.js';
import { evolvePanels } from '../../panel/evolve.js';
import type { PanelState } from '../../panel/panel.js';
import type { DeliveryEvent } from './delivery.js';
import type { AcceptanceRound, AssessmentRound, Breach, BreachRectification, DeliveryState, OwnInstalment } from './state.js';

const changed = <T extends { readonly id: string }>(list: readonly T[], id: string, change: (one: T) => Partial<T>): readonly T[] =>
  list.map((one) => (one.id === id ? { ...one, ...change(one) } : one));

/** Folds one event; never fails. */
export const evolveDelivery = (state: DeliveryState, event: DeliveryEvent, at: Instant): DeliveryState => {
  const instalment = (id: string, change: (one: OwnInstalment) => Partial<OwnInstalment>) => ({
    ...state,
    instalments: changed(state.instalments, id, change),
  });
  const breach = (id: string, change: (one: Breach) => Partial<Breach>) => ({ ...state, breaches: changed(state.breaches, id, change) });
  const rectification = (id: string, change: (one: BreachRectification) => Partial<BreachRectification>) =>
    breach(id, ({ rectification: one }) => (one ? { rectification: { ...one, ...change(one) } } : {}));
  const assessment = (id: string, change: (one: AssessmentRound) => Partial<AssessmentRound>) => ({
    ...state,
    assessments: changed(state.assessments, id, change),
  });
  const acceptance = (change: (one: AcceptanceRound) => Partial<AcceptanceRound>) => ({
    ...state,
    acceptances: state.acceptances.map((one, i, all) => (i === all.length - 1 ? { ...one, ...change(one) } : one)),
  });
  switch (event.type) {
    case 'DeliveryBegan': {
      const { publication, filing, milestones, instalments } = event.data;
      return {
        ...state,
        publication: { due: publication, doneAt: null, late: false },
        filing: { due: filing, doneAt: null, late: false, receipt: null },
        milestones: milestones.map((one) => ({ ...one, reportedAt: null, confirmedAt: null })),
        instalments: instalments.map((one) => ({
          ...one,
          reduced: 0n,
          waived: 0n,
          waivedAt: null,
          triggerAt: null,
          triggeredAt: null,
          readyAt: null,
          owedSince: null,
          reminder: null,
          reminded: false,
          waiver: [],
        })),
      };
    }
    case 'ContractPublished':
      return state.publication ? { ...state, publication: { ...state.publication, doneAt: at, late: event.data.late } } : state;
    case 'ContractFiled': {
      const { receipt, late } = event.data;
      return state.filing ? { ...state, filing: { ...state.filing, doneAt: at, late, receipt } } : state;
    }
    case 'ContractPublicationLate':
      return state.publication ? { ...state, publication: { ...state.publication, late: true } } : state;
    case 'ContractFilingLate':
      return state.filing ? { ...state, filing: { ...state.filing, late: true } } : state;
    case 'SupplementOffered': {
      const { id, amount, text } = event.data;
      return { ...state, supplements: [...state.supplements, { id, amount, text, offeredAt: at, signedAt: null }] };
    }
    case 'SupplementSigned': {
      const { id, instalment: bearing, amount } = event.data;
      const raised = instalment(bearing, (one) => ({ amount: one.amount + amount }));
      return { ...raised, supplements: changed(state.supplements, id, () => ({ signedAt: at })) };
    }
    case 'SupplementWithdrawn':
      return { ...state, supplements: changed(state.supplements, event.data.id, () => ({ withdrawnAt: at })) };
    case 'MilestoneReported':
      return { ...state, milestones: changed(state.milestones, event.data.milestone, () => ({ reportedAt: at })) };
    case 'MilestoneConfirmed':
      return { ...state, milestones: changed(state.milestones, event.data.milestone, () => ({ confirmedAt: at })) };
    case 'ServiceRecorded':
      return { ...state, records: [...state.records, { ...event.data, at }] };
    case 'PostVacated':
      return { ...state, vacancies: [...state.vacancies, { post: event.data.post, from: event.data.from, to: null }] };
    case 'PostFilled': {
      const { post, on } = event.data;
      return {
        ...state,
        vacancies: state.vacancies.map((one) => (one.post === post && one.to === null ? { ...one, to: addDays(on, -1) } : one)),
      };
    }
    case 'BreachReported': {
      const { id, incident, account, noticeDue } = event.data;
      const fresh = { notice: null, defence: null, decideDue: null, decision: null };
      return { ...state, breaches: [...state.breaches, { id, incident, account, reportedAt: at, noticeDue, ...fresh }] };
    }
    case 'BreachNoticed': {
      const { text, defenceDue } = event.data;
      return breach(event.data.breach, () => ({ notice: { text, at, defenceDue } }));
    }
    case 'BreachDefended': {
      const { statement, decideDue } = event.data;
      return breach(event.data.breach, () => ({ defence: { statement, at }, decideDue }));
    }
    case 'DefenceMissed':
      return breach(event.data.breach, () => ({ decideDue: event.data.decideDue }));
    case 'BreachDecided': {
      const { breach: id, rectification: due, ...decision } = event.data;
      const turn = due ? { rectification: { due, reported: null, late: false, judgeDue: null, result: null } } : {};
      return breach(id, () => ({ decision: { ...decision, at }, ...turn }));
    }
    case 'BreachRectificationReported': {
      const { breach: id, report, file, judgeDue } = event.data;
      return rectification(id, (one) => ({ reported: { report, file, at }, judgeDue: one.judgeDue ?? judgeDue }));
    }
    case 'BreachRectificationReturned':
      return rectification(event.data.breach, () => ({ due: event.data.due, reported: null, late: false, judgeDue: null }));
    case 'BreachRectificationJudged': {
      const { breach: id, ...result } = event.data;
      return rectification(id, () => ({ result: { ...result, at } }));
    }
    case 'BreachRectificationLate':
      return rectification(event.data.breach, () => ({ late: true, judgeDue: event.data.judgeDue }));
    case 'AssessmentOpened': {
      const { id, instalment: of, due, moves } = event.data;
      const panel = evolvePanels(null, moves, at) as PanelState;
      const fresh = { late: false, score: null, published: null, appeal: null, answer: null, settledAt: null, void: false };
      return { ...state, assessments: [...state.assessments, { id, instalment: of, openedAt: at, due, panel, ...fresh }] };
    }
    case 'AssessmentPanelMoved': {
      const { moves } = event.data;
      return assessment(event.data.assessment, ({ panel }) => ({ panel: evolvePanels(panel, moves, at) as PanelState }));
    }
    case 'AssessmentScored': {
      const { exact, total } = event.data;
      return assessment(event.data.assessment, () => ({ score: { exact, total } }));
    }
    case 'AssessmentPublished': {
      const { passed, appealDue, by } = event.data;
      return assessment(event.data.assessment, () => ({ published: { at, passed, appealDue, by } }));
    }
    case 'AssessmentAppealed': {
      const { grounds, answerDue } = event.data;
      return assessment(event.data.assessment, () => ({ appeal: { grounds, at, answerDue } }));
    }
    case 'AppealAnswered': {
      const { upheld, reason } = event.data;
      return assessment(event.data.assessment, () => ({ answer: { upheld, reason, at }, void: upheld }));
    }
    case 'AssessmentSettled':
      return assessment(event.data.assessment, () => ({ settledAt: at }));
    case 'AssessmentLate':
      return assessment(event.data.assessment, () => ({ late: true }));
    case 'AcceptanceRequested':
      return { ...state, acceptanceRequest: { by: event.data.by, at, due: event.data.due, late: false } };
    case 'AcceptanceOpened': {
      const { round, members, items } = event.data;
      const fresh = { opinions: [], signatures: [], act: null, publishedAt: null, late: false, final: false, rectification: null };
      const unchecked = items.map((item) => ({ ...item, passed: null, note: null }));
      return { ...state, acceptances: [...state.acceptances, { round, openedAt: at, members, items: unchecked, ...fresh }] };
    }
    case 'AcceptanceItemsChecked': {
      const checks = new Map(event.data.items.map((item) => [item.id, item]));
      return acceptance(({ items }) => ({ items: items.map((item) => ({ ...item, ...checks.get(item.id) })) }));
    }
    case 'OpinionRecorded':
      return acceptance(({ opinions }) => ({ opinions: [...opinions, { ...event.data, at }] }));
    case 'ActSigned':
      return acceptance(({ signatures }) => ({ signatures: [...signatures, { ...event.data, at }] }));
    case 'ActConcluded': {
      const { passed, publishDue } = event.data;
      return { ...acceptance(() => ({ act: { passed, at, publishDue } })), acceptance: { passed, actAt: at, publishedAt: null } };
    }
    case 'AcceptancePublished': {
      const published = acceptance(() => ({ publishedAt: at, final: event.data.final }));
      // A failed acceptance is asked for anew, after what was ordered is set right.
      return {
        ...published,
        acceptance: state.acceptance && { ...state.acceptance, publishedAt: at },
        acceptanceRequest: event.data.passed ? state.acceptanceRequest : null,
      };
    }
    case 'RectificationOrdered':
      return acceptance(() => ({ rectification: { ...event.data, at } }));
    case 'AcceptanceLate':
      return state.acceptanceRequest ? { ...state, acceptanceRequest: { ...state.acceptanceRequest, late: true } } : state;
    case 'AcceptancePublicationLate':
      return acceptance(() => ({ late: true }));
    case 'InstalmentExpected': {
      const { triggerAt, owedSince } = event.data;
      return instalment(event.data.instalment, () => ({ triggerAt, owedSince }));
    }
    case 'InstalmentTriggered':
      return instalment(event.data.instalment, () => ({ triggeredAt: at }));
    case 'InstalmentReady': {
      const { reminder, owedSince } = event.data;
      return instalment(event.data.instalment, () => ({ readyAt: at, reminder, owedSince }));
    }
    case 'PaymentUnrequested':
      return instalment(event.data.instalment, () => ({ reminded: true }));
    case 'PaymentReduced': {
      const { amount } = event.data;
      return instalment(event.data.instalment, (one) => ({ reduced: one.reduced + amount }));
    }
    case 'InstalmentWaiverAgreed':
      return instalment(event.data.instalment, ({ waiver }) => ({ waiver: [...waiver, event.data.side] }));
    case 'InstalmentWaived':
      return instalment(event.data.instalment, () => ({ waived: event.data.amount, waivedAt: at }));
    case 'ClawbackDue': {
      const { amount, cause } = event.data;
      const before = state.clawback ?? { amount: 0n, causes: [] };
      return { ...state, clawback: { amount: before.amount + amount, since: at, causes: [...before.causes, cause] } };
    }
  }
};
