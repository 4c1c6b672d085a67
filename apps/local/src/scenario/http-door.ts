import { Refused, type Acting, type Answer, type Door, type Problem, type Shown, type StoredFile } from './door.js';

export interface HttpPlace {
  readonly api: string;
  readonly issuer: string;
  readonly realm: string;
  /** Who may move the world's clock. */
  readonly operator: Acting;
}

/** A step of the clock that changes no date: what is due by now is applied, and the world comes to rest. */
const NOW = { bySeconds: 0.001 };
const BETWEEN = /\.(between_stages|stage_not_open)$/;

/** The real door: HTTP to a running system, with a token for each person. */
export class HttpDoor implements Door {
  private readonly tokens = new Map<string, Promise<string>>();
  requests = 0;

  constructor(private readonly place: HttpPlace) {}

  private token(person: string): Promise<string> {
    const known = this.tokens.get(person);
    if (known) return known;
    const asked = (async () => {
      const response = await fetch(`${this.place.issuer}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person, realm: this.place.realm }),
      });
      const body = (await response.json()) as { access_token?: string; token?: string };
      return body.access_token ?? body.token ?? '';
    })();
    this.tokens.set(person, asked);
    return asked;
  }

  private async request(
    who: Acting | null,
    method: string,
    path: string,
    body?: { type: string; bytes: string },
    key?: string,
    fileName?: string,
  ): Promise<Response> {
    this.requests += 1;
    const headers: Record<string, string> = { 'accept-language': 'zh' };
    if (who) {
      headers.authorization = `Bearer ${await this.token(who.person)}`;
      if (who.appointment) headers['acting-post'] = who.appointment;
    } else headers.realm = this.place.realm;
    if (body) headers['content-type'] = body.type;
    if (key) headers['idempotency-key'] = key;
    if (fileName) headers['x-file-name'] = encodeURIComponent(fileName);
    return fetch(`${this.place.api}/v1/${path}`, { method, headers, ...(body ? { body: body.bytes as string } : {}) });
  }

  private async parsed<T>(what: string, response: Response): Promise<T> {
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as T & Problem;
    if (!response.ok) throw new Refused(what, { ...body, status: response.status });
    return body;
  }

  async command(who: Acting, path: string, body: object, key: string): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      const response = await this.request(who, 'POST', path, { type: 'application/json', bytes: JSON.stringify(body) }, key);
      try {
        return await this.parsed<Answer>(`${who.person} POST ${path}`, response);
      } catch (error) {
        // The lifecycle is opening the next stage: a person would try again in a moment.
        if (!(error instanceof Refused) || !BETWEEN.test(error.problem.code) || attempt > 3) throw error;
        await this.settle();
      }
    }
  }

  async show(who: Acting | null, path: string): Promise<Shown> {
    return this.get<Shown>(who, path);
  }

  async get<T>(who: Acting | null, path: string): Promise<T> {
    return this.parsed<T>(`${who?.person ?? 'anybody'} GET ${path}`, await this.request(who, 'GET', path));
  }

  async duty(who: Acting, caseId: string, command: string): Promise<{ dueAt: string | null; rule: string | null } | null> {
    const name = command.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
    const { items } = await this.get<{
      items: readonly { case: { id: string }; name: string; dueAt: string | null; rule: string | null }[];
    }>(who, 'tasks?limit=100');
    return items.find((task) => task.case.id === caseId && task.name === name) ?? null;
  }

  async store(who: Acting, name: string, text: string): Promise<StoredFile> {
    const response = await this.request(who, 'PUT', `files`, { type: 'application/pdf', bytes: text }, `file-${crypto.randomUUID()}`, name);
    return this.parsed<StoredFile>(`${who.person} PUT files`, response);
  }

  async now(): Promise<string> {
    return this.move(NOW);
  }

  async advance(to: string): Promise<void> {
    await this.move({ to });
  }

  async settle(): Promise<void> {
    await this.move(NOW);
  }

  private async move(goal: { readonly to: string } | { readonly bySeconds: number }): Promise<string> {
    const body = { type: 'application/json', bytes: JSON.stringify(goal) };
    const response = await this.request(
      this.place.operator,
      'POST',
      `worlds/${this.place.realm}/advance`,
      body,
      `advance-${crypto.randomUUID()}`,
    );
    const { now } = await this.parsed<{ now: string }>(`advance ${JSON.stringify(goal)}`, response);
    return now;
  }
}
