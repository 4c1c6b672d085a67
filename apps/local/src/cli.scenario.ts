import { randomUUID } from 'node:crypto';
import { Cast } from './scenario/cast.js';
import { Refused } from './scenario/door.js';
import { HttpDoor } from './scenario/http-door.js';
import { justiceBureau2025 } from './scenario/input.js';
import { Play, type Step, type Variant } from './scenario/stage.js';
import { story } from './scenario/story.js';
import { Timeline } from './scenario/timeline.js';
import { HttpTreasury } from './scenario/treasury.js';
import { openWorld, WORLD_OPERATOR } from './scenario/world.js';

const variants: readonly Variant[] = [
  'failed-tender',
  'treasury-returns',
  'poor-performance',
  'silent-purchaser',
  'winner-refuses',
  'ended-in-tender',
];

const args = process.argv.slice(2);
const option = (name: string): string | null => {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? null : (args[at + 1] ?? null);
};
const json = args.includes('--json');
const variant = option('variant') as Variant | null;
if (variant !== null && !variants.includes(variant)) {
  console.error(`unknown variant ${variant}; there are: ${variants.join(', ')}`);
  process.exit(2);
}
const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run it by npm run scenario`);
  return value;
};

const input = justiceBureau2025;
const realm = `rehearsal-${randomUUID().slice(0, 8)}`;
const started = performance.now();
await openWorld(
  {
    databaseUrl: need('DATABASE_URL'),
    temporalAddress: need('TEMPORAL_ADDRESS'),
    temporalNamespace: process.env.TEMPORAL_NAMESPACE ?? 'goufu',
  },
  { id: realm, name: `演练 ${input.title}`, jurisdiction: input.jurisdiction, startsAt: `${input.startsOn}T08:00:00+08:00` },
);
const operator = { person: WORLD_OPERATOR, appointment: '' };
const door = new HttpDoor({ api: need('API_URL'), issuer: need('ISSUER_URL'), realm, operator });
const cast = new Cast(door);
await cast.stand(operator, input.startsOn);
const told = (step: Step): void => {
  if (json) console.log(JSON.stringify(step));
  else
    console.log(
      `${step.at.slice(0, 16).replace('T', ' ')}  ${step.stage.padEnd(6, '　')} ${step.person}  ${step.what}${step.money ? `  ¥${step.money}` : ''}${step.rule ? `  〔${step.rule}〕` : ''}`,
    );
};
const time = new Timeline(door);
const play = new Play(cast, input, time, variant, 'closed', { realm, treasury: new HttpTreasury(need('TREASURY_URL')) }, told);
try {
  await time.play([() => story(play)]);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  console.log(JSON.stringify({ ok: false, realm, purchase: play.purchase, code: error.problem.code }));
  process.exit(1);
}
const seconds = (performance.now() - started) / 1000;
console.log(
  JSON.stringify({
    ok: true,
    realm,
    purchase: play.purchase,
    steps: play.steps.length,
    requests: door.requests,
    seconds: Number(seconds.toFixed(1)),
  }),
);
