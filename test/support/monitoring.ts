import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Identifier, LabelName, parser, UnquotedLabelMatcher, VectorSelector } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { root } from '../architecture/source-tree.js';

export const monitoring = join(root, 'deploy/monitoring');

/** A series that an expression asks for. */
export interface Asked {
  readonly metric: string;
  readonly labels: readonly string[];
}
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly zh: string; readonly runbook_url: string };
}

const yaml = <T>(name: string): T => parse(readFileSync(join(monitoring, name), 'utf8')) as T;
export const alerts = (): readonly Alert[] =>
  yaml<{ groups: readonly { rules: readonly Alert[] }[] }>('alerts.yaml').groups.flatMap(({ rules }) => rules);
/** Title and expressions of each test of a rule. */
export const alertTests = () =>
  readdirSync(monitoring)
    .filter((name) => name.endsWith('.test.yaml'))
    .flatMap(
      (name) =>
        yaml<{ tests: readonly { name: string; promql_expr_test: readonly { expr: string; exp_samples: readonly unknown[] }[] }[] }>(name)
          .tests,
    );
interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}
export const dashboards = () =>
  readdirSync(join(monitoring, 'dashboards')).map((name) => ({
    name,
    ...(JSON.parse(readFileSync(join(monitoring, 'dashboards', name), 'utf8')) as {
      readonly uid: string;
      readonly title: string;
      readonly panels: readonly Panel[];
    }),
  }));

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];
const inside = function* (node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (let child = node.firstChild; child; child = child.nextSibling) yield* inside(child);
};

/** Every series that an expression asks for, by the grammar that Prometheus itself publishes; throws where it is none. */
export const askedBy = (expr: string): readonly Asked[] => {
  const tree = parser.parse(expr).topNode;
  const textOf = (node: SyntaxNode): string => expr.slice(node.from, node.to);
  const nodes = [...inside(tree)];
  const wrong = nodes.find(({ type }) => type.isError);
  if (wrong) throw new Error(`no PromQL at ${wrong.from}: ${expr}`);
  const found = nodes
    .filter(({ type }) => type.id === VectorSelector)
    .map((selector) => {
      const parts = [...inside(selector)];
      const metric = parts.find(({ type }) => type.id === Identifier);
      const matchers = parts.filter(({ type }) => type.id === UnquotedLabelMatcher);
      const labels = matchers.flatMap((matcher) => [...inside(matcher)].filter(({ type }) => type.id === LabelName).map(textOf));
      return { metric: metric ? textOf(metric) : '', labels };
    });
  if (found.length === 0) throw new Error(`asks for no series: ${expr}`);
  // Labels by which it is grouped belong to what it asks for, too.
  const grouped = nodes.filter(({ type, parent }) => type.id === LabelName && parent?.type.name === 'GroupingLabels').map(textOf);
  return found.map((one) => ({ ...one, labels: [...new Set([...one.labels, ...grouped])] }));
};
