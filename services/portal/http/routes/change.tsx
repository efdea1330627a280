import type { Context } from 'koa';
import { domainOfAccount } from '../../../../libs/names/account.js';
import { field, goTo, show } from '../../../../libs/web/index.js';
import {
  type Changed,
  type ChangeProblem,
  type ChangeRequest,
  changePassword,
  endAppPasswords,
  leaveShown,
  makeAppPassword,
  removeAuthenticator,
  removePasskey,
  renameAuthenticator,
  renamePasskey,
  replaceRecoveryCodes,
  restoreAuthenticator,
  restorePasskey,
} from '../../commands/change.js';
import { askSecondAddress, removeSecondAddress } from '../../commands/second-address.js';
import { isAct, isProgram } from '../../core/act.js';
import type { Done, Store } from '../../core/change.js';
import { writeAppleProfile } from '../../pages/mail-settings.js';
import {
  AppPasswordsPage,
  MadeAppPasswordPage,
  NewAppPasswordPage,
} from '../../pages/my/app-passwords.js';
import { PARTS } from '../../pages/my/frame.js';
import { PasswordPage } from '../../pages/my/password.js';
import { RemoveSecondAddressPage, SecondAddressPage } from '../../pages/my/second-address.js';
import { RemovePage, RenamePage, WaysPage } from '../../pages/my/ways.js';
import { RecoveryCodesPage } from '../../pages/set-up.js';
import { NoticePage } from '../../pages/status.js';
import type { ClaimedChange } from '../../ports/pending.js';
import { selfPageOf } from '../flows.js';
import { stepOf } from '../forms.js';
import { readLabel } from '../label.js';
import type { PageParts, Routes } from '../parts.js';
import { refuseRequest, showUndecided } from '../refuse.js';
import { type SignedIn, takenBy, whoIsIn } from '../session-state.js';
import { showResult } from '../show-result.js';
import { visit } from '../visit.js';
import { signOut } from './home.js';
import { keyOf } from './pending-sign-in.js';

const DAY = 86_400_000;
/** The part of a list that is shown first after a proof. */
const FIRST = /^(remove|rename)=[\w-]{1,64}$/;
/** The most items of one form. */
const MOST_TICKED = 100;
const EXPIRIES: readonly string[] = ['30', '90', '365'];
const OF_NOTICES: readonly string[] = ['second-address', 'remove-second-address'];
/** The page that says what was done. The first page says it for the others. */
const DONE_AT: Readonly<Partial<Record<Done, string>>> = {
  'second-address-asked': PARTS.notices,
  'second-address-removed': PARTS.notices,
};

/**
 * Pages on which a person changes their account. Each act needs a fresh proof, and each page is tied to one browser.
 */
