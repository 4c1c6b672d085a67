interface Sending {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Just enough of a browser to sign in with: it keeps cookies by host, and goes where it is led, a step at a time. */
export class Browser {
  readonly jar = new Map<string, Map<string, string>>();
  /** Every `Set-Cookie` that it was given. */
  readonly given: string[] = [];

  private cookiesOf(url: URL): Map<string, string> {
    const known = this.jar.get(url.host) ?? new Map<string, string>();
    this.jar.set(url.host, known);
    return known;
  }

  /** One request; a redirect is not followed. */
  async ask(address: string, more: Sending = {}): Promise<Response> {
    const url = new URL(address);
    const cookies = this.cookiesOf(url);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      ...more,
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...more.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      this.given.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  /** Goes on until somewhere answers with a page; answers where that is. */
  async go(address: string, more: Sending = {}): Promise<{ readonly url: string; readonly response: Response; readonly text: string }> {
    let url = address;
    let response = await this.ask(url, more);
    for (let steps = 0; response.status >= 300 && response.status < 400; steps += 1) {
      if (steps > 10) throw new Error(`led in a circle: ${url}`);
      url = new URL(response.headers.get('location') ?? '', url).href;
      response = await this.ask(url);
    }
    return { url, response, text: await response.text() };
  }

  /** Sends a form as a person does. */
  submit(address: string, fields: Readonly<Record<string, string>>) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.go(address, { method: 'POST', body: new URLSearchParams(fields).toString(), headers });
  }

  cookie(address: string, name: string): string | undefined {
    return this.cookiesOf(new URL(address)).get(name);
  }
}
