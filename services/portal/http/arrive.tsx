import type { Context } from 'koa';
import { domainOfAccount } from '../../../libs/names/account.js';
import { asSecret, goTo, show } from '../../../libs/web/index.js';
import type { Flow, Outcome } from '../core/sign-in.js';
import { GoingOnPage } from '../pages/sign-in.js';
import { NoticePage } from '../pages/status.js';
import { arriveSelf } from './arrive-self.js';
import { firstPageOf } from './flows.js';
import { keepDevice } from './keep-device.js';
import type { Arrival, Destination, PageParts } from './parts.js';
import { visit } from './visit.js';

const HOUR = 3_600_000;
/** Length of a sign-in that no session limits. */
const PAGE_SESSION_MS = HOUR;

/** Policy's reasons for which a person is shown the text of another reason. */
const WORDS: Readonly<Record<string, string>> = {
  client: 'domain',
  'bound-session': 'not-offered',
};

/** The person is in: sets fresh cookies, and sends the browser where it wanted to go. */
export async function arrive(
  ctx: Context,
  parts: PageParts,
  { outcome, flow }: { outcome: Outcome; flow: Flow },
): Promise<void> {
  if (flow.kind === 'self') return arriveSelf(ctx, parts, { outcome, flow });
  const { account, decisionId, sessionSecret, sessionId, sessionUntil } = outcome;
  const { browsers, clock, serviceOf, signer } = parts;
  const { cookie, setCookie, renewBrowser, visitor } = visit(ctx);
  const now = clock.now();
  const expiresAt = sessionUntil ?? now + PAGE_SESSION_MS;
  const client = flow.kind === 'portal' ? '' : flow.client;
  const session = {
    ...{ account, client, service: serviceOf(flow), decisionId, sessionSecret },
    ...{ signedInAt: now, expiresAt, sessionId, userAgent: visitor.userAgent },
    // A browser with a session gets view tickets through it.
    viewTicket: sessionSecret === undefined ? outcome.viewTicket : undefined,
  };
  const fresh = await browsers.add(session, asSecret(cookie('session')));
  setCookie('session', fresh, Math.max(1, Math.floor((expiresAt - now) / 1000)));
  renewBrowser();
  keepDevice({ setCookie }, outcome);
  if (flow.kind === 'portal') {
    const granted = outcome.granted.flatMap(({ trustId: _, ...grant }) =>
      grant.kind === 'session' ? [] : [grant],
    );
    const told = granted.length === 0 ? '' : `?granted=${signer.sign('granted', granted)}`;
    goTo(ctx, `/${told}`);
    return;
  }
  await goOn(ctx, parts, { outcome, flow });
}

async function goOn(
  ctx: Context,
  parts: PageParts,
  { outcome, flow }: { outcome: Outcome; flow: Exclude<Flow, { kind: 'portal' | 'self' }> },
): Promise<void> {
  const { t, look } = visit(ctx);
  const { account, sessionSecret, sessionUntil } = outcome;
  const domain = domainOfAccount(account);
  const client = parts.clients(flow.client)?.name ?? flow.client;
  if (sessionSecret === undefined) {
    const refused = outcome.granted.find(({ kind }) => kind === 'session')?.refused ?? '';
    const why = WORDS[refused] ?? refused;
    const title = t('refused-client-title', { client });
    const lines = [t('refused-client', { why, client, domain }), t('help-other')];
    const action = { href: firstPageOf(parts.signer, flow), text: t('other-account-link') };
    const props = { look: await look(domain), title, lines, action };
    show(ctx, <NoticePage {...props} isAlert />, 403);
    return;
  }
  const arrival = { account, sessionSecret, sessionUntil };
  const destination = await destinationOf(ctx, parts, { ...arrival, flow });
  if (destination === undefined) {
    const props = { look: await look(domain), title: t('out-of-date-title') };
    const action = { href: '/sign-in', text: t('sign-in-again') };
    const lines = [t('out-of-date-text')];
    return show(ctx, <NoticePage {...props} lines={lines} action={action} isAlert />, 409);
  }
  const { href, isElsewhere } = destination;
  // A page instead of a redirect: `form-action` allows a form's redirects to this host alone.
  if (isElsewhere) ctx.set('Referrer-Policy', 'no-referrer');
  ctx.set('Refresh', `0; url=${href}`);
  const text = t('going-on-text', { client });
  const title = t('going-on-title');
  show(ctx, <GoingOnPage look={await look(domain)} title={title} text={text} href={href} />);
}

/** Where the browser goes, with what it was given. */
export async function destinationOf(
  ctx: Context,
  { arrivals, codes, clients }: PageParts,
  { flow, account, sessionSecret, sessionUntil = 0 }: Arrival & { sessionSecret: string },
): Promise<Destination | undefined> {
  const { site } = visit(ctx);
  if (flow.kind === 'openid')
    return arrivals.openid(site, { flow, account, sessionSecret, sessionUntil });
  const origin = flow.kind === 'forward' ? clients(flow.client)?.origin : undefined;
  if (flow.kind !== 'forward' || origin === undefined) return undefined;
  const { client, binding, state } = flow;
  const what = { client, origin, binding, account, until: sessionUntil, sessionSecret };
  const query = new URLSearchParams({ code: await codes.issue(what), state });
  return { href: `${origin}/.gatepost/callback?${query}`, isElsewhere: true };
}
