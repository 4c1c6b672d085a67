import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { poolFor } from '@goufu/persistence';
import pg from 'pg';
import { checked, type Evidence, type Findings } from '../chaos/checks.js';
import type { Report } from '../chaos/report.js';
import { ChaosRun } from '../chaos/run.js';
import { whole } from '../chaos/tales.js';

const KILLS = 20;
const SEED = 20;

// The short form of `npm run chaos`.
describe('a purchase and a load of commands, while twenty times a process is killed', () => {
  const data = mkdtempSync(join(tmpdir(), 'goufu-chaos-'));
  let run: ChaosRun;
  let report: Report;
  let evidence: Evidence;
  beforeAll(async () => {
    chmodSync(data, 0o755);
    const progress = (): void => undefined;
    run = await ChaosRun.open({ seed: SEED, kills: KILLS, data, tales: [whole], atOnce: 1, clients: 2, pace: [200, 1_100], progress });
    await run.play();
    report = await run.report();
    evidence = await run.evidence();
    await run.ground.rest();
  }, 600_000);
  afterAll(async () => {
    await run.close();
    rmSync(data, { recursive: true, force: true });
  }, 60_000);

  it('plays the purchase to its end and pays for it, with commands of others beside it', () => {
    expect(report.kills).toBe(KILLS);
    expect(report.tales).toEqual([]);
    expect(report.counts.tales).toBeGreaterThan(0);
    expect(report.counts.payments).toBeGreaterThanOrEqual(6);
    expect(report.counts.commands).toBeGreaterThan(500);
    expect(report.counts.askedAgain).toBeGreaterThan(0);
  });

  it.each<[keyof Findings, string]>([
    ['lost', 'no acknowledged command is lost'],
    ['twice', 'none is applied twice'],
    ['doubled', 'no payment is doubled'],
    ['missing', 'and none is missing'],
    ['unbalanced', 'the ledger is in balance'],
    ['broken', 'no chain is broken'],
    ['stuck', 'no case is stuck'],
    ['dates', 'no date differs from a quiet run'],
  ])('%s: %s', (name) => {
    expect(report.findings[name]).toEqual([]);
  });

  it('nobody is shown a server error, and no process ends by itself', () => {
    expect(report.serverErrors).toEqual([]);
    expect(report.endedByThemselves).toEqual([]);
  });

  describe('the checks see', () => {
    let copies = 0;
    const named = (url: string, database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href;
    const asSuperuser = async (database: string, statement: string): Promise<number> => {
      const client = new pg.Client({ connectionString: named(run.ground.urls.superuser, database) });
      await client.connect();
      try {
        return (await client.query(statement)).rowCount ?? 0;
      } finally {
        await client.end();
      }
    };
    /** What the checks find when somebody has been at a copy of the database, or at what was told. */
    const found = async (tampering: string | null, told: (evidence: Evidence) => Partial<Evidence> = () => ({})): Promise<string[]> => {
      const copy = `tampered_${(copies += 1)}`;
      await asSuperuser('postgres', `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'goufu'`);
      await asSuperuser('postgres', `create database ${copy} template goufu owner owner`);
      if (tampering !== null) expect(await asSuperuser(copy, tampering)).toBe(1);
      const pool = poolFor(named(run.ground.urls.app, copy), 2, '*');
      try {
        const findings = await checked({ ...evidence, pool, ...told(evidence) });
        return Object.entries(findings).flatMap(([name, list]) => (list.length > 0 ? [name] : []));
      } finally {
        await pool.end();
      }
    };
    const load = (type: string) => `realm_id = 'load' and type = '${type}' and data like '%load-%' order by recorded_at limit 1`;
    const story = (type: string) => `realm_id like 'chaos-%' and type = '${type}' order by realm_id, version limit 1`;
    const first = (where: string) => `(realm_id, case_id, version) = (select realm_id, case_id, version from event where ${where})`;

    it.each<[string, string, string[]]>([
      ['a stored answer that is gone', `delete from command where realm_id = 'load' and key = 'load-0-1-post-1'`, ['lost']],
      [
        'a stored answer that is another',
        `update command set answer = replace(answer, '"version":', '"version":1') where realm_id = 'load' and key = 'load-0-1-post-1'`,
        ['lost'],
      ],
      ['an event that is gone', `delete from event where ${first(load('PostCreated'))}`, ['lost', 'broken']],
      [
        'an event that stands twice',
        `insert into event select realm_id, case_id, version + 1000, type, schema, data, effective_at, at, recorded_at, person, appointment, organisation, request_id, prev_hash, hash
         from event where ${first(load('PostCreated'))}`,
        ['twice', 'broken'],
      ],
      ['a decision of a scenario that is gone', `delete from event where ${first(story('ContractSigned'))}`, ['lost', 'broken', 'dates']],
      [
        'a payment that the record has forgotten',
        `delete from event where ${first(story('PaymentPosted'))}`,
        ['missing', 'broken', 'dates'],
      ],
      [
        'an account with another balance',
        `update account set balance = balance + 1 where (realm_id, id) = (select realm_id, id from account order by 1, 2 limit 1)`,
        ['unbalanced', 'broken'],
      ],
      [
        'a posting that is gone',
        `delete from posting where (realm_id, case_id, version, n) = (select realm_id, case_id, version, n from posting where memo = 'InstalmentPaid' order by 1, 2, 3, 4 limit 1)`,
        ['unbalanced', 'broken'],
      ],
      [
        'another word in an event',
        `update event set data = replace(data, 'load-', 'road-') where ${first(load('OrganisationRegistered'))}`,
        ['lost', 'broken'],
      ],
      [
        'a due that has passed',
        `update cases set next_due_at = created_at where (realm_id, id) = (select realm_id, id from cases where not closed and kind = 'budget' order by 1, 2 limit 1)`,
        ['stuck'],
      ],
      [
        'a case between two stages',
        `update cases set open_stages = '{}' where (realm_id, id) = (select realm_id, id from cases where not closed and kind = 'budget' order by 1, 2 limit 1)`,
        ['stuck'],
      ],
      [
        'a message that was never told',
        `update outbox set done_at = null where (realm_id, id) = (select realm_id, id from outbox order by 1, 2 limit 1)`,
        ['stuck'],
      ],
      [
        'a payment that is still under way',
        `update effect set state = 'unknown' where (realm_id, key) = (select realm_id, key from effect where kind = 'payment' order by 1, 2 limit 1)`,
        ['stuck'],
      ],
      [
        'an event of another day',
        `update event set effective_at = effective_at + interval '1 day' where ${first(story('ContractSigned'))}`,
        ['broken', 'dates'],
      ],
      [
        'another due date within an event',
        `update event set data = replace(data, '"lastDay":"20', '"lastDay":"21') where ${first(story('PaymentRequested'))}`,
        ['broken', 'dates'],
      ],
    ])('%s', async (_title, tampering, names) => {
      expect((await found(tampering)).toSorted()).toEqual(names.toSorted());
    });

    it.each<[string, (evidence: Evidence) => Partial<Evidence>, string[]]>([
      ['nothing where nothing is wrong', () => ({}), []],
      [
        'an acknowledgement that nobody ever got',
        ({ acknowledged }) => ({
          acknowledged: [...acknowledged, { realm: 'load', actor: 'nobody', path: 'x', key: 'x', id: 'x', version: 1 }],
        }),
        ['lost'],
      ],
      [
        'a payment that the treasury never made',
        ({ statement }) => ({ statement: statement.filter(({ kind }, i) => kind !== 'paid' || i > 0) }),
        ['missing', 'unbalanced'],
      ],
      [
        'a payment that it made twice',
        ({ statement }) => ({ statement: [...statement, ...statement.slice(0, 1).map((line) => ({ ...line, movementNo: 'again' }))] }),
        ['doubled', 'unbalanced'],
      ],
      [
        'a payment that nobody ordered',
        ({ statement }) => ({
          statement: [...statement, ...statement.slice(0, 1).map((line) => ({ ...line, movementNo: 'new', key: `${line.realm}/new` }))],
        }),
        ['doubled', 'unbalanced'],
      ],
      ['an open case without a workflow', () => ({ running: new Set<string>() }), ['stuck']],
      ['what a worker calls stuck', () => ({ told: ['load/x: due'] }), ['stuck']],
    ])('%s', async (_title, told, names) => {
      expect((await found(null, told)).toSorted()).toEqual(names.toSorted());
    });
  });
});
