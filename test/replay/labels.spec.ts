import { describe, expect, it } from '@jest/globals';
import {
  commandLabels,
  eventLabel,
  eventLabels,
  type HintedLabel,
  fieldLabel,
  fieldLabels,
  kindLabels,
  type Label,
  noticeLabel,
  noticeLabels,
  outcomeLabels,
  powerLabels,
  roleLabels,
  stageLabels,
  taskLabel,
  taskLabels,
  valueLabel,
  valueLabels,
} from '@goufu/labels';
import { kinds } from '@goufu/subjects';
import { sourceFiles } from '../architecture/source-tree.js';
import { answerPlaces, requests } from '../support/api-schemas.js';
import { eventTypes } from '../support/event-types.js';
import { chainsOfPacks, unplacedWords, wordsOfPacks } from '../support/pack-words.js';
import { bucketOf, seenCases } from '../support/seen-views.js';

/** A place where a label is looked up: in a form of a command, or in an answer. */
interface Asked {
  readonly path: readonly string[];
  readonly command?: string;
}
const nameOf = ({ path, command }: Asked): string => `${command === undefined ? '' : `${command} `}${path.join('.')}`;
const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].toSorted();

/** Below these stand ids, stages or words that somebody chose, not names of fields. */
const keyed = ['invoices', 'means', 'purchase.ended', 'stages.ended', 'own.items', 'posts', 'purchase.tender.current.words', 'byForm'];
const isKeyed = (path: readonly string[]): boolean => keyed.some((end) => path.join('.').endsWith(end));
/** Text in both languages, and text that is kept apart, are read as they are: their members are no fields. */
const isText = (value: object): boolean => ('zh' in value && 'en' in value) || ('content' in value && 'hash' in value);
interface Found {
  readonly path: readonly string[];
  readonly value: unknown;
}
const foundIn = function* (value: unknown, path: readonly string[]): Generator<Found> {
  if (Array.isArray(value)) for (const one of value) yield* foundIn(one, path);
  else if (typeof value === 'object' && value !== null && !isText(value))
    for (const [name, one] of Object.entries(value)) {
      const inner = isKeyed(path) ? path : [...path, name];
      yield { path: inner, value: one };
      yield* foundIn(one, inner);
    }
  else yield { path, value };
};
const seen = [...seenCases()];
/** The same place with the same words is asked about once. */
const once = (all: Iterable<Found>): readonly Found[] => {
  const found = new Map<string, Found>();
  for (const one of all) {
    const key = `${one.path.join('.')} ${typeof one.value === 'string' ? one.value : ''}`;
    if (one.path.length > 1 && !found.has(key)) found.set(key, one);
  }
  return [...found.values()];
};
const views = once(seen.flatMap((one) => one.views.flatMap((view) => [...foundIn(view, [one.kind])])));
const metas = once(seen.flatMap(({ tasks }) => tasks.flatMap(({ meta }) => [...foundIn(meta ?? {}, ['meta'])])));
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const rowsOf = (table: string) =>
  seen.flatMap(({ rows }) => rows.flatMap((row) => (row.table === table && row.values ? [row.values] : [])));
const answers = ['Task', 'CaseSummary', 'Notice', 'TimelineEntry', 'Statement', 'SetAsideYear'];

const distinct = (all: readonly Asked[]): readonly Asked[] => [...new Map(all.map((one) => [nameOf(one), one])).values()];
const inForms = distinct(requests.flatMap(({ operation, places }) => places.map(({ path }) => ({ path, command: operation })))).filter(
  ({ path }) => path.length > 0,
);
const inViews = distinct(views.map(({ path }) => ({ path })));
const inAnswers = distinct(
  [...answers.flatMap((name) => answerPlaces(name).filter(({ path }) => path.length > 1 && !isKeyed(path.slice(0, -1)))), ...metas].map(
    ({ path }) => ({ path }),
  ),
);
const withoutLabel = (all: readonly Asked[]): readonly string[] =>
  all.filter(({ path, command }) => fieldLabel(path, command) === null).map(nameOf);

