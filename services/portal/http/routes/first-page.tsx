import type { Context } from 'koa';
import { domainOfAccount, parseAccount } from '../../../../libs/names/account.js';
import { field, show } from '../../../../libs/web/index.js';
import { beginSignIn } from '../../commands/begin-sign-in.js';
import type { PasskeyStart } from '../../core/decision.js';
import type { Flow, Problem } from '../../core/sign-in.js';
import { completeAccount, type Site, serves } from '../../core/site.js';
import type { Wrong } from '../../pages/form.js';
import { ProvePage } from '../../pages/my/prove.js';
import { FirstFactorPage, SignInPage } from '../../pages/sign-in.js';
import { beginPasskeyHere, forPage } from '../begun-passkey.js';
import { bindFlow, firstPageOf, readFlow, writeFlow } from '../flows.js';
import type { PageParts, Routes } from '../parts.js';
import { refuseRequest } from '../refuse.js';
import { sessionStateOf, takenBy } from '../session-state.js';
import { showResult, wrongOf } from '../show-result.js';
import { visit } from '../visit.js';

/** The first page and its forms. Nothing is stored until a password was right. */
export function firstPageRoutes(router: Routes, parts: PageParts): void {
  router.get('/sign-in', async (ctx) => {
    const { flow: query } = ctx.query;
    const text = typeof query === 'string' ? query : '';
    const { browser, cookie } = visit(ctx);
    const own = { browser: browser(), uid: cookie('flow') };
    const flow = bindFlow(parts.signer, text, own) ?? readFlow(parts.signer, text, own.browser);
    if (flow === undefined) return refuseRequest(ctx, visit(ctx).t('bad-request-text'));
    return showFirstPage(ctx, parts, { flow, isEnded: ctx.query.ended !== undefined });
  });

  router.post('/sign-in', async (ctx) => {
    const flow = readFlow(parts.signer, field(ctx, 'flow'), visit(ctx).browser());
    if (flow === undefined) return refuseRequest(ctx, visit(ctx).t('bad-request-text'));
    const { typed, account } = accountOf(ctx, flow);
    if ('problem' in account) {
      const { problem, ...values } = account;
      return showFirstPage(ctx, parts, { flow, account: typed, wrong: wrongOf(problem, values) });
    }
    const text = field(ctx, 'password');
    const password = text === '' ? undefined : Buffer.from(text);
    const { browser, visitor } = visit(ctx);
    const request = { account: account.name, password, flow, browser: browser(), visitor };
    const result = await beginSignIn(parts, request);
    switch (result.kind) {
      case 'again':
        return showFirstPage(ctx, parts, { flow, account: typed, wrong: wrongOf(result.problem) });
      case 'first-factor':
        return showFirstFactor(ctx, parts, { flow, account: account.name, ...result });
      default:
        return showResult(ctx, parts, result, { account: account.name, flow });
    }
  });
}

/** The account that signs in: the one in the form, or the person who is signed in and proves who they are. */
export function accountOf(
  ctx: Context,
  flow: Flow,
): { typed: string; account: ReturnType<typeof readAccount> } {
  const typed = flow.kind === 'self' ? flow.account : field(ctx, 'account').slice(0, 320);
  return { typed, account: readAccount(visit(ctx).site, typed) };
}

/** Reads what was typed as an account that signs in at this host. */
function readAccount(
  site: Site,
  typed: string,
): { name: string } | { problem: Problem; domain?: string } {
  if (typed.trim() === '') return { problem: 'account-missing' };
  const parsed = parseAccount(completeAccount(site, typed));
  if (!parsed.ok) return { problem: 'account-malformed' };
  const { name, domain } = parsed.value;
  return serves(site, domain) ? { name } : { problem: 'account-elsewhere', domain };
}

/** Shows the page that asks who signs in. Answers with 422 if `wrong` says what was wrong. */
export async function showFirstPage(
  ctx: Context,
  parts: PageParts,
  what: { flow: Flow; account?: string; wrong?: Wrong; isEnded?: boolean },
): Promise<void> {
  const { flow, account, wrong, isEnded } = what;
  const { look, site } = visit(ctx);
  if (flow.kind === 'self') return showConfirm(ctx, parts, { flow, wrong });
  const [only, ...others] = site.domains;
  const client = 'client' in flow ? parts.clients(flow.client)?.name : undefined;
  const page = (
    <SignInPage
      look={{ ...(await look()), here: firstPageOf(parts.signer, flow) }}
      formKey={formKeyOf(ctx, parts, flow)}
      client={client}
      act={actOf(flow)}
      account={account}
      wrong={wrong}
      passkey={await beginPasskeyHere(ctx, parts, flow)}
      isLocal={others.length === 0 && only !== '*'}
      isEnded={isEnded}
    />
  );
  show(ctx, page, wrong === undefined ? 200 : 422);
}

/** Asks a person who is signed in to prove again who they are. */
async function showConfirm(
  ctx: Context,
  parts: PageParts,
  { flow, wrong }: { flow: Extract<Flow, { kind: 'self' }>; wrong: Wrong | undefined },
): Promise<void> {
  const { account, act } = flow;
  const state = await sessionStateOf(ctx, parts);
  const taken = state.kind === 'in' ? await takenBy(parts, state) : undefined;
  const look = await visit(ctx).look(domainOfAccount(account));
  const page = (
    <ProvePage
      look={{ ...look, here: firstPageOf(parts.signer, flow) }}
      formKey={formKeyOf(ctx, parts, flow)}
      account={account}
      act={act}
      offersProvider={taken?.has('saml') ?? true}
      wrong={wrong}
      passkey={await beginPasskeyHere(ctx, parts, flow)}
    />
  );
  show(ctx, page, wrong === undefined ? 200 : 422);
}

/** Asks for what the account's domain takes first. The account is known, and nothing is verified yet. */
export async function showFirstFactor(
  ctx: Context,
  parts: PageParts,
  what: {
    flow: Flow;
    account: string;
    password: boolean;
    provider: boolean;
    passkey: PasskeyStart | undefined;
  },
): Promise<void> {
  const { flow, account, password, provider } = what;
  const passkey = what.passkey && forPage(ctx, parts, what.passkey);
  const { look, site } = visit(ctx);
  const over = firstPageOf(parts.signer, flow);
  const base = { ...(await look(domainOfAccount(account))), here: over };
  const isLocal = site.domains[0] !== '*';
  const props = { account, password, provider, passkey, over, isLocal, act: actOf(flow) };
  const formKey = formKeyOf(ctx, parts, flow);
  show(ctx, <FirstFactorPage look={base} formKey={formKey} {...props} />);
}

/** What an administrator signs in to do. */
export function actOf(flow: Flow) {
  return flow.kind === 'openid' ? flow.act : undefined;
}

/** The hidden fields of a first page's form. They tie the form to this browser and flow. */
export function formKeyOf(ctx: Context, { signer }: PageParts, flow: Flow) {
  const token = signer.formToken(visit(ctx).browser());
  const text = writeFlow(signer, flow);
  return text === undefined ? { token } : { token, flow: text };
}
