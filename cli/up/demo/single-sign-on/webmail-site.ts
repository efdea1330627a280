import { stringifySetCookie } from 'cookie';
import { Service } from '../../../../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
  type AuthorizeResponse,
} from '../../../../libs/gen/gatepost/policy/v1/authorization.js';
import { complete } from '../../../../libs/grpc/wire/complete.js';
import { escapeHtml, formatForm, formatPage } from '../../../loopback/page.js';
import { readSamlResponse, sendToProvider } from '../../../loopback/saml-login.js';
import { type Answer, type Routes, type Site, serveOnLoopback } from '../../../loopback/serve.js';
import type { Session } from '../../../session/session.js';
import { viewDecision } from '../../../wire/view-decision.js';

export const ACS_PATH = '/saml/acs';
const TICKET = 'login-ticket';
const ACCOUNT = 'login-account';

/** Only the sign-in of a webmail: it does what docs/saml.md asks of a front-end. */
export function serveWebmail(
  { call }: Session,
  { port, accounts }: { port: number; accounts: () => readonly string[] },
): Promise<Site> {
  // Every visitor is on this machine.
  const login = { service: Service.WEB_UI, clientIp: '127.0.0.1', userAgent: 'a browser' };
  const authorize = (fields: object) =>
    call(Authorization.authorize, complete(AuthorizeRequest, { ...login, ...fields }));
  const routes: Routes = {
    'GET /': () => {
      const choices = accounts().map((account) => {
        const text = `Sign in to the mailbox of ${account}`;
        return { name: 'account', value: account, text };
      });
      const form = formatForm({ action: '/begin', fields: {}, choices });
      return { body: formatPage("The demo's webmail", form) };
    },
    async 'POST /begin'({ form }): Promise<Answer> {
      const account = form.get('account') ?? '';
      const begun = await authorize({ account, beginSaml: true });
      if (begun.samlLogin === undefined) return showDecision(begun);
      const cookies = [keep(TICKET, begun.samlLogin.loginTicket), keep(ACCOUNT, account)];
      return { ...sendToProvider(begun.samlLogin), cookies };
    },
    async [`POST ${ACS_PATH}`](visit): Promise<Answer> {
      const { cookies } = visit;
      const answer = await authorize({
        account: cookies[ACCOUNT] ?? '',
        samlLoginTicket: cookies[TICKET] ?? '',
        ...readSamlResponse(visit),
      });
      return { ...showDecision(answer), cookies: [keep(TICKET, ''), keep(ACCOUNT, '')] };
    },
  };
  return serveOnLoopback({ port, routes });
}

/**
 * Kept in this browser for a quarter of an hour. Both sites are on this machine without TLS;
 * anywhere else the cookie must be `Secure; SameSite=None`.
 */
function keep(name: string, value: string): string {
  const maxAge = value === '' ? 0 : 900;
  return stringifySetCookie({ name, value, httpOnly: true, sameSite: 'lax', path: '/', maxAge });
}

/**
 * Shows no more than a front-end may tell the person; the reference finds the rest in the record.
 */
function showDecision(answer: AuthorizeResponse): Answer {
  const { decision, rule, message, decisionId } = viewDecision(answer);
  const allowed = decision === 'ALLOW';
  const fields = Object.entries({ Decision: decision, Rule: rule, Says: message })
    .concat([['Reference', decisionId]])
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
  const again = '<p><a href="/">Again</a></p>';
  const title = allowed ? 'Signed in' : 'Sign-in failed';
  return { body: formatPage(title, `<dl>${fields.join('')}</dl>${again}`) };
}
