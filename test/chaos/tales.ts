import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import type { Door } from '../../apps/local/src/scenario/door.js';
import { HttpDoor } from '../../apps/local/src/scenario/http-door.js';
import { consultation2025, justiceBureau2025, type PlayedInput } from '../../apps/local/src/scenario/input.js';
import { outcomeOf } from '../../apps/local/src/scenario/outcome.js';
import { randomInput } from '../../apps/local/src/scenario/random-input.js';
import { Play, type Variant } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import type { Treasury } from '../../apps/local/src/scenario/treasury.js';
import { openWorld, WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import type { Ground } from './ground.js';

/** A scenario that is played quietly once, and then under chaos. */
export interface Tale {
  readonly name: string;
  readonly input: PlayedInput;
  readonly variant: Variant | null;
}
const tale = (input: PlayedInput, variant: Variant | null = null): Tale => ({
  name: `${input.name}${variant === null ? '' : `:${variant}`}`,
  input,
  variant,
});

export const whole: Tale = tale(justiceBureau2025);
export const allTales = (seed: number): readonly Tale[] => [
  whole,
  tale(justiceBureau2025, 'treasury-returns'),
  tale(justiceBureau2025, 'poor-performance'),
  tale(consultation2025),
  tale(justiceBureau2025, 'failed-tender'),
  tale(randomInput(seed)),
];

export const operator = { person: WORLD_OPERATOR, appointment: '' };

/** Makes the world, whatever is down at the moment. */
export const madeWorld = async (ground: Ground, realm: string, jurisdiction: string, startsOn: string): Promise<void> => {
  const place = {
    databaseUrl: ground.urls.app,
    temporalAddress: ground.env.TEMPORAL_ADDRESS ?? '',
    temporalNamespace: ground.env.TEMPORAL_NAMESPACE ?? '',
  };
  const world = { id: realm, name: realm, jurisdiction, startsAt: `${startsOn}T08:00:00+08:00` };
  for (const until = performance.now() + 300_000; ; await sleep(250)) {
    try {
      return await openWorld(place, world);
    } catch (error) {
      if (performance.now() > until) throw error;
    }
  }
};

export const doorsTo = (ground: Ground, realm: string): readonly HttpDoor[] =>
  ground.apis.map((api) => new HttpDoor({ api, issuer: ground.issuer.url, realm, operator }));

/** The treasury as a scenario uses it, asked again until it answers: every request may be repeated. */
class PatientTreasury implements Treasury {
  constructor(
    private readonly url: string,
    readonly patienceMs: number,
  ) {}

  private async ask(method: string, path: string, key: string | null, body?: object): Promise<unknown> {
    const headers = { 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) };
    for (const until = performance.now() + this.patienceMs; ; await sleep(200)) {
      const sent = { method, headers, signal: AbortSignal.timeout(10_000), ...(body ? { body: JSON.stringify(body) } : {}) };
      const heard = await fetch(`${this.url}${path}`, sent)
        .then(async (response) => ({ status: response.status, said: (await response.json()) as unknown }))
        .catch((error: unknown) => {
          if ((error as Error).name === 'TypeError' && (error as Error).cause === undefined) throw error; // never sent
          return null;
        });
      if (heard && heard.status < 300) return heard.said;
      if ((heard && heard.status < 500) || performance.now() > until)
        throw new Error(`the treasury answered ${heard?.status ?? 'nothing'} to ${path}: ${JSON.stringify(heard?.said)}`);
    }
  }

  async returnNext(realm: string): Promise<void> {
    const planted = (await this.ask('GET', '/faults', null)) as { faults: readonly { match: { realm: string | null } | null }[] };
    if (planted.faults.some(({ match }) => match?.realm === realm)) return;
    await this.ask('POST', '/faults', null, { kind: 'returnAfter', ms: 200, reason: 'name_mismatch', times: 1, match: { realm } });
  }
  async payBack(realm: string, demandNo: string, payer: { readonly name: string; readonly account: string }, amount: string) {
    const key = `${realm}/${createHash('sha256').update(demandNo).digest('hex')}`;
    await this.ask('POST', '/receipts', key, { demandNo, realm, payer, amount, currency: 'CNY' });
  }
}

/** Plays a tale in its world to its end; answers what its figures say against what they must be. */
export const played = async (ground: Ground, realm: string, { input, variant }: Tale, door: Door, patienceMs: number) => {
  await madeWorld(ground, realm, input.jurisdiction, input.startsOn);
  const cast = new Cast(door);
  await cast.stand(operator, input.startsOn, input.jurisdiction);
  const time = new Timeline(door);
  const treasury = new PatientTreasury(ground.env.TREASURY_URL ?? '', patienceMs);
  const play = new Play(cast, input, time, variant, 'closed', { realm, treasury });
  await time.play([() => story(play)]);
  return (await outcomeOf(play)).differences;
};