describe('the label of a field', () => {
  /** What views can show and no kept case does: a consultation that went on with fewer than usual. */
  const unseen = ['exception', 'usual'];

  it('is looked for in every form and in every view', () => {
    expect(requests.length).toBeGreaterThan(150);
    expect(inForms.length).toBeGreaterThan(500);
    expect(inViews.length).toBeGreaterThan(800);
  });
  it('stands at every field of every form', () => {
    expect(withoutLabel(inForms)).toEqual([]);
  });
  it('stands at everything that a view shows', () => {
    expect(withoutLabel(inViews)).toEqual([]);
  });
  it('stands at everything that lists, to-dos, notices, timelines and statements answer', () => {
    expect(withoutLabel(inAnswers)).toEqual([]);
  });
  it('is nowhere kept that nothing asks for', () => {
    const shown = new Set<HintedLabel | null>([...inForms, ...inViews, ...inAnswers].map(({ path, command }) => fieldLabel(path, command)));
    expect([...fieldLabels].filter(([, label]) => !shown.has(label)).map(([key]) => key)).toEqual(unseen);
  });
});

describe('the label of a word', () => {
  /** What views, lists and to-dos can show and no kept case does. */
  const unseen: Readonly<Record<string, readonly string[]>> = {
    'CaseSummary.state': ['suspended'],
    'alarms.name': ['overpaid'],
    alert: ['approval.empty_step', 'delivery.acceptance_rounds_over', 'obligations.bond_unreturned'],
    'attempts.state': ['partial'],
    'bonds.standing': ['not-counted', 'withdrawn'],
    cause: ['breach', 'rescission'],
    'corrections.answer': ['missed', 'refused'],
    decided: ['without-funds'],
    'ending.by': ['cancel', 'completeRescission', 'invalidateAward', 'voidTender'],
    'members.standing': ['left'],
    'meta.because': ['signed', 'withdrawn'],
    'meta.status': ['questioning', 'short'],
    'moves.because': ['answer', 'extension'],
    'reasons.code': ['compliance', 'qualification'],
    'refusal.by': ['supplier'],
    'rejected.reason': ['no-final-quote'],
    'review.of': ['revision'],
    'seats.outcome': ['recused'],
    'signals.of': ['account', 'agent', 'contact', 'device', 'equal-price', 'even-steps', 'file', 'text'],
    'signed.how': ['deemed', 'dissented'],
    status: ['suspended', 'withdrawn'],
    'steps.mode': ['any-sign'],
    'steps.state': ['suspended'],
    'submitted.field': ['legal-publicity', 'resettlement'],
    vacant: ['purchaser-representative'],
    way: ['head'],
  };
  interface Word extends Asked {
    readonly word: string;
  }
  const text = ({ word, ...asked }: Word): string => `${nameOf(asked)}: ${word}`;
  const unlabelled = (words: readonly Word[]): readonly string[] =>
    sorted(words.filter(({ path, word, command }) => valueLabel(path, word, command) === null).map(text));

  const ofForms: readonly Word[] = requests.flatMap(({ operation, places }) =>
    places.flatMap(({ path, words }) => words.map((word) => ({ path, word, command: operation }))),
  );
  const ofPacks: readonly Word[] = wordsOfPacks.flatMap(({ places, words }) =>
    places.flatMap(({ path, command }) => words.map((word) => ({ path, word, ...(command === undefined ? {} : { command }) }))),
  );
  const ofChains: readonly Word[] = chainsOfPacks.flatMap(({ id, steps, fields }) => [
    { path: ['meta', 'chain'], word: id },
    ...steps.flatMap(({ id: step, mode, veto, candidates }) => [
      { path: ['meta', 'step'], word: step },
      { path: ['definition', 'steps', 'mode'], word: mode },
      { path: ['definition', 'steps', 'veto'], word: veto },
      { path: ['definition', 'steps', 'candidates', 'organisation'], word: candidates.organisation },
      { path: ['definition', 'steps', 'candidates', 'role'], word: candidates.role },
    ]),
    ...fields.map((field) => ({ path: ['definition', 'protected'], word: field })),
  ]);
  /** Here stand somebody's own words: ids that a plan gives, people, posts, names, numbers of documents, media, and ids of rules. */
  const own =
    'id person expert by drafter drafters signers excluded acceptances.members seats.because post posts name file projectCode instalment fields media attempts.reason rule dueRule tests.test calendar'.split(
      ' ',
    );
  const isOwn = (path: readonly string[]): boolean => own.some((end) => `.${path.join('.')}`.endsWith(`.${end}`));
  const isWord = (value: unknown): value is string => typeof value === 'string' && /^[a-z][a-zA-Z]*([-.:_][a-zA-Z0-9]+)*$/.test(value);
  const ofViews: readonly Word[] = [...views, ...metas].flatMap(({ path, value }) => (isWord(value) ? [{ path, word: value }] : []));
  const ofLists: readonly Word[] = rowsOf('case_view').flatMap(({ kind, state, stage }) => [
    { path: ['CaseSummary', 'kind'], word: textOf(kind) },
    ...(typeof state === 'string' ? [{ path: ['CaseSummary', 'state'], word: state }] : []),
    ...(typeof stage === 'string' ? [{ path: ['CaseSummary', 'stage'], word: stage }] : []),
  ]);
  const ofTimelines: readonly Word[] = seen.flatMap(({ event: { type, data } }) => {
    const { stage, outcome } = data as { readonly stage?: string; readonly outcome?: string };
    return type === 'StageEnded' && stage !== undefined && outcome !== undefined
      ? [
          { path: ['TimelineEntry', 'stage'], word: stage },
          { path: ['TimelineEntry', 'outcome'], word: outcome },
        ]
      : [];
  });
  const ofStatements: readonly Word[] = seen
    .flatMap(({ postings }) => postings.flatMap(({ from, to }) => [from, to]))
    .filter((account) => account.startsWith('budget/'))
    .flatMap((account) => [
      { path: ['Statement', 'items', 'from'], word: account },
      { path: ['Statement', 'balances'], word: bucketOf(account) },
    ]);
  const ofMemos: readonly Word[] = seen.flatMap(({ postings }) =>
    postings.map(({ memo }) => ({ path: ['Statement', 'items', 'memo'], word: memo })),
  );

  it('stands at everything that a form lets choose', () => {
    expect(ofForms.length).toBeGreaterThan(150);
    expect(unlabelled(ofForms)).toEqual([]);
  });
  it('stands at everything that a rule pack lets choose', () => {
    expect(unplacedWords).toEqual({ unknown: [], gone: [] });
    expect(unlabelled(ofPacks)).toEqual([]);
  });
  it('stands at every chain of approvers and at every step of one', () => {
    expect(unlabelled(ofChains)).toEqual([]);
  });
  it('stands at every word that a view shows', () => {
    expect(unlabelled(ofViews.filter(({ path }) => !isOwn(path)))).toEqual([]);
  });
  it('stands at every kind, state and stage of a list, and at how stages end', () => {
    expect(ofTimelines.length).toBeGreaterThan(20);
    expect(unlabelled([...ofLists, ...ofTimelines])).toEqual([]);
  });
  it('stands at every account of a statement', () => {
    expect(ofStatements.length).toBeGreaterThan(20);
    expect(unlabelled([...ofStatements, ...ofMemos])).toEqual([]);
    expect(valueLabel('balances', 'planned-2026')).toEqual({ zh: '以后年度计划（2026）', en: 'Planned 2026' });
  });
  it('counts the rounds of a stage', () => {
    expect(valueLabel('stage', 'tender:2')?.zh).toBe('招标（第2轮）');
    expect(valueLabel('stage', 'lunch')).toBeNull();
  });
  it('is nowhere kept that nothing asks for', () => {
    const asked = [...ofForms, ...ofPacks, ...ofChains, ...ofViews, ...ofLists, ...ofTimelines, ...ofStatements];
    const shown = new Set(
      asked.flatMap(({ path, word, command }) => [
        valueLabel(path, word, command),
        valueLabel(path, bucketOf(word).replace(/[:-][A-Z]?\d+$/, ''), command),
      ]),
    );
    // These are the words of stages, kinds, posts, powers and events, which other pages show too.
    const elsewhere: readonly object[] = [kindLabels, outcomeLabels, powerLabels, roleLabels, stageLabels];
    const unasked = [...new Map([...valueLabels].map(([key, words]) => [words, key]))]
      .filter(([words, key]) => !elsewhere.includes(words) && key !== 'items.memo')
      .flatMap(([words, key]) =>
        Object.entries(words)
          .filter(([, label]) => !shown.has(label))
          .map(([word]) => `${key}: ${word}`),
      );
    expect(unasked.toSorted()).toEqual(
      Object.entries(unseen)
        .flatMap(([key, words]) => words.map((word) => `${key}: ${word}`))
        .toSorted(),
    );
    const domain = sourceFiles().filter(({ path }) => /^libs\/domain\/src\/.*(?<!\.spec)\.ts$/.test(path));
    const isSaid = (word: string): boolean =>
      domain.some(({ text: source }) => source.includes(`'${word}'`) || source.includes(`\`${word}`));
    expect(
      Object.values(unseen)
        .flat()
        .filter((word) => !isSaid(word)),
    ).toEqual([]);
  });
});

