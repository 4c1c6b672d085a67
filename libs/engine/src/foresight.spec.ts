import { describe, expect, it } from '@jest/globals';
import { Foresight } from './foresight.js';
import { Snapshots } from './snapshots.js';

const realm = 'county';
const needsOf = (state: unknown) => ({ reads: [`organisation/${String(state)}`] });

describe('what a command will look at', () => {
  it('is guessed by the case as this process knows it', () => {
    const snapshots = new Snapshots();
    snapshots.keep({ realm, id: 'catalogue/1', parent: null, head: 'h', state: 'own', size: 3 });
    const foresight = new Foresight(snapshots);
    foresight.remember('officer review', needsOf('other'));
    expect(foresight.reads(realm, 'catalogue/1', needsOf, 'officer review')).toEqual(['organisation/own']);
  });

  it('is guessed of a case not seen before by what the same person’s last such command looked at', () => {
    const foresight = new Foresight(new Snapshots());
    expect(foresight.reads(realm, 'catalogue/2', needsOf, 'officer review')).toEqual([]);
    foresight.remember('officer review', needsOf('bureau'));
    expect(foresight.reads(realm, 'catalogue/2', needsOf, 'officer review')).toEqual(['organisation/bureau']);
    expect(foresight.reads(realm, 'catalogue/2', needsOf, 'clerk review')).toEqual([]);
    expect(foresight.reads(realm, 'catalogue/2', needsOf)).toEqual([]);
  });

  it('is not guessed where money is moved: what stands beside an account is looked at once that is locked', () => {
    const snapshots = new Snapshots();
    snapshots.keep({ realm, id: 'purchase/1', parent: null, head: 'h', state: 'own', size: 3 });
    const foresight = new Foresight(snapshots);
    const withAccounts = (state: unknown) => ({ ...needsOf(state), accounts: ['line:reserved'] });
    expect(foresight.reads(realm, 'purchase/1', withAccounts)).toEqual([]);
    foresight.remember('officer pay', needsOf('bureau'));
    foresight.remember('officer pay', withAccounts('bureau'));
    expect(foresight.reads(realm, 'purchase/2', needsOf, 'officer pay')).toEqual([]);
  });

  it('keeps the habits of many, and forgets the one longest unused', () => {
    const foresight = new Foresight(new Snapshots());
    for (let n = 0; n <= 2_000; n += 1) foresight.remember(`person-${n}`, needsOf(n));
    expect(foresight.reads(realm, 'catalogue/1', needsOf, 'person-0')).toEqual([]);
    expect(foresight.reads(realm, 'catalogue/1', needsOf, 'person-2000')).toEqual(['organisation/2000']);
  });
});
