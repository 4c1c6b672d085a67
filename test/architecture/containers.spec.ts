import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '@goufu/config';
import {
  compose,
  composeText,
  copiesFromCheckout,
  deployFolder,
  environmentOf,
  type Service,
  stages,
  variablesOf,
} from '../support/deployed.js';
import { root } from './source-tree.js';

const FROM_DIST = /^dist\/.+\.js$/;
const PINNED = /^docker\.io\/[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w.-]+)?$/;
const variables = new Set(
  [...readFileSync(join(root, 'libs/config/src/environment.ts'), 'utf8').matchAll(/^ {2}\w+: \[\s*'([A-Z_]+)'/gm)].map(([, name]) => name),
);
const last = () => {
  const stage = stages().at(-1);
  if (!stage) throw new Error('the Containerfile has no stage');
  return stage;
};
const argumentsOf = (keyword: string): readonly string[] =>
  last()
    .instructions.filter((one) => one.getKeyword() === keyword)
    .map((one) => one.getArgumentsContent() ?? '');
/** Compiled files that a command names and of which there is no source. */
const unbuilt = (command: readonly string[]): readonly string[] =>
  command.filter((word) => FROM_DIST.test(word) && !existsSync(join(root, word.replace(/^dist\//, '').replace(/\.js$/, '.ts'))));

describe('the image', () => {
  it('is built in two stages on a base that is pinned by name', () => {
    expect(stages().map(({ name }) => name)).toEqual(['build', null]);
    for (const { image } of stages()) expect(image).toMatch(PINNED);
    expect(new Set(stages().map(({ image }) => image)).size).toBe(1);
  });

  it('copies only what is there and is not left out of the context', () => {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
    const sources = copiesFromCheckout();
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(sources.filter((path) => ignored.includes(path.split('/')[0] ?? ''))).toEqual([]);
  });

  it('takes out of the building stage what that stage copied, installed or built', () => {
    const has = new Set([...copiesFromCheckout(), 'node_modules', 'dist']);
    const taken = last().copies.flatMap(({ sources }) => sources.map((path) => path.replace(/^\/goufu\//, '')));
    expect(last().copies.filter(({ from }) => from !== 'build')).toEqual([]);
    expect(taken.filter((path) => !has.has(path) && !has.has(path.split('/')[0] ?? ''))).toEqual([]);
    // The compiled code looks for these beside itself.
    for (const path of ['package.json', 'node_modules', 'dist', 'libs/rules/packs', 'libs/rules/calendars']) expect(taken).toContain(path);
  });

  it('runs as nobody, is asked for its health, and runs what is built', () => {
    expect(argumentsOf('USER')).toEqual(['node']);
    for (const keyword of ['CMD', 'HEALTHCHECK']) {
      const [said = ''] = argumentsOf(keyword);
      const words = JSON.parse(said.slice(said.indexOf('['))) as string[];
      expect(words.filter((word) => FROM_DIST.test(word))).toHaveLength(1);
      expect(unbuilt(words)).toEqual([]);
    }
  });

  it('says only variables that are documented, and opens the ports that they name', () => {
    const said = variablesOf(last());
    expect(Object.keys(said).filter((name) => name !== 'NODE_ENV' && !variables.has(name))).toEqual([]);
    const { apiPort, operationsPort } = readEnvironment({ ...said, DATABASE_URL: 'postgres://app@localhost/goufu' });
    expect(argumentsOf('EXPOSE')).toEqual([`${apiPort} ${operationsPort}`]);
  });
});

describe('the composition', () => {
  const { services, volumes } = compose();
  const ours = Object.entries(services).filter(([, { image }]) => image?.startsWith('goufu:'));
  const own = Object.fromEntries([...composeText.matchAll(/\$\{(\w+):\?\}/g)].map(([, name]) => [name ?? '', 'x']));

  it('has two of each process, and beside them PostgreSQL, Temporal and what prepares both', () => {
    expect([services.api?.deploy?.replicas, services.worker?.deploy?.replicas]).toEqual([2, 2]);
    expect(ours.map(([name]) => name).toSorted()).toEqual(['api', 'migrate', 'namespace', 'worker']);
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['postgres', 'temporal', 'temporal-schema']));
  });

  it('pins every image by name', () => {
    const foreign = Object.values(services).flatMap(({ image }) => (image?.startsWith('goufu:') ? [] : [image ?? 'none']));
    expect(foreign.filter((image) => !PINNED.test(image))).toEqual([]);
  });

  it.each(ours)(
    'gives %s only variables that are documented, and the owner’s password to the migrations alone',
    (name, service: Service) => {
      const environment = environmentOf(service, own);
      expect(Object.keys(environment).filter((variable) => variable !== 'DATABASE_OWNER_URL' && !variables.has(variable))).toEqual([]);
      expect('DATABASE_OWNER_URL' in environment).toBe(name === 'migrate');
    },
  );

  it.each(['api', 'worker'] as const)('lets %s know PostgreSQL and Temporal by their certificates, and show its own', (name) => {
    const environment = environmentOf(services[name] ?? {}, own);
    const read = readEnvironment({ ...variablesOf(last()), ...environment, JWKS_URL: 'http://x/jwks', TREASURY_URL: 'http://x' });
    expect(read.databaseUrl).toContain('sslmode=verify-full');
    for (const path of [read.temporalTlsCa, read.temporalTlsCert, read.temporalTlsKey]) expect(path).toMatch(/^\/certificates\//);
  });

  it.each(ours)('runs in %s what is built', (_name, { command = [] }: Service) => {
    expect(command.filter((word) => FROM_DIST.test(word))).toHaveLength(1);
    expect(unbuilt(command)).toEqual([]);
  });

  it('keeps no secret: each is said by whoever runs it, in a file of which the empty form is here', () => {
    const form = readFileSync(join(deployFolder, 'example.env'), 'utf8');
    const named = [...form.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name ?? '', value] as const);
    expect(named.filter(([, value]) => value !== '')).toEqual([]);
    expect(named.map(([name]) => name).toSorted()).toEqual(Object.keys(own).toSorted());
    expect(composeText).not.toMatch(/PASSWORD: (?!\$\{)|_PWD: (?!\$\{)/);
  });

  it('mounts only files that are here or made by certificates.sh, and volumes that it declares', () => {
    const issued = [...readFileSync(join(deployFolder, 'certificates.sh'), 'utf8').matchAll(/^issue (\w+) /gm)].map(([, name]) => name);
    const mounts = Object.values(services).flatMap(({ volumes: all = [] }) => all.map((mount) => mount.split(':')[0] ?? ''));
    const absent = mounts.filter((source) => {
      const certificate = /^\.\/certificates\/(\w+)$/.exec(source)?.[1];
      if (certificate !== undefined) return !issued.includes(certificate);
      return source.startsWith('./') ? !existsSync(join(deployFolder, source)) : !(source in volumes);
    });
    expect(absent).toEqual([]);
  });

  it('waits for services that it has, and listens on loopback alone', () => {
    const waited = Object.values(services).flatMap(({ depends_on: on = {} }) => Object.keys(on));
    expect(waited.filter((name) => !(name in services))).toEqual([]);
    const ports = Object.values(services).flatMap(({ ports: all = [] }) => all);
    expect(ports).toHaveLength(1);
    const { API_PORT } = variablesOf(last());
    for (const port of ports) expect(port).toMatch(new RegExp(`^127\\.0\\.0\\.1:\\d+(-\\d+)?:${API_PORT}$`));
  });

  it('measures on the ports on which the processes answer operators', () => {
    const { OPERATIONS_PORT } = variablesOf(last());
    const scraped = readFileSync(join(deployFolder, 'monitoring/prometheus.yaml'), 'utf8');
    const named = [...scraped.matchAll(/names: \[([\w-]+)\], type: A, port: (\d+)/g)].map(([, name, port]) => [name ?? '', port] as const);
    expect(named.map(([name]) => name)).toEqual(['api', 'worker', 'temporal']);
    expect(named.filter(([name, port]) => port !== OPERATIONS_PORT || !(name in services))).toEqual([]);
    expect(String(services.temporal?.environment?.PROMETHEUS_ENDPOINT)).toMatch(new RegExp(`:${OPERATIONS_PORT}$`));
  });
});
