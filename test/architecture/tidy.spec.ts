import { describe, expect, it } from '@jest/globals';
import { codeOnly, places, type SourceFile, sourceFiles } from './source-tree.js';

const files = sourceFiles();
const isCode = ({ path }: SourceFile) => /\.(ts|tsx|mjs|cjs|js)$/.test(path);
const isSpec = ({ path }: SourceFile) => path.endsWith('.spec.ts');
const isGenerated = ({ path }: SourceFile) => /\/(packs|calendars|generated|histories|corpus)\/|\.gen\.|openapi\.json$/.test(path);
const isPure = ({ path }: SourceFile) => /^(libs\/(domain|rules|access|messages|subjects)|workflows)\//.test(path);
const code = files.filter(isCode);
const word = (...parts: string[]) => parts.join(''); // this file would otherwise find itself

describe('the tree is tidy', () => {
  it('has no clock and no dice in pure code: time is an argument, chance is the context’s entropy', () => {
    const clock = /\bDate\.now\(|\bnew Date\(\s*\)|\bMath\.random\(|\bperformance\.now\(/;
    expect(code.filter((file) => isPure(file) && !isSpec(file)).flatMap((file) => places(file, clock, codeOnly(file.text)))).toEqual([]);
  });

  it('reads no environment and no file in pure code', () => {
    const outside = /\bprocess\.(env|argv|cwd)\b/;
    expect(code.filter((file) => isPure(file) && !isSpec(file)).flatMap((file) => places(file, outside, codeOnly(file.text)))).toEqual([]);
  });

  it('keeps every file within 400 lines, packs and generated files aside', () => {
    const counted = files.filter((file) => !isGenerated(file) && !file.path.endsWith('.md'));
    const long = counted.map(({ path, text }) => [path, text.trimEnd().split('\n').length] as const).filter(([, lines]) => lines > 400);
    expect(long).toEqual([]);
  });

  it('leaves nothing for later in the code', () => {
    const later = new RegExp(`\\b(${word('TO', 'DO')}|${word('FIX', 'ME')}|${word('HA', 'CK')}|${word('XX', 'X')})\\b`);
    expect(code.flatMap((file) => places(file, later))).toEqual([]);
  });

  it('has no drawer without a label: no utils, helpers, common, shared or manager', () => {
    const drawer = /(^|\/)(utils?|helpers?|common|shared|managers?|misc)(\/|\.[a-z.]+$)|-(utils?|helpers?|manager)\.[a-z.]+$/;
    expect(files.filter(({ path }) => drawer.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it('names every file in kebab-case, but a component of the console after itself', () => {
    const named = /^[a-z0-9.]+(-[a-z0-9.]+)*$/;
    const component = /^([A-Z][a-z0-9]*)+\.tsx$/;
    const isNamed = (path: string) => (part: string) => named.test(part) || (path.startsWith('apps/web/') && component.test(part));
    const strange = code.filter(({ path }) => !path.split('/').every(isNamed(path)));
    expect(strange.map(({ path }) => path)).toEqual([]);
  });

  it('skips no test and singles none out', () => {
    const skipped =
      /\b(it|test|describe)(\.each\([^)]*\))?\.(skip|only|failing)\b|\b(it|test)\.todo\b|\b(xit|xdescribe|xtest|fit|fdescribe)\(/;
    expect(files.filter(isSpec).flatMap((file) => places(file, skipped, codeOnly(file.text)))).toEqual([]);
  });

  it('names no path of a machine and no host of a package registry', () => {
    const machine = new RegExp(
      `(^|[\\s'"\`(=])/(${word('wo', 'rk')}|${word('ro', 'ot')}|${word('fa', 'rm')}|home)/|${word('npm', 'js')}\\.org|${word('py', 'pi')}\\.org`,
    );
    expect(files.flatMap((file) => places(file, machine))).toEqual([]);
  });

  it('has no default export except where a tool demands one', () => {
    const demanded = /(^|\/)(jest\.config\.js|global-(setup|teardown)\.mjs|[a-z-]+\.config\.(js|mjs|ts))$|data-source\.ts$/;
    const exported = code.filter(({ path }) => !demanded.test(path) && !path.startsWith('apps/web/'));
    expect(exported.flatMap((file) => places(file, /^export default\b/))).toEqual([]);
  });

  it('writes SQL in libs/persistence alone; the launcher makes roles and databases', () => {
    const sql =
      /['"`]\s*(select\s+[\w*(].*\bfrom\b|insert\s+into\s|update\s+[\w."]+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|create\s+(table|index|role|database)\s|alter\s+(table|role)\s)/i;
    const elsewhere = code.filter(
      (file) =>
        /^(apps|libs|workflows|activities)\//.test(file.path) &&
        !/^libs\/persistence\/|^apps\/local\/src\/postgres/.test(file.path) &&
        !isSpec(file),
    );
    expect(elsewhere.flatMap((file) => places(file, sql))).toEqual([]);
  });
});
