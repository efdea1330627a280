import { parseSetCookie } from 'cookie';

/** A browser under an attacker's control: it keeps cookies, and enforces no rules. */
export interface HandBrowser {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Page>;
  /** Posts a form. `Origin` is the page's own unless another is given. */
  post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Page>;
}

export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** The value of a hidden field. */
  field(name: string): string;
  /** The address that the page leads to. */
  readonly location: string;
}

/** Opens a browser without cookies at an origin. */
export function openByHand(origin: string): HandBrowser {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${origin}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { cookie, ...(init.headers as Record<string, string>) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const { name, value, maxAge } = parseSetCookie(line);
      if (maxAge === 0) cookies.delete(name);
      else cookies.set(name, value ?? '');
    }
    const body = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body,
      field: (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '',
      location: answer.headers.get('location') ?? '',
    };
  };
  return {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, form, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: { origin, ...headers },
      }),
  };
}
