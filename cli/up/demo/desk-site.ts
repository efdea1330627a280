import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { complete } from '../../../libs/grpc/wire/complete.js';
import { escapeHtml, formatForm, formatPage } from '../../loopback/page.js';
import { type Answer, type Routes, type Site, serveOnLoopback } from '../../loopback/serve.js';
import { formatHour } from '../../output/times.js';
import type { Session } from '../../session/session.js';
import { viewDecision } from '../../wire/view-decision.js';
import { type AuthenticatorApp, STEP_MS } from './authenticator-app.js';
import type { Person } from './people.js';

/** The page reloads this often, and then shows the current code. */
const REFRESH_SECONDS = 5;
/** The browser runs on this machine. */
const HERE = '127.0.0.1';

/**
 * What luca has on his desk: his password, the code that his phone shows now, and a mail program
 * that opens IMAP from this machine. Whoever opens the page plays luca.
 */
export function serveDesk(options: {
  readonly mail: Session;
  readonly port: number;
  readonly account: string;
  readonly person: Person;
  /** The address of the sign-in page. */
  readonly signIn: string;
}): Promise<Site> {
  const { mail, port, account, person, signIn } = options;
  const playedUntil = Date.now();
  let last = 'not tried yet';
  const desk = (): Answer => {
    const facts = {
      Account: account,
      Password: person.password,
      'Code that his phone shows now': phoneShows(person.authenticator, Date.now(), playedUntil),
      'His mail program, IMAP from this machine': last,
    };
    const list = Object.entries(facts)
      .map(([name, value]) => `<dt>${name}</dt><dd><strong>${escapeHtml(value)}</strong></dd>`)
      .join('');
    const link = `<ol><li>Try the mail program: it is refused.</li>
<li>Sign in at <a href="${signIn}/" target="_blank">${signIn}/</a> with what is below, and tick “Trust this internet
connection”. The code changes every half minute, and each works once.</li>
<li>Try the mail program again: it is let in.</li></ol>`;
    const choices = [{ text: 'Try the mail program' }];
    const form = formatForm({ action: '/imap', fields: {}, choices });
    const body = formatPage("Luca's desk", `${link}<dl>${list}</dl>${form}`);
    return { body, refreshSeconds: REFRESH_SECONDS };
  };
  const routes: Routes = {
    'GET /': desk,
    async 'POST /imap'(): Promise<Answer> {
      const password = Buffer.from(person.password);
      const login = { account, service: Service.IMAP, clientIp: HERE, password };
      const request = complete(AuthorizeRequest, { ...login, userAgent: 'a mail program' });
      const answer = await mail.call(Authorization.authorize, request);
      const { decision, rule, reason } = viewDecision(answer);
      const told = decision === 'ALLOW' ? 'let in' : 'refused';
      last = `${told} at ${formatHour(new Date())} (${decision}: ${rule === '' ? reason : rule})`;
      return { location: '/' };
    },
  };
  return serveOnLoopback({ port, routes });
}

/**
 * The current code, unless the demo's own logins may have used it: each works once.
 * @param playedUntil when those logins ended, in ms
 */
export function phoneShows(
  authenticator: AuthenticatorApp | undefined,
  now: number,
  playedUntil: number,
): string {
  const next = now - (now % STEP_MS) + STEP_MS;
  if (next - STEP_MS <= playedUntil) return `a new one in ${Math.ceil((next - now) / 1000)} s`;
  return authenticator?.codeAt(now) ?? '';
}
