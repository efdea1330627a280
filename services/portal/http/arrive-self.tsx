import type { Context } from 'koa';
import { GatepostError } from '../../../libs/errors/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import { goTo, show } from '../../../libs/web/index.js';
import { beginChange } from '../commands/begin-change.js';
import type { Flow, Outcome } from '../core/sign-in.js';
import { NoticePage } from '../pages/status.js';
import { keepDevice } from './keep-device.js';
import type { PageParts } from './parts.js';
import { refuseRequest } from './refuse.js';
import { whoIsIn } from './session-state.js';
import { visit } from './visit.js';

/** Continues with what the person chose to do, after they proved who they are. */
export async function arriveSelf(
  ctx: Context,
  parts: PageParts,
  { outcome, flow }: { outcome: Outcome; flow: Extract<Flow, { kind: 'self' }> },
): Promise<void> {
  const { t, look, browser, setCookie } = visit(ctx);
  const { account, granted, manage = [] } = outcome;
  const { act, service, first } = flow;
  if (account !== flow.account) return refuseRequest(ctx, t('other-account-text'), 403);
  keepDevice({ setCookie }, outcome);
  switch (act) {
    case 'authenticator':
    case 'passkey':
      return showWays(ctx, parts, { account, tickets: manage, done: `${act}-added` });
    case 'trust-ip': {
      const grant = granted.find(({ kind }) => kind === 'ip');
      if (grant?.until !== undefined) return goTo(ctx, '/my/access?done=trusted');
      const lines = [t('refused-trust', { why: grant?.refused ?? 'other' })];
      const action = { href: '/my/access', text: t('continue-button') };
      const props = { look: await look(domainOfAccount(account)), title: t('not-done-title') };
      return show(ctx, <NoticePage {...props} lines={lines} action={action} isAlert />, 409);
    }
    default: {
      const person = await whoIsIn(ctx, parts);
      if (person === undefined) return;
      if (person.session.account !== account) {
        return refuseRequest(ctx, t('other-account-text'), 403);
      }
      const request = { browser: browser(), account, act, service, tickets: manage };
      const { id } = await beginChange(parts, request);
      return goTo(ctx, `/my/change/${id}${first === undefined ? '' : `?${first}`}`);
    }
  }
}

/** Shows the list that something was added to. If the list cannot be shown any more, says that it was added. */
async function showWays(
  ctx: Context,
  parts: PageParts,
  added: {
    account: string;
    tickets: readonly string[];
    done: 'authenticator-added' | 'passkey-added';
  },
): Promise<void> {
  const { tickets, done } = added;
  if (tickets.length > 0) {
    try {
      const request = { ...added, browser: visit(ctx).browser(), act: 'ways' } as const;
      const { id } = await beginChange(parts, request);
      return goTo(ctx, `/my/change/${id}`);
    } catch (error) {
      if (!(error instanceof GatepostError)) throw error;
      parts.log.info('the list with the new factor could not be shown', { error });
    }
  }
  return goTo(ctx, `/?done=${done}`);
}
