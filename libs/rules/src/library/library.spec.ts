import { describe, expect, it } from '@jest/globals';
import { readPack } from '@goufu/config';
import { plainDate } from '@goufu/domain';
import { buildStacks, changedRules, differentRules, explainRule, libraryOf, listRules, type PackFile, PacksRefused } from '../index.js';

const NATION = `topic: signing
defaults: { anchor: notice, verified: true, dayOne: excluded }
rows:
  - id: contract.sign
    value: 30
    unit: calendarDay
    kind: no-later-than
    roll: statutory
    citation: 政府采购法第四十六条
    quoted: 三十日内
    from: '2003-01-01'
    open: lower
  - id: tender.time
    value: 20
    unit: calendarDay
    kind: at-least
    roll: none
    edge: strict
    citation: 政府采购法第三十五条
    from: '2003-01-01'
    to: '2025-12-31'
  - id: sme.deduct
    unit: percentRange
    citation: 财库〔2020〕46号
    dated:
      - { from: '2021-01-01', value: { min: '6', max: '10' } }
      - { from: '2022-07-01', value: { min: '10', max: '20' }, citation: 财库〔2022〕19号 }
  - { id: threshold.tender, unit: fen, anchor: caseStart, from: '2015-03-01', citation: 政府采购法第二十七条, open: fill, notes: set by the province }
`;
const COUNTY = `topic: own
rows:
  - { id: contract.sign, value: 15, from: '2024-01-01', verified: true, citation: 县规定, notes: the county is quicker }
  - { id: threshold.tender, value: '400000000', from: '2020-01-01', verified: false, citation: 县标准 }
`;
const files = (nation = NATION, county = COUNTY): readonly PackFile[] => [
  readPack('county/own.yaml', county),
  readPack('county/pack.yaml', 'jurisdiction: county\nname: { zh: 县, en: County }\nlevel: county\nparent: national\n'),
  readPack('national/pack.yaml', 'jurisdiction: national\nname: { zh: 全国, en: National }\nlevel: national\n'),
  readPack('national/signing.yaml', nation),
];
const library = libraryOf(
  files(),
  buildStacks(files(), (text) => `${text.length}`),
);
const at = (jurisdiction: string, day: string) => ({ jurisdiction, on: plainDate(day) });

describe('a rule explained', () => {
  it('says value, citation and words of the pack that answers, and what each pack of the stack says', () => {
    const sign = explainRule(library, 'contract.sign', at('county', '2025-03-01'));
    expect(sign).toMatchObject({
      topics: ['signing', 'own'],
      anchor: { name: 'notice', words: { zh: '公告发布之日' } },
      inForce: { value: 15, jurisdiction: 'county', citation: '县规定', quoted: null, from: '2024-01-01', to: null },
      firstOn: '2003-01-01',
    });
    expect(
      sign?.levels.map(({ stands, file, line, open, values }) => [stands, file, line, open, values.map(({ value }) => value)]),
    ).toEqual([
      ['above', 'national/signing.yaml', 4, 'lower', [30]],
      ['here', 'county/own.yaml', 3, null, [15]],
    ]);
    expect(sign?.history.map(({ value, status }) => [value, status])).toEqual([
      [30, 'overruled'],
      [15, 'in-force'],
    ]);
  });

  it('shows from above what packs below say', () => {
    const sign = explainRule(library, 'contract.sign', at('national', '2025-03-01'));
    expect(sign?.inForce).toMatchObject({ value: 30, quoted: '三十日内' });
    expect(sign?.levels.map(({ stands, jurisdiction }) => [stands, jurisdiction])).toEqual([
      ['here', 'national'],
      ['below', 'county'],
    ]);
  });

  it('counts a period aloud, in Chinese and in English', () => {
    const said = (id: string) => explainRule(library, id, at('national', '2025-03-01'))?.inForce?.sentence;
    expect(said('contract.sign')).toEqual({
      zh: '自起算事件的次日起30日以内；末日遇法定节假日的，顺延至其后第一日。',
      en: 'Within 30 calendar days, the day after the event being the first; a last day on a statutory holiday moves to the first day after it.',
    });
    expect(said('tender.time')).toEqual({
      zh: '自起算事件的次日起不少于20日，期满的次日起方可；末日不顺延。',
      en: 'At least 20 calendar days, the day after the event being the first; lawful from the day after the last one; the last day does not move.',
    });
    expect(said('sme.deduct')).toBeNull();
  });

  it('writes an amount in yuan, and a share with its sign', () => {
    expect(explainRule(library, 'threshold.tender', at('county', '2025-03-01'))?.inForce).toMatchObject({
      value: '4000000.00',
      words: { zh: '4000000.00元', en: '4000000.00 yuan' },
      verified: false,
    });
    expect(explainRule(library, 'sme.deduct', at('national', '2021-06-01'))?.inForce?.words.en).toBe('6–10 %');
  });

  it('keeps old and new law apart, and answers a day before the first row with nothing', () => {
    const status = (day: string) => explainRule(library, 'sme.deduct', at('national', day))?.history.map((one) => one.status);
    expect(status('2020-12-31')).toEqual(['later', 'later']);
    expect(status('2022-06-30')).toEqual(['in-force', 'later']);
    expect(status('2022-07-01')).toEqual(['past', 'in-force']);
    expect(explainRule(library, 'tender.time', at('national', '2026-01-01'))).toMatchObject({
      inForce: null,
      history: [{ status: 'past' }],
    });
    expect(explainRule(library, 'sme.deduct', at('national', '2020-12-31'))).toMatchObject({ inForce: null, firstOn: '2021-01-01' });
    expect(explainRule(library, 'threshold.tender', at('national', '2025-03-01'))).toMatchObject({
      inForce: null,
      firstOn: null,
      levels: [
        { open: 'fill', values: [], notes: 'set by the province' },
        { stands: 'below', jurisdiction: 'county' },
      ],
    });
    expect(explainRule(library, 'no.such_rule', at('national', '2025-03-01'))).toBeNull();
    expect(explainRule(library, 'constructor', at('national', '2025-03-01'))).toBeNull();
  });
});

