import type { Decision, Recorded, Task } from '../../kernel/case.js';
import type { Refusal } from '../../kernel/refusal.js';
import { currentStage, stageName } from '../../kernel/stages.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import { currentDeclarations, no } from './compare.js';
import type { DeclarationCommand, DeclarationEvent, DeclarationsState } from './declarations.js';
import { declarationRefusals } from './refusals.js';

const inEvaluation = (state: PurchaseState): boolean => stageName(currentStage(state.stages) ?? '') === 'evaluation';

/** 中小企业声明函 against the directory: what differs is found, shown and judged; a false declaration is false material. */
export const declarationsPart: Part<DeclarationCommand, DeclarationEvent> = {
  refusals: declarationRefusals,
  commands: { judgeDeclaration: { by: 'person', stages: ['evaluation'], contents: ['/reason'] } },
  events: { DeclarationsCompared: true, DeclarationJudged: true },
  legal: (state) => (currentDeclarations(state).some(({ judgement }) => judgement === null) ? null : no('declarations.nothing_open')),
  decide: (state, command): Decision | Refusal => {
    const finding = currentDeclarations(state).find(({ bid }) => bid === command.data.bid);
    if (!finding) return no('declarations.unknown', { pointer: '/bid' });
    if (finding.judgement) return no('declarations.judged', { pointer: '/bid' });
    return { events: [{ type: 'DeclarationJudged', schema: 1, data: command.data }] };
  },
  evolve: (state, recorded) => ({ ...state, declarations: evolve(state.declarations, recorded) }),
  tasks: (state) => (inEvaluation(state) ? tasks(state) : []),
};

function evolve(state: DeclarationsState, { event, effectiveAt: at }: Recorded<DeclarationEvent>): DeclarationsState {
  switch (event.type) {
    case 'DeclarationsCompared': {
      const { round, findings } = event.data;
      return { rounds: [...state.rounds, { round, findings: findings.map((one) => ({ ...one, at, judgement: null })) }] };
    }
    case 'DeclarationJudged': {
      const { bid, truthful, reason } = event.data;
      const judged = { truthful, reason, at };
      const last = state.rounds.length - 1;
      return {
        rounds: state.rounds.map((one, i) =>
          i === last
            ? { ...one, findings: one.findings.map((found) => (found.bid === bid ? { ...found, judgement: judged } : found)) }
            : one,
        ),
      };
    }
  }
}

/** Whoever checks qualification judges it: the agency where that is entrusted to it, else the purchaser. */
function tasks(state: PurchaseState): readonly Task[] {
  const { agency, purchaser } = state.parties;
  const to = agency?.powers.includes('check-qualification')
    ? { organisation: agency.organisation, role: 'agency-officer' }
    : { organisation: purchaser ?? '', role: 'purchaser-handler' };
  return currentDeclarations(state)
    .filter(({ judgement }) => judgement === null)
    .map(({ bid, at, declared, registered }) => ({
      key: `declarations/${bid}`,
      name: 'judgeDeclaration',
      to,
      since: at,
      dueAt: null,
      rule: 'sme.false_declaration',
      meta: { bid, declared, registered },
    }));
}
