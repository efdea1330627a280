import type { Context } from 'koa';
import { GatepostError } from '../../../../libs/errors/index.js';
import { domainOfAccount } from '../../../../libs/names/account.js';
import { field, goTo, show } from '../../../../libs/web/index.js';
import type { NoticeWishes } from '../../core/own-notices.js';
import { PARTS } from '../../pages/my/frame.js';
import { NoticesPage } from '../../pages/my/notices.js';
import { doneOf, type PageParts, type Routes } from '../parts.js';
import { refuseRequest, showUndecided } from '../refuse.js';
import { type SignedIn, whoIsIn } from '../session-state.js';
import { visit } from '../visit.js';

const DONE = [
  'second-address-asked',
  'second-address-removed',
  'notices-on',
  'notices-off',
] as const;

/** Pages of the notices that a person gets by mail, and where. */
export function noticeRoutes(router: Routes, parts: PageParts): void {
  router.get('/my/notices', async (ctx) => {
    const person = await whoIsIn(ctx, parts);
    if (person === undefined) return;
    const { look, browser } = visit(ctx);
    const { account } = person.session;
    const notices = await readNotices(parts, person);
    const props = {
      look: await look(domainOfAccount(account)),
      formKey: { token: parts.signer.formToken(browser()) },
      ...{ account, notices, done: doneOf(ctx, DONE) },
    };
    show(ctx, <NoticesPage {...props} />, notices === 'away' ? 503 : 200);
  });

  router.post('/my/notices/switch', async (ctx) => {
    const person = await whoIsIn(ctx, parts);
    if (person === undefined) return;
    const off = field(ctx, 'off') === 'yes';
    try {
      await parts.ownNotices?.switchKind(person.ticket, field(ctx, 'kind').slice(0, 64), off);
    } catch (error) {
      return showFailed(ctx, person, error);
    }
    return goTo(ctx, `${PARTS.notices}?done=notices-${off ? 'off' : 'on'}`);
  });
}

async function readNotices(
  { ownNotices, log }: PageParts,
  { ticket }: SignedIn,
): Promise<NoticeWishes | 'none' | 'away'> {
  if (ownNotices === undefined) return 'none';
  try {
    return await ownNotices.read(ticket);
  } catch (error) {
    if (!isAway(error)) throw error;
    log.warn('notice could not be asked', { error });
    return 'away';
  }
}

function showFailed(ctx: Context, { session }: SignedIn, error: unknown): Promise<void> {
  if (isAway(error)) return showUndecided(ctx, domainOfAccount(session.account), PARTS.notices);
  if (error instanceof GatepostError && error.code === 'INVALID_ARGUMENT') {
    return refuseRequest(ctx, visit(ctx).t('bad-request-text'));
  }
  throw error;
}

function isAway(error: unknown): boolean {
  return (
    error instanceof GatepostError &&
    (error.code === 'UNAVAILABLE' || error.code === 'DEADLINE_EXCEEDED')
  );
}
