import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { parse } from 'yaml';
import { checkout } from '../../apps/local/src/checkout.js';

/** A service of `deploy/compose.yaml`, as far as we look at it. */
export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number | boolean>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy?: { readonly replicas: number };
  readonly [more: string]: unknown;
}
export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
}
export const deployFolder = join(checkout(), 'deploy');
export const composeText = readFileSync(join(deployFolder, 'compose.yaml'), 'utf8');
export const compose = (): Compose => parse(composeText, { merge: true }) as Compose;

/** The environment of a service with the operator's own values put in (`${NAME:?}`), as the process gets it. */
export const environmentOf = (service: Service, own: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, value]) => [
      name,
      String(value).replaceAll(/\$\{(\w+):\?\}/g, (_, variable: string) => {
        const given = own[variable];
        if (given === undefined) throw new Error(`nobody says what ${variable} is`);
        return given;
      }),
    ]),
  );

/** What an instruction copies: from another stage or from the checkout, and to where. */
interface Copied {
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly to: string;
}
export interface Stage {
  readonly name: string | null;
  readonly image: string;
  readonly instructions: readonly Instruction[];
  readonly copies: readonly Copied[];
}
/** The stages of `deploy/Containerfile`, each from one FROM to the next. */
export const stages = (): readonly Stage[] => {
  const file = DockerfileParser.parse(readFileSync(join(deployFolder, 'Containerfile'), 'utf8'));
  const froms = file.getFROMs();
  return froms.map((from, n) => {
    const [first, last] = [from.getRange().start.line, froms[n + 1]?.getRange().start.line ?? Number.POSITIVE_INFINITY];
    const within = <T extends Instruction>(all: readonly T[]): readonly T[] =>
      all.filter((one) => one.getRange().start.line >= first && one.getRange().start.line < last);
    const copies = within(file.getCOPYs()).map((copy) => {
      const paths = copy.getArguments().map((word) => word.getValue());
      return { from: copy.getFromFlag()?.getValue() ?? null, sources: paths.slice(0, -1), to: paths.at(-1) ?? '' };
    });
    return { name: from.getBuildStage(), image: from.getImage() ?? '', instructions: within(file.getInstructions()), copies };
  });
};

/** `ENV` of a stage. */
export const variablesOf = ({ instructions }: Stage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    instructions
      .filter((one) => one.getKeyword() === 'ENV')
      .flatMap((one) => one.getArguments().map((word) => word.getValue()))
      .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );

/** What the first stage copies out of the checkout. */
export const copiesFromCheckout = (): readonly string[] =>
  stages()
    .slice(0, 1)
    .flatMap(({ copies }) => copies.filter(({ from }) => from === null).flatMap(({ sources }) => sources));