const labelled = (table: Readonly<Record<string, Readonly<Record<string, Label>>>>): readonly string[] =>
  sorted(Object.entries(table).flatMap(([kind, labels]) => Object.keys(labels).map((name) => `${kind} ${name}`)));

describe('the label of what happens and of what is to be done', () => {
  /** What can come up and does in no kept case: an approval that nobody may give, members who leave, acceptance that fails for good. */
  const rare = {
    tasks: [
      'budget refreshCarryElectorate',
      'disbursement proposeWriteOff',
      'disbursement refreshElectorate',
      'purchase correctScore',
      'purchase forfeitBond',
      'purchase refreshOtherMethod',
      'purchase refreshPlanElectorate',
      'purchase replaceEvaluator',
      'purchase rescind',
      'purchase resubmitOtherMethod',
      'purchase supplementPanel',
    ],
    notices: ['cancellationNotice'],
  };
  it('stands at every event of every kind, and at no other', () => {
    const events = sorted(Object.entries(eventTypes).flatMap(([kind, types]) => types.map((type) => `${kind} ${type}`)));
    expect(labelled(eventLabels)).toEqual(events);
    expect(eventLabel('purchase', 'TenderNoticePublished')?.zh).toBe('采购公告已发布');
    expect(eventLabel('purchase', 'NothingOfTheKind')).toBeNull();
  });
  it('stands at every command that a person gives, and at no other', () => {
    const given = kinds.flatMap(({ kind, commands }) =>
      Object.entries<{ readonly by: string }>(commands).flatMap(([name, { by }]) => (by === 'person' ? [`${kind} ${name}`] : [])),
    );
    expect(labelled(commandLabels)).toEqual(sorted(given));
  });
  it('stands at every to-do, and at none that nobody ever has', () => {
    const met = sorted(seen.flatMap(({ kind, tasks }) => tasks.map(({ name }) => `${kind} ${name}`)));
    expect(met.filter((one) => taskLabel(...(one.split(' ') as [string, string])) === null)).toEqual([]);
    expect(labelled(taskLabels).filter((one) => !met.includes(one))).toEqual(rare.tasks);
  });
  it('stands at every kind of notice, and at none that is never published', () => {
    const published = sorted(rowsOf('notice').map(({ kind }) => textOf(kind)));
    expect(published.length).toBeGreaterThan(10);
    expect(published.filter((kind) => noticeLabel(kind) === null)).toEqual([]);
    const shown = published.map((kind) => kind.replace(/-\d+$/, ''));
    expect(Object.keys(noticeLabels).filter((kind) => !shown.includes(kind))).toEqual(rare.notices);
  });
  it('says the same in both languages, short and without a full stop', () => {
    const all = [
      ...[...fieldLabels.values()].flatMap(({ hint, ...label }) => (hint ? [label, hint] : [label])),
      ...[...valueLabels.values()].flatMap((words) => Object.values(words)),
      ...[eventLabels, commandLabels, taskLabels].flatMap((table) =>
        Object.values(table).flatMap((labels) => Object.values<Label>(labels)),
      ),
      ...Object.values(noticeLabels),
    ];
    expect(
      all.filter(({ zh, en }) => !/\p{Script=Han}/u.test(zh) || /[。.]$/.test(zh) || !/^[A-Za-z%][^\p{Script=Han}]*[^.]$/u.test(en)),
    ).toEqual([]);
  });
});
