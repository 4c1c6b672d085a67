import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EnvironmentRefused, readEnvironment, temporalOf } from './index.js';

describe('where Temporal is', () => {
  let folder: string;
  const path = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'goufu-config-'));
    for (const name of ['ca', 'crt', 'key']) writeFileSync(path(`${name}.pem`), `-----BEGIN ${name}-----\n`);
    writeFileSync(path('words.txt'), 'no certificate');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const told = (more: Readonly<Record<string, string>>) =>
    temporalOf(readEnvironment({ DATABASE_URL: 'postgres://app@localhost/goufu', TEMPORAL_ADDRESS: 'temporal:7233', ...more }));

  it('is its address and namespace, unencrypted where no certificate is named', () => {
    expect(told({})).toEqual({ address: 'temporal:7233', namespace: 'goufu', taskQueue: undefined });
  });

  it('with certificates is known to us, and we to it', () => {
    const { tls } = told({
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: path('ca.pem'),
      TEMPORAL_TLS_CLIENT_CERT_PATH: path('crt.pem'),
      TEMPORAL_TLS_CLIENT_KEY_PATH: path('key.pem'),
      TEMPORAL_TLS_SERVER_NAME: 'temporal.internal',
    });
    expect(tls?.serverRootCACertificate?.toString()).toContain('BEGIN ca');
    expect(tls?.clientCertPair?.crt.toString()).toContain('BEGIN crt');
    expect(tls?.clientCertPair?.key.toString()).toContain('BEGIN key');
    expect(tls?.serverNameOverride).toBe('temporal.internal');
  });

  it.each([
    ['a certificate without its key', { TEMPORAL_TLS_CLIENT_CERT_PATH: 'crt.pem' }, /belong together/],
    ['a key without its certificate', { TEMPORAL_TLS_CLIENT_KEY_PATH: 'key.pem' }, /belong together/],
    [
      'a file that is not there',
      { TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'nowhere.pem' },
      /CA_CERT_PATH .*nowhere\.pem cannot be read \(ENOENT\)/,
    ],
    ['a file of something else', { TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'words.txt' }, /words\.txt is no PEM file/],
  ])('refuses %s, at the start', (_title, named, said) => {
    const absolute = Object.fromEntries(Object.entries(named).map(([variable, name]) => [variable, path(name)]));
    expect(() => told(absolute)).toThrow(EnvironmentRefused);
    expect(() => told(absolute)).toThrow(said);
  });

  it('refuses a server’s name where nothing is encrypted: nobody would look at it', () => {
    expect(() => told({ TEMPORAL_TLS_SERVER_NAME: 'temporal' })).toThrow(/TEMPORAL_TLS_SERVER_NAME needs/);
  });
});
