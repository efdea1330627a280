import { parseSetCookie } from 'cookie';

/** A browser without a screen: it keeps cookies and follows nothing. */
export interface Browser {
  get(address: string): Promise<Page>;
  post(address: string, form: Readonly<Record<string, string>>): Promise<Page>;
  /** Asks for a page and reads none of its answer. */
  open(address: string, signal?: AbortSignal): Promise<Response>;
}

export interface Page {
  readonly status: number;
  readonly body: string;
  /** Where a redirect leads, as an absolute address; empty if it is none. */
  readonly location: string;
  /** The value of a hidden field. */
  field(name: string): string;
}

/** @param client the address that the proxy before the host names as the client's */
export function openBrowser(origin: string, client: string): Browser {
  const cookies = new Map<string, string>();
  async function ask(address: string, init: RequestInit): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(address, origin), {
      ...init,
      redirect: 'manual',
      headers: { cookie, origin, 'x-forwarded-for': client, 'accept-language': 'en' },
    });
    for (const line of answer.headers.getSetCookie()) {
      const { name, value, maxAge } = parseSetCookie(line);
      if (maxAge === 0) cookies.delete(name);
      else cookies.set(name, value ?? '');
    }
    return answer;
  }
  async function read(answer: Response): Promise<Page> {
    const body = await answer.text();
    const refresh = /url=(.+)$/.exec(answer.headers.get('refresh') ?? '')?.[1];
    const to = answer.headers.get('location') ?? refresh ?? '';
    return {
      ...{ status: answer.status, body },
      location: to === '' ? '' : new URL(to, origin).href,
      field: (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '',
    };
  }
  return {
    open: (address, signal) => ask(address, signal === undefined ? {} : { signal }),
    get: async (address) => read(await ask(address, {})),
    post: async (address, form) =>
      read(await ask(address, { method: 'POST', body: new URLSearchParams(form) })),
  };
}
