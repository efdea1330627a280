import type { Context } from 'koa';
import { domainOfAccount } from '../../../../libs/names/account.js';
import { contentSecurityPolicy, field, show } from '../../../../libs/web/index.js';
import { beginProvider, consumeProvider } from '../../commands/use-provider.js';
import type { ProviderLogin } from '../../core/decision.js';
import type { Flow } from '../../core/sign-in.js';
import { serves } from '../../core/site.js';
import { GoingOnPage, ProviderFormPage } from '../../pages/sign-in.js';
import { readFlow } from '../flows.js';
import type { PageParts, Routes } from '../parts.js';
import { refuseRequest } from '../refuse.js';
import { showResult, wrongOf } from '../show-result.js';
import { visit } from '../visit.js';
import { accountOf, showFirstFactor, showFirstPage } from './first-page.js';
import { keyOf } from './pending-sign-in.js';

const QUARTER_HOUR = 900;

/** What the browser holds while the person is at the identity provider. */
interface Kept {
  readonly account: string;
  readonly flow: Flow;
  readonly browser: string;
  readonly ticket: string;
}

/** Single sign-on: sends the browser to the domain's identity provider, and takes the provider's response. */
export function providerRoutes(router: Routes, parts: PageParts): void {
  router.post('/sign-in/provider', async (ctx) => {
    const flow = readFlow(parts.signer, field(ctx, 'flow'), visit(ctx).browser());
    if (flow === undefined) return refuseRequest(ctx, visit(ctx).t('bad-request-text'));
    const { typed, account } = accountOf(ctx, flow);
    if ('problem' in account) {
      const { problem, ...values } = account;
      return showFirstPage(ctx, parts, { flow, account: typed, wrong: wrongOf(problem, values) });
    }
    return begin(ctx, parts, account.name, flow);
  });

  router.post('/sign-in/:id/provider', async (ctx) => {
    const pending = await parts.signIns.look(keyOf(ctx));
    const none = { account: '', flow: { kind: 'portal' } } as const;
    if (pending === undefined) return showResult(ctx, parts, { kind: 'out-of-date' }, none);
    return begin(ctx, parts, pending.state.account, pending.state.flow);
  });

  // The identity provider's page posts this across sites, so the ticket in the cookie is checked instead of `Origin`.
  router.post('/saml/:domain/acs', async (ctx) => {
    const { site, cookie, setCookie, visitor, t } = visit(ctx);
    const kept = parts.signer.verify('provider', cookie('provider') ?? '') as Kept | undefined;
    if (kept === undefined || !serves(site, domainOfAccount(kept.account))) {
      return refuseRequest(ctx, t('cookies-text'), 400, 'try-again');
    }
    setCookie('provider', '', 0);
    const { account, flow, browser, ticket } = kept;
    const answer = {
      response: Buffer.from(field(ctx, 'SAMLResponse')),
      relayState: field(ctx, 'RelayState'),
      loginTicket: ticket,
    };
    const result = await consumeProvider(parts, { account, flow, browser, visitor, answer });
    switch (result.kind) {
      case 'again':
        return showFirstPage(ctx, parts, { flow, account, wrong: wrongOf(result.problem) });
      case 'first-factor':
        return showFirstFactor(ctx, parts, { flow, account, ...result });
      default:
        return showResult(ctx, parts, result, { account, flow });
    }
  });
}

async function begin(ctx: Context, parts: PageParts, account: string, flow: Flow): Promise<void> {
  const { browser, visitor } = visit(ctx);
  const request = { account, flow, browser: browser(), visitor };
  const result = await beginProvider(parts, request);
  switch (result.kind) {
    case 'provider':
      return leave(ctx, parts, { ...request, login: result.login });
    case 'again':
      return showFirstPage(ctx, parts, { flow, account, wrong: wrongOf(result.problem) });
    case 'first-factor':
      return showFirstFactor(ctx, parts, { flow, account, ...result });
    default:
      return showResult(ctx, parts, result, { account, flow });
  }
}

async function leave(
  ctx: Context,
  { signer }: PageParts,
  what: { account: string; flow: Flow; browser: string; login: ProviderLogin },
): Promise<void> {
  const { account, flow, browser, login } = what;
  const { setCookie, look, t } = visit(ctx);
  const kept: Kept = { account, flow, browser, ticket: login.loginTicket };
  setCookie('provider', signer.sign('provider', kept), QUARTER_HOUR);
  const page = await look(domainOfAccount(account));
  if (login.form !== undefined) {
    const { action, fields } = login.form;
    ctx.set('Content-Security-Policy', contentSecurityPolicy(new URL(action).origin));
    return show(ctx, <ProviderFormPage look={page} action={action} fields={fields} />);
  }
  const href = login.redirectUrl ?? '';
  ctx.set('Refresh', `0; url=${href}`);
  const title = t('provider-go-title');
  const text = t('provider-go-text');
  return show(ctx, <GoingOnPage look={page} title={title} text={text} href={href} />);
}
