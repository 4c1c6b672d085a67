import type { Instant } from '../kernel/index.js';
import { openQuestion, panelStatus } from './panel.js';
import type { ComplianceVote, PanelMember, PanelMove, PanelSeat, PanelSignature, PanelState } from './panel.js';

/** Folds one move; the first is `PanelDrawn`, given with `null`. Never fails. */
export const evolvePanel = (state: PanelState | null, move: PanelMove, at: Instant): PanelState => {
  if (move.type === 'PanelDrawn') return opened(move.data, at);
  if (state === null) throw new Error(`a panel begins with PanelDrawn, not ${move.type}`);
  const now = folded(state, move, at);
  return panelStatus(now) === panelStatus(state) ? now : { ...now, since: at };
};

/** Folds several moves of one instant. */
export const evolvePanels = (state: PanelState | null, moves: readonly PanelMove[], at: Instant): PanelState | null =>
  moves.reduce<PanelState | null>((now, move) => evolvePanel(now, move, at), state);

const member = (seat: PanelSeat): PanelMember => ({ ...seat, declared: false, sits: true });

const opened = (data: Extract<PanelMove, { type: 'PanelDrawn' }>['data'], at: Instant): PanelState => ({
  definition: data.definition,
  subjects: data.subjects,
  members: data.seats.map(member),
  reserves: data.reserves,
  vacant: [],
  draws: data.draw ? [data.draw] : [],
  chair: null,
  votes: [],
  compliant: data.definition.compliance ? null : data.subjects,
  questions: [],
  formerly: null,
  sheets: [],
  outcome: null,
  report: null,
  signatures: [],
  since: at,
});

const folded = (state: PanelState, move: Exclude<PanelMove, { type: 'PanelDrawn' }>, at: Instant): PanelState => {
  switch (move.type) {
    case 'ConflictDeclared': {
      const { person, conflict } = move.data;
      return { ...state, members: state.members.map((one) => (one.person === person ? { ...one, declared: !conflict } : one)) };
    }
    case 'MemberReplaced':
      return replaced(state, move.data);
    case 'PanelSupplemented': {
      const { seats, reserves, draw } = move.data;
      const draws = draw ? [...state.draws, draw] : state.draws;
      return { ...state, members: [...state.members, ...seats.map(member)], reserves, vacant: [], draws };
    }
    case 'ChairChosen':
      return { ...state, chair: move.data.person };
    case 'ComplianceVoted':
      return { ...state, votes: [...state.votes, move.data] };
    case 'ComplianceClosed': {
      const { compliant } = move.data;
      const same = state.formerly === null || state.formerly.join('\n') === compliant.join('\n');
      return { ...state, compliant, formerly: null, sheets: same ? state.sheets : [] };
    }
    case 'QuestionRaised':
      return { ...state, questions: [...state.questions, { ...move.data, votes: [], closed: null }] };
    case 'QuestionVoted': {
      const open = openQuestion(state);
      return { ...state, questions: state.questions.map((one) => (one === open ? { ...one, votes: [...one.votes, move.data] } : one)) };
    }
    case 'QuestionClosed': {
      const open = openQuestion(state);
      return { ...state, questions: state.questions.map((one) => (one === open ? { ...one, closed: move.data.closed } : one)) };
    }
    case 'SubjectsLeft':
      return { ...state, left: [...(state.left ?? []), ...move.data.subjects] };
    case 'SheetSubmitted':
      return { ...state, sheets: [...state.sheets.filter(({ person }) => person !== move.data.person), move.data] };
    case 'SheetsLocked':
      return { ...state, outcome: move.data };
    case 'ScoreCorrected': {
      const { person, ref, outcome } = move.data;
      const sheets = state.sheets.map((sheet) => (sheet.person === person ? { person, ref } : sheet));
      // Whoever signed, signed other figures.
      return { ...state, sheets, outcome, report: null, signatures: [] };
    }
    case 'ReportPresented':
      return { ...state, report: move.data.report, signatures: [] };
    case 'ReportSigned':
      return signed(state, { person: move.data.person, how: 'agreed', dissent: null, at });
    case 'DissentRecorded':
      return signed(state, { person: move.data.person, how: 'dissented', dissent: move.data.dissent, at });
    case 'AgreementDeemed':
      return signed(state, { person: move.data.person, how: 'deemed', dissent: null, at });
    case 'ReportRejected':
      return { ...state, report: null, signatures: [] };
  }
};

const signed = (state: PanelState, signature: PanelSignature): PanelState => ({ ...state, signatures: [...state.signatures, signature] });

/** The leaver's vote and sheet are void, so what was found compliant has to be found again by those who sit now. */
const replaced = (state: PanelState, { left, next }: Extract<PanelMove, { type: 'MemberReplaced' }>['data']): PanelState => {
  const role = state.members.find((one) => one.person === left)?.role ?? 'expert';
  const members = state.members.map((one) => (one.person === left ? { ...one, sits: false, declared: false } : one));
  const examined = state.definition.compliance;
  const others = (votes: readonly ComplianceVote[]) => votes.filter(({ person }) => person !== left);
  return {
    ...state,
    members: next ? [...members, member(next)] : members,
    reserves: state.reserves.filter(({ person }) => person !== next?.person),
    vacant: next ? state.vacant : [...state.vacant, role],
    chair: state.chair === left ? null : state.chair,
    votes: others(state.votes),
    compliant: examined ? null : state.compliant,
    formerly: examined ? (state.compliant ?? state.formerly) : null,
    // A question that was closed is open again for who sits now, and may bring back what the sheets left out.
    questions: state.questions.map((question) => ({ ...question, votes: others(question.votes), closed: null })),
    sheets: state.questions.length > 0 ? [] : state.sheets.filter(({ person }) => person !== left),
  };
};
