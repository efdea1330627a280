import type { Context } from 'koa';
import { contentSecurityPolicy, field, goTo, show } from '../../../../libs/web/index.js';
import {
  ACT_KINDS,
  type ActKind,
  HELP_KINDS,
  type HelpKind,
  type PersonAct,
  readReason,
} from '../../core/act.js';
import { mayHelp } from '../../core/administrator.js';
import { locksOf, type Person } from '../../core/person.js';
import { ConfirmPage } from '../../pages/confirm.js';
import { personPath } from '../../pages/layout.js';
import { accountOf, type Here, here, word } from '../domain.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { sessionOf } from '../session.js';
import { visit } from '../visit.js';
import { leaveToSignIn } from './sign-in.js';

const UUID = /^[0-9a-f-]{1,64}$/;

/** The help desk's acts. Each page says first what will be done and to how many, and asks for a reason. */
export function actRoutes(router: Routes, parts: PageParts): void {
  const { accounts } = parts;

  async function ask(
    ctx: Context,
    place: Here,
    of: { account: string; what: ActKind | HelpKind; id: string; noReason: boolean },
  ): Promise<void> {
    const { account, what } = of;
    const person = await accounts.person(place.who, account);
    const n = countOf(person, what, parts.clock.now());
    const needsFactors = isAct(what);
    // The answer to this form redirects the browser to the sign-in page.
    const elsewhere = contentSecurityPolicy(sessionOf(ctx, parts)?.host);
    if (needsFactors) ctx.set('Content-Security-Policy', elsewhere);
    const props = { place: { ...place, look: visit(ctx).look }, ...of, n, needsFactors };
    show(ctx, <ConfirmPage {...props} />, of.noReason ? 400 : 200);
  }

  for (const what of [...ACT_KINDS, ...HELP_KINDS]) {
    const path = `/domains/:domain/accounts/:account/${what}`;

    router.get(path, async (ctx) => {
      const found = await subjectOf(ctx, parts);
      if (found === undefined) return;
      const id = UUID.test(word(ctx, 'id')) ? word(ctx, 'id') : '';
      await ask(ctx, found.place, { account: found.account, what, id, noReason: false });
    });

    router.post(path, async (ctx) => {
      const found = await subjectOf(ctx, parts);
      if (found === undefined) return;
      const { place, account } = found;
      const id = UUID.test(field(ctx, 'id')) ? field(ctx, 'id') : '';
      const reason = readReason(field(ctx, 'reason'));
      if (reason === undefined) return ask(ctx, place, { account, what, id, noReason: true });
      const to = personPath(place.domain, account);
      if (isAct(what)) {
        const act = {
          what: { kind: what, account, reason, id } as PersonAct,
          by: place.who.account,
        };
        const { host } = sessionOf(ctx, parts) ?? {};
        return leaveToSignIn(ctx, parts, { to, again: true, act, host });
      }
      const n = await run(parts, place, { what, account, reason });
      goTo(ctx, `${to}?done=${what}&n=${n}`);
    });
  }
}

function run(
  { accounts }: PageParts,
  { who }: Here,
  { what, account, reason }: { what: HelpKind; account: string; reason: string },
): Promise<number> {
  switch (what) {
    case 'unlock':
      return accounts.unlock(who, account, reason);
    case 'end-sessions':
    case 'end-trust':
      return accounts.endTrust(who, { account, sessionsOnly: what === 'end-sessions', reason });
    default:
      return what satisfies never;
  }
}

function isAct(what: ActKind | HelpKind): what is ActKind {
  return ACT_KINDS.some((kind) => kind === what);
}

/** An account of the domain, if the administrator may help. Undefined if the answer was already given. */
async function subjectOf(
  ctx: Context,
  parts: PageParts,
): Promise<{ place: Here; account: string } | undefined> {
  const place = await here(ctx, parts);
  if (place === undefined) return undefined;
  const account = accountOf(ctx, place.domain);
  if (account !== undefined && mayHelp(place.who)) return { place, account };
  if (account === undefined) showMessage(ctx, 'not-found', 404);
  else showMessage(ctx, 'not-yours', 403);
  return undefined;
}

function countOf(person: Person, what: ActKind | HelpKind, now: number): number {
  const { authenticators = [], passkeys = [], trusts = [] } = person;
  switch (what) {
    case 'reset-otp':
      return authenticators.length;
    case 'remove-passkeys':
      return passkeys.length;
    case 'revoke-app-password':
      return 1;
    case 'unlock': {
      const locks = locksOf(person, now);
      return locks.throttles.length + locks.authenticators.length;
    }
    case 'end-sessions':
      return trusts.filter(({ kind }) => kind === 'session').length;
    case 'end-trust':
      return trusts.length;
    default:
      return what satisfies never;
  }
}
