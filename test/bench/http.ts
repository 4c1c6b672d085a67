import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

export interface Said {
  readonly status: number;
  readonly body: string;
}
/** A person in a post, as the API takes them. */
export interface Caller {
  readonly token: string;
  readonly post: string;
}

/** Keeps its connections, as the proxy before an API does. */
export class HttpClient {
  private readonly agent: Agent;
  constructor(
    private readonly url: string,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** One command under a new key; what was answered, whatever it was. */
  command({ token, post }: Caller, path: string, body: object): Promise<Said> {
    const headers = {
      authorization: `Bearer ${token}`,
      'acting-post': post,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.url}/v1/${path}`, { method: 'POST', agent: this.agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });
  }
  /** The same, which must be carried out. */
  async done(caller: Caller, path: string, body: object): Promise<void> {
    const said = await this.command(caller, path, body);
    if (said.status >= 300) throw new Error(`${path}: ${said.status} ${said.body}`);
  }

  close(): void {
    this.agent.destroy();
  }
}
