import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DemoPurchase } from './banner.js';
import { Cast, houses, players } from './scenario/cast.js';
import { addressOf } from './scenario/door.js';
import { HttpDoor } from './scenario/http-door.js';
import { justiceBureau2025, type PlayedInput } from './scenario/input.js';
import { JournalDoor } from './scenario/journal-door.js';
import { monthsLater, Play, shifted, type Until } from './scenario/stage.js';
import { story } from './scenario/story.js';
import { Timeline } from './scenario/timeline.js';
import { openWorld, WORLD_OPERATOR } from './scenario/world.js';

/**
 * The demo realm: a world whose clock begins 16 months ago. The real purchase is played in it three times by people's own commands, in order of time,
 * until the clock is now: it stands before its last payment, in evaluation, and in planning. Cut off, it is played on.
 */
const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: the launcher runs this`);
  return value;
};
const REALM = process.env.REALM ?? 'demo';
const MONTHS_BACK = 16;
const peopleFile = need('PEOPLE_FILE');
const journal = join(dirname(peopleFile), 'demo.jsonl');

const operator = { person: WORLD_OPERATOR, appointment: '' };
const http = new HttpDoor({ api: need('API_URL'), issuer: need('ISSUER_URL'), realm: REALM, operator });
const door = new JournalDoor(http, journal);
const realToday = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

const bring = async (): Promise<void> => {
  const place = {
    databaseUrl: need('DATABASE_URL'),
    temporalAddress: need('TEMPORAL_ADDRESS'),
    temporalNamespace: process.env.TEMPORAL_NAMESPACE ?? 'goufu',
  };
  const since = monthsLater(realToday(), -MONTHS_BACK);
  await openWorld(place, { id: REALM, name: '示范县', jurisdiction: justiceBureau2025.jurisdiction, startsAt: `${since}T08:00:00+08:00` });
  // What day it was when the demo was begun, however often it is taken up again.
  const begun = (await door.now()).slice(0, 10);
  const today = monthsLater(begun, MONTHS_BACK);
  const cast = new Cast(door);
  await cast.stand(operator, begun);
  writeFileSync(
    peopleFile,
    JSON.stringify(
      players.map(({ person, name, organisation, post, roles }) => ({
        person,
        name,
        posts: [
          {
            appointment: cast.as(person).appointment,
            post: roles.join(', ') || post,
            department: houses.find(({ key }) => key === organisation)?.name ?? organisation,
          },
        ],
      })),
    ),
  );
  const days = Math.round((Date.parse(today) - Date.parse(begun)) / 86_400_000);
  const time = new Timeline(door, (at) => {
    const done = Math.round((Date.parse(at) - Date.parse(begun)) / 86_400_000);
    console.log(
      `demo ${at.slice(0, 10)}  ${'█'.repeat(Math.round((20 * done) / days)).padEnd(20, '░')} ${Math.min(100, Math.round((100 * done) / days))} %`,
    );
  });
  const purchases: DemoPurchase[] = [];
  const played =
    (input: Partial<PlayedInput> & { readonly name: string; readonly startsOn: string }, until: Until, stood: string) => async () => {
      const play = new Play(cast, { ...justiceBureau2025, ...input }, time, null, until);
      await story(play);
      purchases.push({ title: play.input.title, stood, href: `/v1/${addressOf(play.purchase)}` });
    };
  await time.play([
    // Eleven months of service, so that it is accepted by now and its last instalment is ready.
    played(
      { name: 'demo-before-last-payment', title: '社区矫正矫治帮教社会工作服务（2025—2026年）', startsOn: begun, months: 11 },
      'last-payment',
      '末期付款前 before its last payment',
    ),
    played(
      { name: 'demo-in-evaluation', title: '社区矫正社会调查评估服务（2026—2027年）', startsOn: shifted(today, -67) },
      'evaluation',
      '评审 in evaluation',
    ),
    played(
      { name: 'demo-in-planning', title: '社区矫正心理辅导服务（2027年）', startsOn: shifted(today, -6) },
      'planning',
      '采购计划 in planning',
    ),
  ]);
  writeFileSync(join(dirname(peopleFile), 'demo-purchases.json'), JSON.stringify(purchases));
  await door.advance(new Date().toISOString());
};

await bring();
console.log('demo 100 %');
