import { describe, expect, it } from '@jest/globals';
import { type HintedLabel, fieldLabel, fieldLabels } from '@goufu/labels';
import { answerPlaces, requests } from '../support/api-schemas.js';
import { seenCases } from '../support/seen-views.js';

/** A place where a label is looked up: in a form of a command, or in an answer. */
interface Asked {
  readonly path: readonly string[];
  readonly command?: string;
}
const nameOf = ({ path, command }: Asked): string => `${command === undefined ? '' : `${command} `}${path.join('.')}`;

/** Below these stand ids, stages or words that somebody chose, not names of fields. */
const keyed = ['invoices', 'means', 'purchase.ended', 'stages.ended', 'own.items', 'posts', 'purchase.tender.current.words', 'byForm'];
const isKeyed = (path: string): boolean => keyed.some((end) => path.endsWith(end));
/** Text in both languages, and text that is kept apart, are read as they are: their members are no fields. */
const isText = (value: object): boolean => ('zh' in value && 'en' in value) || ('content' in value && 'hash' in value);
const placesOf = function* (value: unknown, path: readonly string[]): Generator<readonly string[]> {
  if (Array.isArray(value)) for (const one of value) yield* placesOf(one, path);
  else if (typeof value === 'object' && value !== null && !isText(value))
    for (const [name, one] of Object.entries(value)) {
      if (!isKeyed(path.join('.'))) yield [...path, name];
      yield* placesOf(one, isKeyed(path.join('.')) ? path : [...path, name]);
    }
};
const seen = [...seenCases()];
const answers = ['Task', 'CaseSummary', 'Notice', 'TimelineEntry', 'Statement', 'SetAsideYear'];

const distinct = (all: readonly Asked[]): readonly Asked[] => [...new Map(all.map((one) => [nameOf(one), one])).values()];
const inForms = distinct(requests.flatMap(({ operation, places }) => places.map(({ path }) => ({ path, command: operation }))));
const inViews = distinct(seen.flatMap(({ kind, views }) => views.flatMap((view) => [...placesOf(view, [kind])].map((path) => ({ path })))));
const inAnswers = distinct([
  ...answers.flatMap((name) =>
    answerPlaces(name)
      .filter(({ path }) => !isKeyed(path.slice(0, -1).join('.')))
      .map(({ path }) => ({ path })),
  ),
  ...seen.flatMap(({ tasks }) => tasks.flatMap(({ meta }) => Object.keys(meta ?? {}).map((name) => ({ path: ['meta', name] })))),
]);
/** What views can show and no kept case does: a consultation that went on with fewer than usual. */
const unseen = ['exception', 'usual'];
const withoutLabel = (all: readonly Asked[]): readonly string[] =>
  all.filter(({ path, command }) => path.length > 0 && fieldLabel(path, command) === null).map(nameOf);

describe('the label of a field', () => {
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
  it('is nowhere shown that nothing asks for', () => {
    const shown = new Set<HintedLabel | null>([...inForms, ...inViews, ...inAnswers].map(({ path, command }) => fieldLabel(path, command)));
    expect([...fieldLabels].filter(([, label]) => !shown.has(label)).map(([key]) => key)).toEqual(unseen);
  });
});
