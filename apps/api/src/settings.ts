import { join } from 'node:path';
import { type Environment, folderOfTree, needed } from '@goufu/config';

/** What the API is told, with everything that it cannot do without. */
export interface Settings {
  readonly realm: string;
  readonly jwksUrl: string;
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
  readonly tokenToleranceSeconds: number;
  readonly filesDir: string;
  readonly fileBytes: number;
  readonly fileTypes: readonly string[];
  readonly bodyBytes: number;
  readonly requestsPerMinute: number;
  readonly anonymousRequestsPerMinute: number;
  readonly trustProxy: boolean;
  /** How people sign in at a browser; null: not at all. */
  readonly signIn: SignIn | null;
  /** The built console; null: none is served. */
  readonly consoleDir: string | null;
}
interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly personClaim: string;
  readonly publicUrl: string;
}

const OFFICE_TYPES = [
  'application/pdf',
  'application/ofd',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/xml',
  'image/jpeg',
  'image/png',
  'text/csv',
  'text/plain',
];

const signInOf = (environment: Environment): SignIn | null =>
  environment.oidcIssuer === undefined
    ? null
    : {
        issuer: environment.oidcIssuer,
        clientId: environment.oidcClientId,
        clientSecret: needed(environment, 'oidcClientSecret'),
        personClaim: environment.oidcPersonClaim,
        publicUrl: needed(environment, 'publicUrl'),
      };

/** Throws `EnvironmentRefused` where something is missing. */
export const settingsOf = (environment: Environment): Settings => ({
  ...environment,
  jwksUrl: needed(environment, 'jwksUrl'),
  tokenIssuer: needed(environment, 'tokenIssuer'),
  filesDir: needed(environment, 'filesDir'),
  signIn: signInOf(environment),
  consoleDir: environment.consoleDir ?? join(folderOfTree('dist'), 'web'),
  fileTypes: environment.fileTypes?.split(',').map((type) => type.trim()) ?? OFFICE_TYPES,
});
