import {
  AuthorizationServiceService as Authorization,
  type AuthorizeRequest,
  type AuthorizeResponse,
} from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { formatPage } from '../loopback/page.js';
import { acsUrlOf, readSamlResponse, sendToProvider } from '../loopback/saml-login.js';
import { type Answer, serveOnLoopback, type Visit } from '../loopback/serve.js';
import { CliError, EXIT } from '../output/exit.js';
import type { Session } from '../session/session.js';

/**
 * Makes one login by single sign-on. A browser opens the printed page, is redirected to the identity provider, and
 * posts the response back here. The login ticket stays here.
 */
export async function signOn(
  { call, out, signal }: Session,
  request: AuthorizeRequest,
): Promise<AuthorizeResponse> {
  const wish = { beginSaml: true, remember: undefined };
  const begun = await call(Authorization.authorize, { ...request, ...wish });
  const { samlLogin } = begun;
  if (samlLogin === undefined) return begun;
  const { host, port, path } = addressOnLoopback(acsUrlOf(samlLogin));
  const { promise, resolve, reject } = settleLater<AuthorizeResponse>();
  const consume = async (visit: Visit): Promise<Answer> => {
    const carried = { ...readSamlResponse(visit), samlLoginTicket: samlLogin.loginTicket };
    try {
      resolve(await call(Authorization.authorize, { ...request, ...carried }));
    } catch (error) {
      reject(error);
    }
    return { body: formatPage('Done', '<p>The decision is in the terminal.</p>') };
  };
  const routes = { 'GET /': () => sendToProvider(samlLogin), [`POST ${path}`]: consume };
  const site = await serveOnLoopback({ host, port, routes });
  const interrupt = () => reject(new CliError('interrupted'));
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const open = `${site.url}/`;
    if (out.json) out.item({ open }, () => open);
    else out.note(`Open ${open} in a browser on this machine, and sign in.`);
    return await promise;
  } finally {
    signal.removeEventListener('abort', interrupt);
    // The answer to the browser is still on its way.
    setImmediate(() => void site.close());
  }
}

/** The address for this front-end's responses must be on this machine. */
function addressOnLoopback(acsUrl: string) {
  const url = new URL(acsUrl);
  const host = (['127.0.0.1', 'localhost'] as const).find((name) => name === url.hostname);
  if (url.protocol === 'http:' && host !== undefined) {
    return { host, port: Number(url.port || '80'), path: url.pathname };
  }
  throw new CliError(
    `responses are posted to ${acsUrl}, which is not this command: set acs_urls.<front-end> to an http ` +
      'address of 127.0.0.1 for it',
    EXIT.usage,
  );
}

function settleLater<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((good, bad) => {
    resolve = good;
    reject = bad;
  });
  return { promise, resolve, reject };
}
