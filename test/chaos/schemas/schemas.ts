import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadInputWorld } from '../../e2e/http/bad-input-world.js';
import { type Started, startProcess } from '../../support/whole-system.js';
import { schemathesis } from './schemathesis.js';

export interface SchemaRun {
  readonly seed: number;
  /** Cases that schemathesis draws by itself for each operation, beside the examples and the mutations of every member of its schemas. */
  readonly examples: number;
  /** One operation in so many is also asked what schemathesis draws; all by default. */
  readonly oneIn?: number;
  /** Operations by a pattern of their path; empty: all. */
  readonly only?: string;
}
export interface SchemaResult {
  readonly operations: number;
  readonly cases: number;
  /** Requests that the API took, so that more than its refusals was looked at. */
  readonly taken: number;
  /** What schemathesis says of each operation that does not keep its word, or that it could not ask; empty when all do. */
  readonly failures: readonly string[];
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Record<string, { example?: unknown }> };
}
interface Interface {
  readonly paths: Record<string, Record<string, Operation>>;
}
/** What of its report is looked at. */
interface Report {
  readonly complete: boolean;
  readonly operations: { readonly selected: number; readonly tested: number; readonly errored: number };
  readonly test_cases: { readonly generated: number };
  readonly failures: readonly unknown[];
  readonly errors: readonly unknown[];
  readonly valid_rates: Readonly<Record<string, Readonly<Record<string, { readonly accepted: number }>>>>;
}

/** Operations that are not asked, each with its reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'hints.listen': 'a stream without an end: streams-and-limits.spec.ts listens to it',
};
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** Programs that ask at the same time, each its share of the operations. */
const ASKERS = 2;
/** How a token names the person and the world for as long as the longest run. */
const HALF_A_DAY_S = 43_200;

/** Every route of a real API process under every mutation of its schemas: each command in a world in which it is just due, from the person whose turn it is; the rest by the operator of a world. */
export class Schemas {
  private constructor(
    private readonly world: BadInputWorld,
    private readonly api: Started,
    private readonly folder: string,
  ) {}

