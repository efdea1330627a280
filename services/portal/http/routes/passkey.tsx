import type { Context } from 'koa';
import { domainOfAccount } from '../../../../libs/names/account.js';
import { field, show } from '../../../../libs/web/index.js';
import { replacePasskey, usePasskey } from '../../commands/use-passkey.js';
import type { Flow } from '../../core/sign-in.js';
import type { Wrong } from '../../pages/form.js';
import { LostPasskeyPage } from '../../pages/passkey.js';
import { readTicket } from '../begun-passkey.js';
import { firstPageOf, readFlow } from '../flows.js';
import type { PageParts, Routes } from '../parts.js';
import { refuseRequest } from '../refuse.js';
import { showResult, wrongOf } from '../show-result.js';
import { visit } from '../visit.js';
import { accountOf, formKeyOf, showFirstFactor, showFirstPage } from './first-page.js';

/** Sign-in with a passkey alone, which names the account, and the way for a person who lost theirs. */
export function passkeyRoutes(router: Routes, parts: PageParts): void {
  router.post('/sign-in/passkey', async (ctx) => {
    const { browser, visitor, t } = visit(ctx);
    const flow = readFlow(parts.signer, field(ctx, 'flow'), browser());
    if (flow === undefined) return refuseRequest(ctx, t('bad-request-text'));
    const answer = field(ctx, 'passkey');
    const loginTicket = readTicket(ctx, parts, field(ctx, 'ticket'));
    // The page was submitted without its script.
    if (answer === '' || loginTicket === undefined) {
      return showFirstPage(ctx, parts, { flow, wrong: wrongOf('passkey-refused') });
    }
    const passkey = { response: Buffer.from(answer), loginTicket };
    const used = await usePasskey(parts, { flow, browser: browser(), visitor, passkey });
    const { result, account } = used;
    switch (result.kind) {
      case 'again':
        return showFirstPage(ctx, parts, { flow, wrong: wrongOf(result.problem) });
      case 'first-factor':
        return showFirstFactor(ctx, parts, { flow, account, ...result });
      default:
        return showResult(ctx, parts, result, { account, flow });
    }
  });

  router.post('/sign-in/lost-passkey', async (ctx) => {
    const { browser, visitor, t } = visit(ctx);
    const flow = readFlow(parts.signer, field(ctx, 'flow'), browser());
    if (flow === undefined) return refuseRequest(ctx, t('bad-request-text'));
    const { typed, account } = accountOf(ctx, flow);
    if ('problem' in account) {
      const { problem, ...values } = account;
      return showFirstPage(ctx, parts, { flow, account: typed, wrong: wrongOf(problem, values) });
    }
    const [password, recoveryCode] = [field(ctx, 'password'), field(ctx, 'recovery').trim()];
    const again = (wrong?: Wrong) => showLost(ctx, parts, { flow, account: account.name, wrong });
    if (password === '' && recoveryCode === '') return again();
    if (password === '') return again(wrongOf('password-missing'));
    if (recoveryCode === '') return again(wrongOf('recovery-code-wrong'));
    const result = await replacePasskey(parts, {
      ...{ account: account.name, flow, browser: browser(), visitor },
      password: Buffer.from(password).subarray(0, 1024),
      recoveryCode: recoveryCode.slice(0, 64),
    });
    switch (result.kind) {
      case 'again':
        return again(wrongOf(result.problem));
      case 'first-factor':
        return showFirstFactor(ctx, parts, { flow, account: account.name, ...result });
      default:
        return showResult(ctx, parts, result, { account: account.name, flow });
    }
  });
}

async function showLost(
  ctx: Context,
  parts: PageParts,
  { flow, account, wrong }: { flow: Flow; account: string; wrong: Wrong | undefined },
): Promise<void> {
  const over = firstPageOf(parts.signer, flow);
  const look = { ...(await visit(ctx).look(domainOfAccount(account))), here: over };
  const props = { look, formKey: formKeyOf(ctx, parts, flow), account, over, wrong };
  show(ctx, <LostPasskeyPage {...props} />, wrong === undefined ? 200 : 422);
}
