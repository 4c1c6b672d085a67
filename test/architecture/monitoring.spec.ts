import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Histogram, type Registry } from 'prom-client';
import { Metrics } from '../../apps/api/src/operations/metrics.js';
import { workerMetrics } from '../../apps/worker/src/metrics.js';
import { alerts, alertTests, askedBy, dashboards, monitoring } from '../support/monitoring.js';
import { findPromtool } from '../support/promtool.js';
import { root } from './source-tree.js';

/** What Prometheus adds to each series, and its own. */
const ADDED = ['job', 'instance'];
const OWN = new Map([['up', ADDED]]);

/** Series that a process exposes, each with its labels: of a histogram its buckets, sum and count. */
const exposed = async (registry: Registry): Promise<readonly (readonly [string, readonly string[]])[]> => {
  const all = await registry.getMetricsAsJSON();
  return all.flatMap(({ name }): (readonly [string, readonly string[]])[] => {
    const metric = registry.getSingleMetric(name) as unknown as { readonly labelNames: readonly string[] };
    const labels = [...metric.labelNames, ...ADDED];
    return metric instanceof Histogram
      ? [
          [`${name}_bucket`, [...labels, 'le']],
          [`${name}_sum`, labels],
          [`${name}_count`, labels],
        ]
      : [[name, labels]];
  });
};

describe('alerts and dashboards', () => {
  const anchors = new Set(
    [...readFileSync(join(root, 'docs/operations.md'), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      (title ?? '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
  const known = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const found = new Map<string, readonly string[]>(OWN);
    const worker = workerMetrics(
      () => Promise.resolve({ rows: 0, oldestMs: 0 }),
      () => Promise.resolve([]),
    );
    for (const [name, labels] of [...(await exposed(new Metrics().registry)), ...(await exposed(worker.registry))])
      found.set(name, [...(found.get(name) ?? []), ...labels]);
    return found;
  };
  const unknownIn = async (exprs: readonly string[]): Promise<readonly string[]> => {
    const series = await known();
    return exprs.flatMap((expr) =>
      askedBy(expr).flatMap(({ metric, labels }) =>
        series.has(metric)
          ? labels.filter((label) => !series.get(metric)?.includes(label)).map((label) => `${metric}{${label}}`)
          : [metric],
      ),
    );
  };

  it('find the metric that nobody measures, and the label that it does not have', async () => {
    const exprs = ['max(goufu_stuck_cases) > 0', 'sum by (kind) (rate(goufu_faults_total{code="500"}[5m]))', 'max by (what) (goufu_stuck)'];
    expect(await unknownIn(exprs)).toEqual(['goufu_stuck_cases', 'goufu_faults_total{code}', 'goufu_faults_total{kind}']);
    expect(() => askedBy('rate(goufu_faults_total[5m]')).toThrow(/no PromQL/);
  });

  it('ask only for what our processes measure, by labels that it has', async () => {
    expect(await unknownIn(alerts().map(({ expr }) => expr))).toEqual([]);
    const panels = dashboards().flatMap((dashboard) => dashboard.panels);
    expect(panels.length).toBeGreaterThan(15);
    expect(await unknownIn(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)))).toEqual([]);
  });

  it('say in both languages what is wrong, and lead to the page that says what to do', () => {
    expect(alerts().length).toBeGreaterThan(15);
    for (const { alert, annotations, labels } of alerts()) {
      expect(annotations.zh).toMatch(/\p{Script=Han}{2}/u);
      expect(annotations.summary).toMatch(/[a-z]{3}/);
      expect(['critical', 'warning', 'info']).toContain(labels.severity);
      const [file = '', anchor = ''] = annotations.runbook_url.split('#');
      expect(existsSync(join(root, file))).toBe(true);
      expect([alert, anchors.has(anchor)]).toEqual([alert, true]);
    }
    expect(new Set(alerts().map(({ alert }) => alert)).size).toBe(alerts().length);
  });

  it('have each a test in which it fires, and one in which it does not', () => {
    const tested = alertTests().flatMap(({ promql_expr_test: all }) =>
      all.map(({ expr, exp_samples: samples }) => `${/alertname="(\w+)"/.exec(expr)?.[1]} ${samples.length > 0 ? 'fires' : 'is silent'}`),
    );
    const wanted = alerts().flatMap(({ alert }) => [`${alert} fires`, `${alert} is silent`]);
    expect([...new Set(tested)].toSorted()).toEqual(wanted.toSorted());
  });

  it('are shown on dashboards whose names and panels differ', () => {
    const all = dashboards();
    expect(new Set(all.map(({ uid }) => uid)).size).toBe(all.length);
    for (const { panels } of all) expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });
});

const promtool = findPromtool();
if (promtool === null) console.warn('The rules were not run: no promtool on PATH, and no Debian package prometheus to take it from.');
else
  describe('Prometheus itself', () => {
    const said = (...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync(promtool, args, { cwd: monitoring, encoding: 'utf8' });
      return `${status}\n${stdout}${stderr}`;
    };

    it('loads the rules and the configuration that names them', () => {
      expect(said('check', 'config', 'prometheus.yaml')).toMatch(/^0\n[\s\S]*SUCCESS: \d\d rules found/);
    }, 60_000);

    it('raises each alert when it should, and not otherwise', () => {
      const tests = readdirSync(monitoring).filter((name) => name.endsWith('.test.yaml'));
      expect(tests.length).toBe(2);
      expect(said('test', 'rules', ...tests)).toMatch(/^0\n/);
    }, 120_000);
  });
