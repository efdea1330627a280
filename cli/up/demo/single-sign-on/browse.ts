import { readAnswer } from '../../../../libs/http/read-answer.js';

/** What a browser shows. */
export interface BrowserPage {
  readonly url: string;
  readonly html: string;
}

/**
 * A minimal browser: it follows redirects, fills in one form at a time and keeps cookies by host.
 */
export interface Browser {
  open(url: string): Promise<BrowserPage>;
  /** Submits the form on the page, with what its button adds. */
  submit(page: BrowserPage, added?: Readonly<Record<string, string>>): Promise<BrowserPage>;
}

/** A browser without scripts: it follows redirects, keeps cookies and sends forms. */
export function openBrowser(signal?: AbortSignal): Browser {
  const jar = new Map<string, Map<string, string>>();
  const visit = async (url: string, init: RequestInit = {}): Promise<BrowserPage> => {
    const { host } = new URL(url);
    const cookies = jar.get(host) ?? new Map<string, string>();
    jar.set(host, cookies);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, ...(cookie === '' ? {} : { cookie }) };
    const answer = await fetch(url, {
      ...init,
      headers,
      redirect: 'manual',
      ...(signal === undefined ? {} : { signal }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location !== null) return visit(new URL(location, url).href);
    return { url, html: await readAnswer(answer.body) };
  };
  return {
    open: (url) => visit(url),
    submit(page, added = {}) {
      const { action, fields } = readForm(page.html);
      const body = new URLSearchParams({ ...fields, ...added }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return visit(new URL(action, page.url).href, { method: 'POST', headers, body });
    },
  };
}

/** The form on one of our pages, with its hidden fields. */
export function readForm(html: string): { action: string; fields: Record<string, string> } {
  const [, action] = /<form method="post" action="([^"]*)">/.exec(html) ?? [];
  if (action === undefined) throw new Error(`there is no form: ${html}`);
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  const fields = [...inputs].map(([, name = '', value = '']) => [text(name), text(value)] as const);
  return { action: text(action), fields: Object.fromEntries(fields) };
}

function text(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
