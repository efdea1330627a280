import { request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
import { readAnswer } from '../../../libs/http/read-answer.js';

/** What is needed of `fetch`. */
type Fetch = (
  address: string,
  options: {
    readonly method?: string;
    readonly headers?: Headers;
    readonly body?: URLSearchParams;
    readonly signal?: AbortSignal;
  },
) => Promise<Response>;

/** The built-in `fetch`, without redirects; reads an answer as far as `readAnswer` does. */
export const fetchDirectly: Fetch = async (address, options) => {
  const answer = await fetch(address, { ...options, redirect: 'error' });
  const said = await readAnswer(answer.body);
  return new Response(isEmpty(answer.status) ? null : said, { status: answer.status });
};

/**
 * Makes a `fetch` that connects to `via` and sends the `Host` of the address that it was given. The built-in `fetch` does
 * not let its caller choose `Host`. A redirect is returned as an answer.
 */
export function fetchVia(via: string): Fetch {
  return (address, { method = 'GET', headers = new Headers(), body, signal }) => {
    const { host, pathname, search } = new URL(address);
    const url = new URL(pathname + search, via);
    const content = body?.toString() ?? '';
    const form = body && { 'content-type': 'application/x-www-form-urlencoded' };
    const options = {
      ...{ method, signal },
      headers: {
        ...Object.fromEntries(headers),
        ...form,
        ...{ host, 'content-length': Buffer.byteLength(content) },
      },
    };
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? overTls : overHttp;
      const sent = send(url, options, (answer) => {
        const status = answer.statusCode ?? 502;
        readAnswer(answer).then(
          (said) => resolve(new Response(isEmpty(status) ? null : said, { status })),
          reject,
        );
      });
      sent.once('error', reject);
      sent.end(content);
    });
  };
}

/** A response of such a status has no body. */
function isEmpty(status: number): boolean {
  return status === 204 || status === 304;
}
