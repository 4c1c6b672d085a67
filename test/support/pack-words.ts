import { readPacks } from '@goufu/config';

/** Where a form or a view takes one of a pack's words: command and field, or the path in an answer. */
interface Taker {
  readonly path: readonly string[];
  readonly command?: string;
}
interface PackRow {
  readonly id: string;
  readonly unit?: string;
  readonly value?: unknown;
}
interface Step {
  readonly id: string;
  readonly mode: string;
  readonly veto: string;
  readonly candidates: { readonly organisation: string; readonly role: string };
}

const taker = (text: string): Taker => {
  const [command, path = ''] = text.split(' ');
  return command === '-' ? { path: path.split('.') } : { path: path.split('.'), ...(command === undefined ? {} : { command }) };
};
const takers: Readonly<Record<string, readonly string[]>> = {
  'award.pass_over_grounds': ['purchase.recordLawfulReason ground', '- purchase.award.skipped.ground'],
  'bond.performance_forms': ['purchase.lodgePerformanceBond form', '- purchase.obligations.bond.form'],
  'pre.need_survey.required': ['purchase.submitPlan plan.grounds'],
  'committee.size7.grounds': ['purchase.submitPlan plan.grounds'],
  'pre.review.members': ['- purchase.planning.scrutiny.units'],
  'pre.review.key.aspects': ['purchase.reviewPlan aspects.aspect', '- purchase.planning.scrutiny.aspects'],
  'pre.judgement.sod': ['purchase.recordJudgement kind'],
  'agency.powers': ['organisation.entrust powers', '- organisation.entrustments.powers'],
  'bond.forms': ['bid.submit offer.bond.form', 'bid.replace offer.bond.form', '- purchase.bonds.bonds.form'],
  'ss.grounds': ['purchase.nameSingleSource ground', '- purchase.singleSource.ground'],
  'ss.publicity.grounds': ['- purchase.singleSource.ground'],
  'bond.forfeit_grounds': ['purchase.forfeitBond ground', '- purchase.bonds.bonds.forfeit.ground'],
  'cc.change': ['purchase.proposeChange changes', '- purchase.evaluation.talks.changes.changes'],
  'neg.change': ['purchase.proposeChange changes'],
  'result.edit': ['purchase.correctScore kind'],
  'cc.rereview': ['purchase.correctScore kind'],
  'neg.rereview': ['purchase.correctScore kind'],
  'pay.sme.excuses_void': ['purchase.draftContract clauses.excuse', '- purchase.contract.draft.clauses.excuse'],
  'award.invalid_grounds': ['purchase.invalidateAward ground', '- purchase.ending.ground', '- purchase.ending.invalidAwards.ground'],
  'award.invalid_effects': ['purchase.invalidateAward afterwards'],
  'contract.rescission_grounds': ['purchase.rescind ground', '- purchase.ending.ground', '- purchase.ending.rescission.ground'],
  'error.correction': ['- purchase.findings.corrections.steps.step'],
  'gps.contractor': ['bid.submit contractor', '- bid.contractor'],
  'sme.reserve.forms': ['- purchase.planning.setAside.form', '- SetAsideYear.large.byForm'],
  'sme.reserve.exemptions': ['purchase.submitPlan plan.setAside.ground', '- purchase.planning.plan.setAside.ground'],
  'sme.deduct.kinds': ['organisation.register enterprise'],
  'sme.reserved.kinds': ['organisation.register enterprise'],
  'pay.sme.scope': ['- disbursement.payeeKind'],
  'pay.sme.counts_from': ['purchase.submitPlan plan.schedule.trigger'],
  'tender.unalterable': ['purchase.amendDocuments changes'],
  'tender.cancel_ground': ['purchase.terminateTender ground', '- purchase.ending.ground'],
  'tender.void_grounds': ['purchase.voidTender ground', '- purchase.ending.ground'],
  'tender.lt3.above_threshold': ['purchase.choose choice'],
  'collusion.auto_invalid': ['- purchase.findings.signals.pattern', '- meta.pattern'],
  'method.table': ['purchase.submitPlan plan.method', 'purchase.choose method', '- purchase.planning.plan.method'],
  'gps.negative_list': ['catalogue.propose negativeFacts', 'purchase.submitPlan plan.facts'],
  'assessment.judicial_indicators': ['purchase.submitPlan plan.indicators.judicial'],
};
/** Words that rules weigh and nobody chooses or reads: an order of ranking, what may not be scored, codes of a catalogue that names them itself. */
const weighed = [
  'accept.opinion.masked',
  'award.refused',
  'award.tell_losers',
  'catalogue.justice_field',
  'catalogue.levels',
  'cc.invite.ways',
  'cc.rank',
  'catalogue.public_service',
  'committee.recusal.kinship',
  'committee.recusal.relations',
  'contract.subcontract',
  'factors.forbidden',
  'fund.purposes',
  'fund.sources',
  'gps.excluded_both_sides',
  'gps.purchaser',
  'gps.term_extended.conditions',
  'grade.levels',
  'invalid.bid',
  'neg.rank',
  'pre.intent_notice.fields',
  'rank.comprehensive',
  'rank.lowest_price',
];

const rows: readonly PackRow[] = readPacks().flatMap(({ data }) => {
  const file = data as { readonly defaults?: { readonly unit?: string }; readonly rows?: readonly PackRow[] };
  return (file.rows ?? []).map((row) => ({ ...file.defaults, ...row }));
});
const wordOf = (entry: unknown): string =>
  typeof entry === 'string'
    ? entry
    : Object.entries(entry as Record<string, string>).reduce(
        (found, [key, word]) => (['method', 'fact', 'id'].includes(key) ? word : found),
        '',
      );

/** Every list of words in the packs that a form or a view takes, with where it does. */
export const wordsOfPacks: readonly { readonly places: readonly Taker[]; readonly words: readonly string[] }[] = rows.flatMap(
  ({ id, value }) => {
    const places = takers[id];
    return places && Array.isArray(value) ? [{ places: places.map(taker), words: value.map(wordOf) }] : [];
  },
);
/** Lists of words that neither a form takes nor anybody said to be for the rules alone; and what was said of lists that are none. */
export const unplacedWords = {
  unknown: rows.filter(({ id, unit }) => unit === 'words' && !(id in takers) && !weighed.includes(id)).map(({ id }) => id),
  gone: [...Object.keys(takers), ...weighed].filter((id) => !rows.some((row) => row.id === id)),
};
/** Every chain of approvers: its id, its steps, and the fields whose change voids it. */
export const chainsOfPacks: readonly { readonly id: string; readonly steps: readonly Step[]; readonly fields: readonly string[] }[] =
  rows.flatMap(({ id, value }) => {
    const chain = value as { readonly steps?: readonly Step[]; readonly protected?: readonly string[] } | undefined;
    return id.startsWith('approval.') && chain?.steps ? [{ id, steps: chain.steps, fields: chain.protected ?? [] }] : [];
  });
