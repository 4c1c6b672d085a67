import { describe, expect, it } from '@jest/globals';
import { EnvironmentRefused, needed, readEnvironment } from './index.js';

const DATABASE_URL = 'postgres://app:app@127.0.0.1:5432/goufu';

describe('the environment of a process', () => {
  it('only the database must be named; everything else has a value that suits one machine', () => {
    expect(readEnvironment({ DATABASE_URL })).toMatchObject({
      databaseUrl: DATABASE_URL,
      apiPort: 8080,
      temporalNamespace: 'goufu',
      logLevel: 'info',
    });
  });

  it('every fault is told at once', () => {
    const read = () => readEnvironment({ API_PORT: 'eighty', LOG_LEVEL: 'loud' });
    expect(read).toThrow(EnvironmentRefused);
    expect(read).toThrow(/DATABASE_URL is missing.*API_PORT.*LOG_LEVEL/);
  });

  it('an empty variable counts as absent', () => {
    expect(readEnvironment({ DATABASE_URL, API_PORT: '', TREASURY_URL: '' })).toMatchObject({ apiPort: 8080, treasuryUrl: undefined });
  });

  it('browsers reach the API over TLS, unless they are on this very machine', () => {
    for (const url of ['https://goufu.example.org', 'http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])
      expect(readEnvironment({ DATABASE_URL, PUBLIC_URL: url }).publicUrl).toBe(url);
    for (const url of ['http://goufu.example.org', 'http://10.0.0.1:8080', 'http://localhost.example.org', 'javascript:alert(1)'])
      expect(() => readEnvironment({ DATABASE_URL, PUBLIC_URL: url })).toThrow(/PUBLIC_URL must be https/);
    expect(() => readEnvironment({ DATABASE_URL, PUBLIC_URL: 'goufu' })).toThrow(/PUBLIC_URL Invalid URL/);
  });

  it('a process names the variable that it cannot do without', () => {
    expect(() => needed(readEnvironment({ DATABASE_URL }), 'jwksUrl')).toThrow(/JWKS_URL is missing/);
  });
});