export function changeRoutes(router: Routes, parts: PageParts): void {
  router.get('/my/confirm', async (ctx) => {
    const person = await whoIsIn(ctx, parts);
    if (person === undefined) return;
    const { act, service, first } = ctx.query;
    if (typeof act !== 'string' || !isAct(act)) {
      return refuseRequest(ctx, visit(ctx).t('bad-request-text'));
    }
    // That page says why there is nothing to change.
    if (OF_NOTICES.includes(act) && parts.ownNotices === undefined) return goTo(ctx, PARTS.notices);
    const { account } = person.session;
    const wish = {
      ...(typeof service === 'string' && isProgram(service) && { service }),
      ...(act === 'ways' && typeof first === 'string' && FIRST.test(first) && { first }),
    };
    goTo(ctx, selfPageOf(parts.signer, visit(ctx).browser(), { account, act, ...wish }));
  });

  router.get('/my/change/:id', async (ctx) => {
    const found = await look(ctx, parts);
    if (found !== undefined) await showChange(ctx, parts, found);
  });

  router.get('/my/change/:id/recovery-codes.txt', async (ctx) => {
    const found = await look(ctx, parts);
    if (found === undefined) return;
    const { recoveryCodes } = found.secrets;
    if (recoveryCodes === undefined) return showOutOfDate(ctx, parts);
    ctx.type = 'text/plain; charset=utf-8';
    ctx.set('Content-Disposition', 'attachment; filename="recovery-codes.txt"');
    ctx.body = `${found.state.account}\n\n${recoveryCodes.join('\n')}\n`;
  });

  // A POST, not a link: a file with a password stays out of the history, and only a form of this page makes it.
  router.post('/my/change/:id/mobileconfig', async (ctx) => {
    const found = await look(ctx, parts);
    if (found === undefined) return;
    const { state, secrets } = found;
    const domain = domainOfAccount(state.account);
    const branding = await parts.brandingOf(domain);
    const profile = writeAppleProfile({
      ...{ account: state.account, name: branding?.name || domain, servers: branding?.mail ?? {} },
      password: field(ctx, 'with-password') === 'yes' ? secrets.appPassword : undefined,
      ids: [parts.newId(), parts.newId()],
    });
    if (secrets.appPassword === undefined || profile === undefined) {
      return showOutOfDate(ctx, parts);
    }
    ctx.type = 'application/x-apple-aspen-config';
    ctx.set('Content-Disposition', 'attachment; filename="mail.mobileconfig"');
    ctx.body = profile;
  });

  const acts: Readonly<Record<string, (ctx: Context, step: ChangeRequest) => Promise<Changed>>> = {
    'remove-authenticator': (ctx, step) => removeAuthenticator(parts, { ...step, id: idOf(ctx) }),
    'restore-authenticator': (ctx, step) => restoreAuthenticator(parts, { ...step, id: idOf(ctx) }),
    'recovery-codes': (_, step) => replaceRecoveryCodes(parts, step),
    'rename-authenticator': (ctx, step) =>
      renameAuthenticator(parts, { ...step, id: idOf(ctx), label: readLabel(ctx) }),
    'rename-passkey': (ctx, step) =>
      renamePasskey(parts, { ...step, id: idOf(ctx), label: readLabel(ctx) }),
    'restore-passkey': (ctx, step) => restorePasskey(parts, { ...step, id: idOf(ctx) }),
    'remove-passkey': (ctx, step) => removePasskey(parts, { ...step, id: idOf(ctx) }),
    'app-password': (ctx, step) =>
      makeAppPassword(parts, {
        ...{ ...step, label: readLabel(ctx), services: servicesOf(ctx) },
        expiresAt: expiryOf(ctx, parts.clock.now()),
      }),
    'end-app-passwords': (ctx, step) => endAppPasswords(parts, { ...step, ids: tickedOf(ctx) }),
    password: (ctx, step) =>
      changePassword(parts, {
        ...{ ...step, address: visit(ctx).visitor.address.client },
        current: Buffer.from(field(ctx, 'current')),
        next: Buffer.from(field(ctx, 'new')),
      }),
    'second-address': (ctx, step) =>
      askSecondAddress(parts, { ...step, address: field(ctx, 'address') }),
    'remove-second-address': (_, step) => removeSecondAddress(parts, step),
    kept: (_, step) => leaveShown(parts, step),
  };
  for (const [name, act] of Object.entries(acts)) {
    router.post(`/my/change/:id/${name}`, async (ctx) => {
      const before = await look(ctx, parts);
      if (before === undefined) return;
      const changed = await act(ctx, { key: keyOf(ctx), step: stepOf(ctx) });
      return showChanged(ctx, parts, changed, before);
    });
  }
}

/** Returns a change of the person who is signed in now. Undefined if the answer was already given. */
async function look(
  ctx: Context,
  parts: PageParts,
): Promise<(ClaimedChange & { readonly person: SignedIn }) | undefined> {
  const person = await whoIsIn(ctx, parts);
  if (person === undefined) return undefined;
  const found = await parts.changes.look(keyOf(ctx));
  if (found?.state.account === person.session.account) return { ...found, person };
  await showOutOfDate(ctx, parts);
  return undefined;
}

async function showChanged(
  ctx: Context,
  parts: PageParts,
  changed: Changed,
  before: ClaimedChange,
): Promise<void> {
  const { t, look: lookOf, browser } = visit(ctx);
  const { account } = before.state;
  switch (changed.kind) {
    case 'shown':
      return goTo(ctx, `/my/change/${ctx.params.id}`);
    case 'done':
      return goTo(ctx, `${DONE_AT[changed.what] ?? '/'}?done=${changed.what}`);
    case 'signed-out': {
      await signOut(ctx, parts);
      ctx.remove('Location');
      const props = {
        look: await lookOf(domainOfAccount(account)),
        title: t(`done-${changed.what}`),
      };
      const action = { href: '/sign-in', text: t('sign-in-again') };
      return show(ctx, <NoticePage {...props} lines={[t('ended-with-it')]} action={action} />);
    }
    case 'again': {
      const now = await look(ctx, parts);
      return now && showChange(ctx, parts, now, changed);
    }
    case 'prove-again': {
      const { act, first } = changed;
      return goTo(ctx, selfPageOf(parts.signer, browser(), { account, act, first }));
    }
    case 'out-of-date':
      return showOutOfDate(ctx, parts);
    case 'undecided':
      return showUndecided(ctx, domainOfAccount(account), `/my/change/${ctx.params.id}`);
    default:
      return changed satisfies never;
  }
}

function showOutOfDate(ctx: Context, parts: PageParts): Promise<void> {
  return showResult(ctx, parts, { kind: 'out-of-date' }, { account: '', flow: { kind: 'portal' } });
}

