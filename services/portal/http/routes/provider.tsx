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
import { tell, wrongOf } from '../tell.js';
import { visit } from '../visit.js';
import { accountOf, showFirstFactor, showFirstPage } from './first-page.js';
import { keyOf } from './under-way.js';

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
    const underWay = await parts.signIns.look(keyOf(ctx));
    const none = { account: '', flow: { kind: 'portal' } } as const;
    if (underWay === undefined) return tell(ctx, parts, { kind: 'out-of-date' }, none);
    return begin(ctx, parts, underWay.state.account, underWay.state.flow);
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
    const told = await consumeProvider(parts, { account, flow, browser, visitor, answer });
    switch (told.kind) {
      case 'again':
        return showFirstPage(ctx, parts, { flow, account, wrong: wrongOf(told.problem) });
      case 'first-factor':
        return showFirstFactor(ctx, parts, { flow, account, ...told });
      default:
        return tell(ctx, parts, told, { account, flow });
    }
  });
}

async function begin(ctx: Context, parts: PageParts, account: string, flow: Flow): Promise<void> {
  const { browser, visitor } = visit(ctx);
  const request = { account, flow, browser: browser(), visitor };
  const told = await beginProvider(parts, request);
  switch (told.kind) {
    case 'provider':
      return leave(ctx, parts, { ...request, login: told.login });
    case 'again':
      return showFirstPage(ctx, parts, { flow, account, wrong: wrongOf(told.problem) });
    case 'first-factor':
      return showFirstFactor(ctx, parts, { flow, account, ...told });
    default:
      return tell(ctx, parts, told, { account, flow });
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
