import { readFileSync } from 'node:fs';
import { type Environment, EnvironmentRefused } from './environment.js';

/** Where Temporal is, and by what it and we know each other. */
export interface TemporalPlace {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string | undefined;
  /** Absent: the connection is neither encrypted nor known. */
  readonly tls?: {
    readonly serverRootCACertificate?: Buffer;
    readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
    readonly serverNameOverride?: string;
  };
}

type Told = Pick<
  Environment,
  | 'temporalAddress'
  | 'temporalNamespace'
  | 'temporalTaskQueue'
  | 'temporalTlsCa'
  | 'temporalTlsCert'
  | 'temporalTlsKey'
  | 'temporalTlsServerName'
>;

/** Reads the certificates that the environment names, once; throws `EnvironmentRefused` with every fault. Renewed ones are read at the next start. */
export const temporalOf = (told: Told): TemporalPlace => {
  const { temporalTlsCa, temporalTlsCert, temporalTlsKey, temporalTlsServerName } = told;
  const faults: string[] = [];
  const fileOf = (variable: string, path: string | undefined): Buffer | undefined => {
    if (path === undefined) return undefined;
    try {
      const bytes = readFileSync(path);
      if (!bytes.includes('-----BEGIN ')) faults.push(`${variable} ${path} is no PEM file`);
      return bytes;
    } catch (error) {
      faults.push(`${variable} ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
      return undefined;
    }
  };
  const ca = fileOf('TEMPORAL_TLS_SERVER_CA_CERT_PATH', temporalTlsCa);
  const crt = fileOf('TEMPORAL_TLS_CLIENT_CERT_PATH', temporalTlsCert);
  const key = fileOf('TEMPORAL_TLS_CLIENT_KEY_PATH', temporalTlsKey);
  if ((temporalTlsCert === undefined) !== (temporalTlsKey === undefined))
    faults.push('TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH belong together: one is missing');
  // A name alone would be read as "no encryption": whoever gives one wants it.
  if (temporalTlsServerName !== undefined && ca === undefined && crt === undefined)
    faults.push('TEMPORAL_TLS_SERVER_NAME needs TEMPORAL_TLS_SERVER_CA_CERT_PATH or a client certificate');
  if (faults.length > 0) throw new EnvironmentRefused(faults);
  const place = { address: told.temporalAddress, namespace: told.temporalNamespace, taskQueue: told.temporalTaskQueue };
  if (ca === undefined && crt === undefined) return place;
  return {
    ...place,
    tls: {
      ...(ca ? { serverRootCACertificate: ca } : {}),
      ...(crt && key ? { clientCertPair: { crt, key } } : {}),
      ...(temporalTlsServerName === undefined ? {} : { serverNameOverride: temporalTlsServerName }),
    },
  };
};
