import type { Context } from 'koa';
import { GatepostError } from '../../../../libs/errors/index.js';
import { goTo, isSame, show } from '../../../../libs/web/index.js';
import type { Act } from '../../core/act.js';
import { SecretPage } from '../../pages/client-secret.js';
import { isClientAsItWas } from '../client-as-it-was.js';
import { word } from '../domain.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage, tooMany } from '../refuse.js';
import { beginSession, endSession, sessionOf } from '../session.js';
import { visit } from '../visit.js';

/** What is kept while the browser is at the sign-in page. */
interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The origin of the sign-in page. */
  readonly host: string;
  /** A path on this host. */
  readonly to: string;
  /** ms since the epoch. */
  readonly until: number;
  /** The act to carry out once its ticket is there, and the account that asked for it. */
  readonly act?: { readonly what: Act; readonly by: string };
}

const FLOW_SECONDS = 600;
/** A path on this host: `//host` and `/\host` would be addresses of other hosts. */
const HERE = /^\/(?![/\\])[\x21-\x7e]{0,1000}$/;

/** Sends the browser to the sign-in page. State and cookie tie the answer to this browser. */
export function leaveToSignIn(
  ctx: Context,
  { random, sealer, clock, signInPages, acts }: PageParts,
  of: {
    readonly to: string;
    readonly again: boolean;
    readonly act?: Flow['act'];
    /** The origin of the sign-in page; absent: the host of the domain that `to` is a page of. */
    readonly host?: string | undefined;
  },
): void {
  const { t, browser, renewBrowser, setCookie } = visit(ctx);
  const secret = () => random.bytes(32).toString('base64url');
  const [state, nonce, verifier] = [secret(), secret(), secret()];
  const { to, again, act } = of;
  const page = signInPages.at(of.host ?? '') ?? signInPages.of(domainIn(to));
  const until = clock.now() + FLOW_SECONDS * 1000;
  const host = page.origin;
  const flow: Flow = { state, nonce, verifier, host, to, until, ...(act && { act }) };
  const held = browser ?? renewBrowser();
  setCookie('flow', sealer.seal('flow', flow, held), FLOW_SECONDS);
  const what = { state, nonce, verifier, again, act: act && acts.describe(act.what) };
  goTo(ctx, page.address({ ...what, language: t.language }));
}

/** Returns the domain whose page a path is, if any. */
function domainIn(path: string): string | undefined {
  return /^\/domains\/([a-z0-9.-]+)/.exec(path)?.[1];
}

/** Sign-in at the sign-in page, the way back, and sign-out. */
export function signInRoutes(router: Routes, parts: PageParts): void {
  const { signInPages, asked, sealer, clock, log } = parts;

  router.get('/sign-in', (ctx) => {
    const to = word(ctx, 'to');
    const why = word(ctx, 'why');
    // After an hour the factors are asked for again. A session that was ended elsewhere restarts only when the person
    // asks.
    if (why === 'ended')
      return showMessage(ctx, 'ended', 401, `/sign-in?to=${encodeURIComponent(to)}`);
    leaveToSignIn(ctx, parts, { to: HERE.test(to) ? to : '/', again: why === 'over' });
  });

  router.get('/signed-in', async (ctx) => {
    const { browser, cookie, setCookie, network } = visit(ctx);
    const opened = browser && sealer.open('flow', cookie('flow'), browser);
    const flow = opened as Flow | undefined;
    setCookie('flow', '', 0);
    if (!flow || flow.until < clock.now() || !isSame(flow.state, word(ctx, 'state'))) {
      return showMessage(ctx, 'out-of-date', 400, '/sign-in');
    }
    const code = word(ctx, 'code');
    if (code === '') return showMessage(ctx, 'not-signed-in', 403, flow.to);
    if (!asked.take(network, 1)) return tooMany(ctx);
    const { nonce, verifier, act, host } = flow;
    const page = signInPages.at(host);
    if (page === undefined) return showMessage(ctx, 'out-of-date', 400, '/sign-in');
    const tokens = await page.redeem({ code, nonce, verifier });
    if (act !== undefined && tokens.account !== act.by)
      return showMessage(ctx, 'other-account', 403);
    if (tokens.privileges === undefined)
      return showMessage(ctx, 'no-administrator', 403, '/sign-in?why=over');
    beginSession(ctx, parts, { ...tokens, host });
    if (act === undefined) return goTo(ctx, flow.to);
    // The account has more roles than the administrator, or the administrator's role does not allow the act.
    if (tokens.actTicket === undefined) return showMessage(ctx, 'not-yours', 403, flow.to);
    const who = { account: tokens.account, ...tokens.privileges };
    if (!(await isClientAsItWas(parts, who, act.what))) {
      return showMessage(ctx, 'client-changed', 409, flow.to);
    }
    const { n, secret } = await parts.acts.run(tokens.actTicket, act.what);
    if (secret !== '') {
      const { look } = visit(ctx);
      return show(ctx, <SecretPage look={look} secret={secret} to={flow.to} />);
    }
    goTo(ctx, `${flow.to}?done=${act.what.kind}&n=${n}`);
  });

  router.post('/sign-out', async (ctx) => {
    const session = sessionOf(ctx, parts);
    endSession(ctx, parts);
    try {
      if (session !== undefined) {
        await signInPages.at(session.host)?.signOut(session.refreshToken);
      }
    } catch (error) {
      if (!(error instanceof GatepostError)) throw error;
      log.warn('a session could not be ended', { error });
      return showMessage(ctx, 'not-signed-out', 503);
    }
    goTo(ctx, '/signed-out');
  });

  router.get('/signed-out', (ctx) => showMessage(ctx, 'signed-out', 200));
}
