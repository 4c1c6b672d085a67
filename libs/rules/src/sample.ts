import type { PackFile } from './pack.js';

/** A sound national row; specs change one thing and see what is said. */
export const soundRow = {
  id: 'contract.sign',
  value: 30,
  unit: 'calendarDay',
  kind: 'no-later-than',
  dayOne: 'excluded',
  roll: 'statutory',
  anchor: 'notice',
  citation: '政府采购法第四十六条',
  from: '2003-01-01',
  verified: true,
};

export const national = (...rows: readonly object[]): readonly PackFile[] => [
  { path: 'national/pack.yaml', data: { jurisdiction: 'national', name: { zh: '全国', en: 'National' }, level: 'national' } },
  { path: 'national/topic.yaml', data: { topic: 'topic', rows } },
];
export const county = (...rows: readonly object[]): readonly PackFile[] => [
  { path: 'county/pack.yaml', data: { jurisdiction: 'county', name: { zh: '县', en: 'County' }, level: 'county', parent: 'national' } },
  { path: 'county/own.yaml', data: { topic: 'own', rows } },
];
export const bureau = (...rows: readonly object[]): readonly PackFile[] => [
  {
    path: 'county/bureau/pack.yaml',
    data: { jurisdiction: 'county/bureau', name: { zh: '局', en: 'Bureau' }, level: 'bureau', parent: 'county' },
  },
  { path: 'county/bureau/own.yaml', data: { topic: 'own', rows } },
];
/** What a lower row has to say at least. */
export const localRow = (id: string, more: object): object => ({ id, citation: '县规定', from: '2020-01-01', verified: true, ...more });
