import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cast, houses } from './scenario/cast.js';
import { citer } from './scenario/citations.js';
import { Refused } from './scenario/door.js';
import { HttpDoor } from './scenario/http-door.js';
import { consultation2025, justiceBureau2025, negotiation2025, type PlayedInput } from './scenario/input.js';
import { accountName, accountOrder, grouped } from './scenario/ledger-words.js';
import { type Scenario, scenarioOptions } from './scenario/options.js';
import { randomInput } from './scenario/random-input.js';
import { type Outcome, outcomeOf } from './scenario/outcome.js';
import { lastDayOf, reportOf } from './scenario/report.js';
import { Play, type Step } from './scenario/stage.js';
import { story } from './scenario/story.js';
import { Timeline } from './scenario/timeline.js';
import { HttpTreasury } from './scenario/treasury.js';
import { openWorld, WORLD_OPERATOR } from './scenario/world.js';

const asked = scenarioOptions(process.argv.slice(2));
if ('usage' in asked) {
  console[asked.wrong ? 'error' : 'log'](asked.usage);
  process.exit(asked.wrong ? 2 : 0);
}
const { scenario, variant, seed, json } = asked;
const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run it by npm run scenario`);
  return value;
};

const inputs: Readonly<Record<Scenario, () => PlayedInput>> = {
  'justice-bureau-2025': () => justiceBureau2025,
  'consultation-2025': () => consultation2025,
  'negotiation-2025': () => negotiation2025,
  random: () => randomInput(seed),
};
const input = inputs[scenario]();
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
const bureau = houses.find(({ key }) => key === 'justice')?.pack ?? null;
const cite = citer(input.jurisdiction, bureau?.startsWith(`${input.jurisdiction}/`) ? bureau : null);
const told = (step: Step): void => {
  const article = step.rule ? cite(step.rule, step.at.slice(0, 10)) : null;
  if (json) return console.log(JSON.stringify({ ...step, ...(article === null ? {} : { citation: article }) }));
  const money = step.money ? `  ${grouped(step.money)}元` : '';
  const due = step.due ? `  期限${lastDayOf(step.due)}` : '';
  console.log(
    `${step.at.slice(0, 16).replace('T', ' ')}  ${step.stage.padEnd(4, '　')}  ${step.person}  ${step.what}${money}${due}${step.rule ? `〔${article ?? step.rule}〕` : ''}`,
  );
};
const time = new Timeline(door);
const play = new Play(cast, input, time, variant, 'closed', { realm, treasury: new HttpTreasury(need('TREASURY_URL')) }, told);
let outcome: Outcome;
try {
  await time.play([() => story(play)]);
  outcome = await outcomeOf(play);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  console.log(JSON.stringify({ ok: false, realm, purchase: play.purchase, refused: error.problem.code }));
  process.exit(1);
}
const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
const { figures, differences } = outcome;
const report = join(process.env.INIT_CWD ?? process.cwd(), asked.report);
writeFileSync(report, reportOf(outcome.told, cite));
if (!json) {
  console.log('\n预算指标台账 ledger');
  for (const [year, balances] of Object.entries(figures.ledger)) {
    console.log(`  ${year}年`);
    for (const [bucket, balance] of Object.entries(balances).toSorted(([a], [b]) => accountOrder(a) - accountOrder(b)))
      if (balance !== '0.00') console.log(`    ${accountName(bucket)}  ${grouped(balance)}`);
  }
  console.log(
    `价格分 price scores  ${Object.entries(figures.priceScores)
      .filter(([, points]) => points !== '')
      .map(([supplier, points]) => `${cast.houseOf(supplier)} ${points}`)
      .join('，')}`,
  );
  console.log(
    `各期金额 instalments  ${figures.instalments.map(grouped).join(' / ')}（按预算金额 at the ceiling ${figures.instalmentsAtCeiling.map(grouped).join(' / ')}）`,
  );
  console.log(`报告 report  ${report}\n`);
}
for (const difference of differences) console.error(`不符 difference: ${difference}`);
console.log(
  JSON.stringify({
    ok: differences.length === 0,
    scenario: input.name,
    variant,
    realm,
    purchase: play.purchase,
    steps: play.steps.length,
    requests: door.requests,
    seconds,
    ...figures,
    differences,
  }),
);
process.exit(differences.length === 0 ? 0 : 1);
