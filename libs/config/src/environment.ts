import { z } from 'zod';

const url = z.url();
const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().min(1);
const word = z.string().min(1);
/** A session’s cookie that travels unencrypted is everybody’s: only on this very machine nobody listens in between. */
const isOverTls = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
};

/** Variable, its shape, and what holds without it. What a process cannot do without, it asks for with `needed`. */
const variables = {
  databaseUrl: ['DATABASE_URL', url],
  databasePool: ['DATABASE_POOL', count.default(10)],
  temporalAddress: ['TEMPORAL_ADDRESS', word.default('127.0.0.1:7233')],
  temporalNamespace: ['TEMPORAL_NAMESPACE', word.default('goufu')],
  temporalTaskQueue: ['TEMPORAL_TASK_QUEUE', word.optional()],
  /** Files in PEM, as Temporal's own tools name them: `temporalOf` reads them. */
  temporalTlsCa: ['TEMPORAL_TLS_SERVER_CA_CERT_PATH', word.optional()],
  temporalTlsCert: ['TEMPORAL_TLS_CLIENT_CERT_PATH', word.optional()],
  temporalTlsKey: ['TEMPORAL_TLS_CLIENT_KEY_PATH', word.optional()],
  temporalTlsServerName: ['TEMPORAL_TLS_SERVER_NAME', word.optional()],
  workflowBundle: ['WORKFLOW_BUNDLE', word.optional()],
  apiHost: ['API_HOST', word.default('127.0.0.1')],
  apiPort: ['API_PORT', port.default(8080)],
  operationsHost: ['OPERATIONS_HOST', word.default('127.0.0.1')],
  operationsPort: ['OPERATIONS_PORT', port.default(0)],
  treasuryUrl: ['TREASURY_URL', url.optional()],
  /** Where the treasury tells of movements; a hint alone. */
  treasuryCallbackUrl: ['TREASURY_CALLBACK_URL', url.optional()],
  noticeWebhookUrl: ['NOTICE_WEBHOOK_URL', url.optional()],
  jwksUrl: ['JWKS_URL', url.optional()],
  tokenIssuer: ['TOKEN_ISSUER', word.optional()],
  tokenAudience: ['TOKEN_AUDIENCE', word.default('goufu')],
  /** The OpenID Connect provider at which people sign in; absent: only bearer tokens are taken. */
  oidcIssuer: ['OIDC_ISSUER', url.optional()],
  oidcClientId: ['OIDC_CLIENT_ID', word.default('goufu-console')],
  oidcClientSecret: ['OIDC_CLIENT_SECRET', word.optional()],
  /** The claim of the provider's tokens that names the person as the directory does. */
  oidcPersonClaim: ['OIDC_PERSON_CLAIM', word.default('sub')],
  /** The address under which browsers reach the API. */
  publicUrl: ['PUBLIC_URL', url.refine(isOverTls, 'must be https, but for 127.0.0.1, ::1 and localhost').optional()],
  packsDir: ['PACKS_DIR', word.optional()],
  calendarsDir: ['CALENDARS_DIR', word.optional()],
  filesDir: ['FILES_DIR', word.optional()],
  /** The built console; absent: the one of this release. */
  consoleDir: ['CONSOLE_DIR', word.optional()],
  /** The realm of tokens that name none, and of whoever reads without a token. */
  realm: [
    'REALM',
    z
      .string()
      .regex(/^[\w.-]{1,100}$/)
      .default('demo'),
  ],
  tokenToleranceSeconds: ['TOKEN_TOLERANCE_SECONDS', z.coerce.number().int().min(0).max(300).default(30)],
  bodyBytes: ['BODY_BYTES', count.default(1_000_000)],
  fileBytes: ['FILE_BYTES', count.default(20_000_000)],
  /** Media types, separated by commas; absent: what offices exchange. */
  fileTypes: ['FILE_TYPES', word.optional()],
  requestsPerMinute: ['REQUESTS_PER_MINUTE', count.default(3000)],
  anonymousRequestsPerMinute: ['ANONYMOUS_REQUESTS_PER_MINUTE', count.default(600)],
  /** Whether `X-Forwarded-For` comes from a proxy of ours. */
  trustProxy: ['TRUST_PROXY', z.stringbool().default(false)],
  /** The name of the release that runs, for people; what differs between releases is told by hashes. */
  release: [
    'RELEASE',
    z
      .string()
      .regex(/^[\w.+-]{1,30}$/)
      .optional(),
  ],
  logLevel: ['LOG_LEVEL', z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info')],
} as const satisfies Record<string, readonly [string, z.ZodType]>;

type Variables = typeof variables;
/** What a process is told by its environment, checked once at its start. */
export type Environment = { readonly [K in keyof Variables]: z.output<Variables[K][1]> };

/** What is wrong with the environment, variable by variable. */
export class EnvironmentRefused extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`环境变量有误，请更正后重新启动 The environment is wrong: ${faults.join('; ')}`);
  }
}

/** The environment as one typed object; throws `EnvironmentRefused` with every fault. An empty variable counts as absent. */
export const readEnvironment = (env: Readonly<Record<string, string | undefined>>): Environment => {
  const faults: string[] = [];
  const entries = Object.entries(variables).map(([name, [variable, shape]]) => {
    const given = env[variable] === '' ? undefined : env[variable];
    const { success, data, error } = shape.safeParse(given);
    if (!success) faults.push(`${variable} ${given === undefined ? 'is missing' : (error.issues[0]?.message ?? 'is wrong')}`);
    return [name, data] as const;
  });
  if (faults.length > 0) throw new EnvironmentRefused(faults);
  return Object.fromEntries(entries) as unknown as Environment;
};

/** The value of a variable that this process cannot do without. */
export const needed = <K extends keyof Environment>(environment: Environment, name: K): NonNullable<Environment[K]> => {
  const value = environment[name];
  if (value === undefined || value === null) throw new EnvironmentRefused([`${variables[name][0]} is missing`]);
  return value;
};
