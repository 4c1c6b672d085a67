// Plays one purchase as a client of the release in `tree` does, at whichever APIs it is told of: `customer.ts` starts it and talks to it.
// Each command goes to all of them under one key, at once or one after the other; all must answer the same.
import { join } from 'node:path';

const given = JSON.parse(process.argv[2]);
const from = (part) => import(join(given.tree, 'dist/apps/local/src/scenario', `${part}.js`));
const [{ HttpDoor }, { JournalDoor }, { Cast }, { Play }, { story }, { Timeline }, world, { justiceBureau2025: input }, { outcomeOf }] =
  await Promise.all(['http-door', 'journal-door', 'cast', 'stage', 'story', 'timeline', 'world', 'input', 'outcome'].map(from));
const operator = { person: world.WORLD_OPERATOR, appointment: '' };
const { realm, issuer, until, stricter } = given;

let doors = [];
const known = new Map();
const enter = (apis) => {
  doors = apis.map((api) => {
    if (!known.has(api)) known.set(api, new HttpDoor({ api, issuer, realm, operator }));
    return known.get(api);
  });
};
enter(given.apis);
process.on('message', ({ apis }) => {
  enter(apis);
  process.send({ entered: apis.length });
});

/** What was carried out: whom it was asked of first, and the version that it made. */
const acknowledged = [];
const wrong = [];
let sent = 0;
const isOutage = (error) => error.problem === undefined || error.problem.status === 503;
const isStricter = (path, error) => error.problem !== undefined && stricter[path.split('/').at(-1)] === error.problem.code;

const settled = async (asked, all) => {
  if (sent % 2 === 0) return Promise.all(all.map((door) => asked(door).catch((error) => error)));
  const answers = [];
  for (const door of all) answers.push(await asked(door).catch((error) => error));
  return answers;
};
const command = async (who, path, body, key) => {
  sent += 1;
  process.send({ sent });
  for (let attempt = 0; ; attempt += 1) {
    const turned = doors.map((_, n) => doors[(n + sent) % doors.length]);
    const answers = await settled((door) => door.command(who, path, body, key), turned);
    const done = answers.filter((answer) => !(answer instanceof Error));
    const failed = answers.filter((answer) => answer instanceof Error && !isOutage(answer));
    const [first] = done;
    if (!first && failed.length === 0 && attempt < 100) {
      await new Promise((resolve) => setTimeout(resolve, 100)); // an API that ends, before another one stands
      continue;
    }
    if (!first) throw failed[0] ?? answers[0];
    for (const error of failed) {
      if (!isStricter(path, error)) wrong.push(`${key}: one has carried it out, another says ${error.message}`);
    }
    if (done.some(({ id, version }) => id !== first.id || version !== first.version)) wrong.push(`${key}: ${JSON.stringify(done)}`);
    acknowledged.push({ key, id: first.id, version: first.version });
    return first;
  }
};
let turn = 0;
const ask = async (asking) => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      turn += 1;
      return await asking(doors[turn % doors.length]);
    } catch (error) {
      if (!isOutage(error) || attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};
const both = {
  command,
  show: (...args) => ask((door) => door.show(...args)),
  get: (...args) => ask((door) => door.get(...args)),
  duty: (...args) => ask((door) => door.duty(...args)),
  store: (...args) => ask((door) => door.store(...args)),
  now: () => ask((door) => door.now()),
  advance: (to) => ask((door) => door.advance(to)),
  settle: () => ask((door) => door.settle()),
};

try {
  if (given.place)
    await world.openWorld(given.place, {
      id: realm,
      name: realm,
      jurisdiction: 'demo-county',
      startsAt: `${input.startsOn}T08:00:00+08:00`,
    });
  const door = given.journal ? new JournalDoor(both, given.journal) : both;
  const cast = new Cast(door);
  await cast.stand(operator, '2020-01-01');
  const time = new Timeline(door);
  const play = new Play(cast, input, time, null, until);
  await time.play([() => story(play)]);
  await door.settle();
  const differences = until === 'closed' ? (await outcomeOf(play)).differences : [];
  process.send({ over: { purchase: play.purchase, acknowledged, wrong, differences } });
} catch (error) {
  process.send({ over: { failed: error.stack, acknowledged, wrong } });
}
process.disconnect();