  static async begin(): Promise<Schemas> {
    const world = await BadInputWorld.begin({ has: () => true });
    const folder = mkdtempSync(join(tmpdir(), 'goufu-schemas-'));
    const { issuer, database } = world.api;
    const api = await startProcess('api', {
      DATABASE_URL: database.appUrl,
      JWKS_URL: issuer.jwksUrl,
      TOKEN_ISSUER: issuer.url,
      TOKEN_AUDIENCE: 'goufu',
      FILES_DIR: folder,
      REALM: 'bad-story',
    });
    return new Schemas(world, api, folder);
  }
  async end(): Promise<void> {
    this.api.child.kill('SIGTERM');
    await this.api.ended;
    await this.world.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async run({ seed, examples, oneIn = 1, only = '' }: SchemaRun): Promise<SchemaResult> {
    const operations = (await this.prepare((at) => at % oneIn === seed % oneIn)).filter(({ path }) => new RegExp(only).test(path));
    const shares = Array.from({ length: ASKERS }, (_, n) => operations.filter((_one, at) => at % ASKERS === n));
    const results = await Promise.all(
      shares
        .filter((share) => share.length > 0)
        .map((share, n) =>
          this.ask(
            n,
            share.map(({ id }) => id),
            seed,
            examples,
          ),
        ),
    );
    const sum = (of: (result: SchemaResult) => number): number => results.reduce((total, result) => total + of(result), 0);
    return {
      operations: sum((one) => one.operations),
      cases: sum((one) => one.cases),
      taken: sum((one) => one.taken),
      failures: results.flatMap(({ failures }) => failures),
    };
  }

  private async ask(n: number, ids: readonly string[], seed: number, examples: number): Promise<SchemaResult> {
    const file = join(this.folder, `report-${n}.json`);
    const args = [
      ['--config-file', 'schemathesis.toml', 'run', 'openapi.json', '--url', this.api.url, '--no-color', '--warnings', 'off'],
      ['--checks', CHECKS.join(','), '--phases', 'examples,coverage,fuzzing', '--continue-on-failure', '--no-shrink'],
      ['--generation-deterministic', '--seed', String(seed), '--max-examples', String(examples)],
      // One thread a program: in several, hypothesis trips over the parser of older Pythons.
      ['--workers', '1', '--suppress-health-check', 'all', '--request-timeout', '30', '--report', 'json', '--report-json-path', file],
      ids.flatMap((id) => ['--include-operation-id', id]),
    ];
    const { code, output } = await schemathesis(args.flat(), this.folder);
    if (!existsSync(file)) throw new Error(`schemathesis ended with ${code} and left no report:\n${output.slice(-4_000)}`);
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const failures = [...report.failures, ...report.errors].map((one) => JSON.stringify(one).slice(0, 2_000));
    const isWhole = report.complete && code === 0 && report.operations.tested === ids.length;
    return {
      operations: report.operations.tested,
      cases: report.test_cases.generated,
      taken: Object.values(report.valid_rates).reduce(
        (total, phases) => total + Object.values(phases).reduce((more, { accepted }) => more + accepted, 0),
        0,
      ),
      failures: failures.length === 0 && !isWhole ? [`schemathesis ended with ${code}:\n${output.slice(-4_000)}`] : failures,
    };
  }

  /** Tells schemathesis who asks what, and with which example. Answers the operations to be asked. */
  private async prepare(isDrawn: (at: number) => boolean): Promise<readonly { readonly id: string; readonly path: string }[]> {
    const document = (await (await fetch(`${this.api.url}/openapi.json`)).json()) as Interface;
    const { issuer } = this.world.api;
    const bearer = async (person: string, realm: string) =>
      JSON.stringify(`Bearer ${await issuer.token(person, { realm }, { seconds: HALF_A_DAY_S })}`);
    const lines = ['[headers]', `Authorization = ${await bearer('luo-min', 'bad-story')}`];
    // Of the methods that a path does not know, one: each is refused in one place for all.
    lines.push('[phases.coverage]', 'unexpected-methods = ["PATCH"]');
    const asked: { id: string; path: string }[] = [];
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(methods)) {
        const { operationId: id, requestBody } = operation;
        if (LEFT_OUT[id] !== undefined) continue;
        asked.push({ id, path });
        const about: string[] = [];
        const like = method === 'post' ? this.sentTo(path) : undefined;
        if (like) {
          const [word, { by, body }] = like;
          const post = by.appointment === '' ? '' : `, "Acting-Post" = ${JSON.stringify(by.appointment)}`;
          about.push(`headers = { Authorization = ${await bearer(by.person, `before-${word}`)}${post} }`);
          const content = requestBody?.content['application/json'];
          if (content) content.example = body;
        }
        const step = like?.[1].path.split('/')[1] ?? this.idAt(path);
        if (path.includes('{id}') && step !== undefined) about.push('[operations.parameters]', `"path.id" = ${JSON.stringify(step)}`);
        if (!isDrawn(asked.length)) about.push('[operations.phases.fuzzing]', 'enabled = false');
        if (about.length > 0) lines.push('', '[[operations]]', `include-operation-id = ${JSON.stringify(id)}`, ...about);
      }
    writeFileSync(join(this.folder, 'schemathesis.toml'), lines.join('\n'));
    writeFileSync(join(this.folder, 'openapi.json'), JSON.stringify(document));
    return asked;
  }

  /** What was sent to a path in the story, for the first time. */
  private sentTo(path: string) {
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+').replace('/v1/', '')}$`);
    return [...this.world.sent].find(([, { path: given }]) => pattern.test(given));
  }

  /** A case of the kind that a path names, so that the answer is more than that there is none. */
  private idAt(path: string): string | undefined {
    const names: Readonly<Record<string, string>> = {
      organisations: 'justice',
      'expert-pools': 'pool',
      'catalogue-items': 'item',
      purchases: 'purchase',
      bids: 'bid-a',
      'budget-lines': 'line-2025',
      disbursements: 'disbursement',
    };
    const name = names[path.split('/')[2] ?? ''];
    return name === undefined ? undefined : this.world.names.get(name);
  }
}