const FIELDS: Readonly<Record<ChangeProblem, string | undefined>> = {
  'label-missing': 'label',
  'label-wrong': 'label',
  'services-missing': 'services',
  'none-ticked': 'list',
  'too-many': undefined,
  'current-missing': 'current',
  'current-wrong': 'current',
  'rate-limited': undefined,
  'new-missing': 'new',
  'new-short': 'new',
  'new-long': 'new',
  'new-weak': 'new',
  'new-breached': 'new',
  'new-same': 'new',
  'address-missing': 'address',
  'address-malformed': 'address',
  'address-own': 'address',
  'links-used-up': undefined,
};

async function showChange(
  ctx: Context,
  parts: PageParts,
  { state, secrets, step, person }: ClaimedChange & { readonly person: SignedIn },
  again: Partial<Extract<Changed, { kind: 'again' }>> = {},
): Promise<void> {
  const { problem, warning = '' } = again;
  const { look: lookOf, browser } = visit(ctx);
  const { account, act, page, ways, appPasswords, made, service, password, done } = state;
  const { notices, doneTo } = state;
  const { spentAt = [] } = state;
  const isSpent = (store: Store) => secrets.tickets.length === 0 || spentAt.includes(store);
  const path = `/my/change/${ctx.params.id}`;
  const props = {
    look: { ...(await lookOf(domainOfAccount(account))), here: path },
    formKey: { token: parts.signer.formToken(browser()), step },
    ...{ path, account },
    wrong: problem && {
      ...{ problem, field: FIELDS[problem] },
      values: { n: String(password?.minLength ?? 0) },
    },
  };
  const status = problem === undefined ? 200 : 422;
  if (page === 'show-once' && secrets.recoveryCodes !== undefined) {
    const more = { codes: secrets.recoveryCodes, over: '/' };
    return show(ctx, <RecoveryCodesPage {...props} {...more} wrong={undefined} />);
  }
  if (page === 'show-once' && made !== undefined) {
    const servers = (await parts.brandingOf(domainOfAccount(account)))?.mail ?? {};
    const more = { ...made, secret: secrets.appPassword ?? '', servers };
    return show(ctx, <MadeAppPasswordPage {...props} {...more} />);
  }
  if (act === 'ways' && ways !== undefined) {
    const { rename, remove } = ctx.query;
    const more = { ways, isSpent };
    const named = typeof rename === 'string' ? rename : field(ctx, 'id');
    if (typeof rename === 'string' || problem !== undefined) {
      const typed = problem === undefined ? undefined : field(ctx, 'label');
      return show(ctx, <RenamePage {...props} {...more} id={named} typed={typed} />, status);
    }
    if (typeof remove === 'string') {
      return show(ctx, <RemovePage {...props} {...more} id={remove} />);
    }
    const offersPasskey = (await takenBy(parts, person))?.has('passkey') ?? true;
    const { signInHost } = visit(ctx).visitor;
    const movedTo = parts.moveOf(signInHost, domainOfAccount(person.session.account))?.origin;
    return show(ctx, <WaysPage {...props} {...more} {...{ done, offersPasskey, movedTo }} />);
  }
  if (act === 'app-passwords' && appPasswords !== undefined) {
    const more = { appPasswords, isSpent: isSpent('credential'), done, doneTo };
    return show(ctx, <AppPasswordsPage {...props} {...more} />, status);
  }
  if (act === 'app-password') {
    const typed = { label: field(ctx, 'label'), services: servicesOf(ctx) };
    const taken = await takenBy(parts, person);
    const taking = taken === undefined ? undefined : (taken.get('app-password') ?? []);
    const more = { service, typed, taking };
    return show(ctx, <NewAppPasswordPage {...props} {...more} />, status);
  }
  if (act === 'password' && password !== undefined) {
    return show(ctx, <PasswordPage {...props} {...password} warning={warning} />, status);
  }
  if (act === 'second-address' && notices !== undefined) {
    const typed = field(ctx, 'address');
    return show(ctx, <SecondAddressPage {...props} {...{ notices, typed }} />, status);
  }
  if (act === 'remove-second-address' && notices !== undefined) {
    return show(ctx, <RemoveSecondAddressPage {...props} notices={notices} />, status);
  }
  return showOutOfDate(ctx, parts);
}

function idOf(ctx: Context): string {
  return field(ctx, 'id').slice(0, 64);
}

function servicesOf(ctx: Context) {
  return ticksOf(ctx, 'for-').filter(isProgram);
}

/** The ids of what is to end. */
function tickedOf(ctx: Context): string[] {
  return ticksOf(ctx, 'end-').slice(0, MOST_TICKED);
}

/** Returns the names of the ticked boxes that begin with `start`, without it. */
function ticksOf(ctx: Context, start: string): string[] {
  const body = (ctx.request.body ?? {}) as Record<string, unknown>;
  return Object.keys(body)
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length));
}

function expiryOf(ctx: Context, now: number): number | undefined {
  const days = field(ctx, 'expiry');
  return EXPIRIES.includes(days) ? now + Number(days) * DAY : undefined;
}