describe('rules side by side', () => {
  it('are listed by id, narrowed by topic and by words of the id, the citation and the notes', () => {
    const ids = (wanted?: { topic?: string; words?: string }) => listRules(library, at('county', '2025-03-01'), wanted).map(({ id }) => id);
    expect(ids()).toEqual(['contract.sign', 'sme.deduct', 'tender.time', 'threshold.tender']);
    expect(ids({ topic: 'own' })).toEqual(['contract.sign', 'threshold.tender']);
    expect(ids({ words: 'PROVINCE' })).toEqual(['threshold.tender']);
    expect(ids({ words: '第三十五条' })).toEqual(['tender.time']);
  });

  it('differ between two places', () => {
    const rows = differentRules(library, at('national', '2025-03-01'), at('county', '2025-03-01'));
    expect(rows.map(({ id, fields, from, to }) => [id, fields, from?.value, to?.value])).toEqual([
      ['contract.sign', ['value', 'citation', 'quoted', 'notes'], 30, 15],
      ['threshold.tender', ['inForce'], undefined, '4000000.00'],
    ]);
  });

  it('differ between two days of one place, and not from themselves', () => {
    const rows = differentRules(library, at('national', '2022-06-30'), at('national', '2022-07-01'));
    expect(rows.map(({ id, fields }) => [id, fields])).toEqual([['sme.deduct', ['value', 'citation']]]);
    expect(differentRules(library, at('county', '2022-06-30'), at('county', '2022-06-30'))).toEqual([]);
  });

  it('change on the days on which a value begins or ends, from a day on', () => {
    const since = (day: string) => changedRules(library, at('county', day)).map(({ on, id, from, to }) => [on, id, from?.value, to?.value]);
    expect(since('2022-07-01')).toEqual([
      ['2022-07-01', 'sme.deduct', { min: '6', max: '10' }, { min: '10', max: '20' }],
      ['2024-01-01', 'contract.sign', 30, 15],
      ['2026-01-01', 'tender.time', 20, undefined],
    ]);
    expect(since('2022-07-02').map(([on]) => on)).toEqual(['2024-01-01', '2026-01-01']);
  });
});

describe('the line of a fault', () => {
  const faultsOf = (nation: string, county?: string) => {
    try {
      buildStacks(files(nation, county), (text) => text);
      return [];
    } catch (error) {
      if (error instanceof PacksRefused) return error.faults.map(({ file, line, row, field }) => [file, line, row, field]);
      throw error;
    }
  };
  it('is that of the field, of the row where the field is missing, and of the entry of a dated value', () => {
    const broken = NATION.replace('value: 30', "value: '30'")
      .replace('    citation: 政府采购法第三十五条\n', '')
      .replace("value: { min: '10', max: '20' }", "value: { min: '20', max: '10' }");
    expect(faultsOf(broken)).toEqual([
      ['national/signing.yaml', 5, 'contract.sign', 'value'],
      ['national/signing.yaml', 13, 'tender.time', 'citation'],
      ['national/signing.yaml', 26, 'sme.deduct', 'dated[1].value'],
    ]);
  });
  it('is told of what only the pack above can know, and of what is no YAML', () => {
    expect(faultsOf(NATION, COUNTY.replace('value: 15', 'value: 45'))).toEqual([['county/own.yaml', 3, 'contract.sign', 'value']]);
    expect(faultsOf(NATION, 'topic: own\nrows: [\n')).toEqual([['county/own.yaml', 3, null, null]]);
    expect(
      faultsOf(NATION, `${COUNTY}  - { id: contract.sign, value: 14, from: '2025-01-01', verified: true, citation: 县规定 }\n`),
    ).toEqual([['county/own.yaml', 5, 'contract.sign', 'id']]);
  });
  it('stands in the sentence', () => {
    expect(() => buildStacks(files(NATION.replace('value: 30', "value: '30'")), (text) => text)).toThrow(
      'national/signing.yaml:5, row contract.sign, field value: is "30"; write a whole number without quotes',
    );
  });
});
