import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { ALL_LANGUAGES, loadMessages } from '../../../libs/i18n/index.js';
import { ACTS } from '../core/act.js';
import { CodePage, RecoveryPage } from './code.js';
import type { Look } from './layout.js';
import { AccessPage } from './my/access.js';
import { AppPasswordsPage, MadeAppPasswordPage, NewAppPasswordPage } from './my/app-passwords.js';
import { ChangesPage } from './my/changes.js';
import { SignedInPage } from './my/home.js';
import { NameFactorPage } from './my/name-factor.js';
import { NoticesPage } from './my/notices.js';
import { PasswordPage } from './my/password.js';
import { ProvePage } from './my/prove.js';
import { RemoveSecondAddressPage, SecondAddressPage } from './my/second-address.js';
import { SignInsPage } from './my/sign-ins.js';
import { RemovePage, RenamePage, WaysPage } from './my/ways.js';
import { ConfirmAddressPage, SwitchOffPage } from './notice-links.js';
import { LostPasskeyPage, MakePasskeyPage, MovingPage, PasskeyPage } from './passkey.js';
import { ConfirmPage, RecoveryCodesPage, SetUpPage } from './set-up.js';
import { FirstFactorPage, GoingOnPage, ProviderFormPage, SignInPage } from './sign-in.js';
import { NoticePage, SignOutPage } from './status.js';

/** Used as a label, name or text of an authenticator, a device, a passkey, an app password or a domain. */
const HOSTILE = `"><img src=x onerror=alert(1)>'</script><script>alert(1)</script><a href='javascript:alert(1)'>`;

const look = (language: Look['languages'][number]): Look => ({
  t: loadMessages('portal')(language),
  ...{ name: HOSTILE, help: HOSTILE, here: `/sign-in?flow=${HOSTILE}&` },
  ...{ until: () => HOSTILE, when: () => HOSTILE, languages: ALL_LANGUAGES },
});

const labels = [1, 2].map((n) => ({ id: `${HOSTILE}${n}`, label: HOSTILE }));
const wrong = { problem: 'code-wrong' as const, field: 'code', values: { account: HOSTILE } };
const factor = { id: `${HOSTILE}1`, label: HOSTILE, createdAt: 0, lastUsedAt: 0 };
const own = {
  authenticators: [{ ...factor, isSuspended: true }],
  passkeys: [{ ...factor, host: HOSTILE, usableUntil: 0, isSuspended: true }],
  recoveryCodesLeft: 1,
};
const appPassword = {
  ...{ ...factor, services: [], lastAddress: HOSTILE, expiresAt: 0 },
  ...{ isEnabled: false, isOneFactor: true },
};
const mail = { host: HOSTILE, port: 1, starttls: true };
const signIn = {
  ...{ id: HOSTILE, at: 0, service: undefined, address: HOSTILE, userAgent: HOSTILE },
  ...({ outcome: 'refused', reason: HOSTILE, isFirstRight: true } as const),
  ...{ networks: [HOSTILE], program: HOSTILE },
};
const wished = { address: HOSTILE, since: 0, until: 0 };
const notices = { kinds: [], second: wished, asked: wished, former: [wished] };
const change = {
  ...({ id: HOSTILE, at: 0, word: 'app-password-added', label: HOSTILE } as const),
  ...{ address: `${HOSTILE}1`, networks: [HOSTILE], byAdministrator: true },
};
const act = {
  ...{ rpc: 'gatepost.otp.v1.OtpAdminService/ResetAccount', subject: HOSTILE, request: HOSTILE },
};
const ways = [
  [{ kind: 'come-from', networks: [HOSTILE] }],
  [{ kind: 'present', factor: 'passkey', by: 'either', hosts: [`${HOSTILE}2`] }],
  [
    { kind: 'trust', what: 'ip', seconds: 1 },
    { kind: 'sign-in', client: HOSTILE },
  ],
] as const;
const pages: Readonly<Record<string, (look: Look) => VNode>> = {
  code: (of) => CodePage({ ...props(of), hasProvider: true }),
  recovery: (of) => RecoveryPage({ ...props(of), hasProvider: true }),
  passkey: (of) => PasskeyPage({ ...props(of), options: HOSTILE, hasProvider: true }),
  'recovery codes': (of) => RecoveryCodesPage({ ...props(of), codes: [HOSTILE] }),
  access: (of) =>
    AccessPage({
      ...props(of),
      trusts: (['session', 'ip', 'device'] as const).map((kind) => ({
        ...{ id: HOSTILE, kind, name: HOSTILE, service: undefined, lastAddress: HOSTILE },
        ...{ grantedAt: 0, until: 0, lastUsedAt: 0, program: HOSTILE, networks: [HOSTILE] },
      })),
      page: { since: 0, until: 0, program: HOSTILE },
      ...{ here: [HOSTILE], clientName: () => HOSTILE },
    }),
  'sign-ins': (of) =>
    SignInsPage({
      ...props(of),
      signIns: [{ ...signIn, waysIn: { allowedNow: false, wait: false, ways } }],
      signInHost: HOSTILE,
      ...{ isHere: () => true, now: 0, clientName: () => HOSTILE },
      older: `/my/sign-ins?after=${encodeURIComponent(HOSTILE)}`,
    }),
  ...Object.fromEntries(
    ACTS.map((act) => [
      `proof for ${act}`,
      (of: Look) =>
        ProvePage({ ...props(of), act, passkey: { options: HOSTILE, ticket: HOSTILE } }),
    ]),
  ),
  ways: (of) => WaysPage({ ...props(of), ways: own, isSpent: () => true }),
  remove: (of) => RemovePage({ ...props(of), ways: own, isSpent: () => false, id: `${HOSTILE}1` }),
  rename: (of) =>
    RenamePage({
      ...{ ...props(of), ways: own, isSpent: () => false },
      ...{ id: `${HOSTILE}1`, typed: HOSTILE },
    }),
  'app passwords': (of) =>
    AppPasswordsPage({ ...props(of), appPasswords: [appPassword], isSpent: false }),
  'new app password': (of) =>
    NewAppPasswordPage({
      ...{ ...props(of), service: undefined, taking: undefined },
      typed: { label: HOSTILE, services: [] },
    }),
  'made app password': (of) =>
    MadeAppPasswordPage({
      ...{ ...props(of), label: HOSTILE, services: ['Imap'], secret: HOSTILE },
      servers: { imap: mail, smtp: mail },
    }),
  'sign-in': (of) => SignInPage({ ...props(of), ...{ client: HOSTILE, act, isLocal: false } }),
  'first factor': (of) =>
    FirstFactorPage({
      ...{ ...props(of), act, isLocal: false, password: true, provider: true },
      ...{ passkey: { options: HOSTILE, ticket: HOSTILE } },
    }),
  'lost passkey': (of) => LostPasskeyPage(props(of)),
  'form for the provider': (of) =>
    ProviderFormPage({ look: of, action: HOSTILE, fields: { [HOSTILE]: HOSTILE } }),
  'going on': (of) =>
    GoingOnPage({ look: of, title: HOSTILE, text: HOSTILE, href: `/sign-in?${HOSTILE}` }),
  'set-up': (of) =>
    SetUpPage({ ...props(of), why: 'grace', can: ['otp', 'passkey'], hasProvider: true }),
  'set-up confirmed': (of) =>
    ConfirmPage({
      ...{ ...props(of), qr: '', secret: HOSTILE, asksToKeep: true },
      ...{ isProof: true, isOptional: true },
    }),
  'make passkey': (of) =>
    MakePasskeyPage({
      ...{ ...props(of), options: HOSTILE, asksToKeep: true, isProof: true },
      ...{ isOptional: true, models: HOSTILE },
    }),
  'passkey moves': (of) =>
    MovingPage({ ...props(of), origin: 'https://old.example', until: HOSTILE }),
  'signed in': (of) =>
    SignedInPage({
      ...{ ...props(of), granted: [], until: 0, isTaken: () => true, unseen: 1 },
    }),
  changes: (of) =>
    ChangesPage({
      ...{ ...props(of), changes: [change], older: `/my/changes?after=${HOSTILE}` },
      unseen: { notices: [{ id: HOSTILE, at: 0, word: change.word }], total: 2, seenUntil: 0 },
    }),
  notices: (of) => NoticesPage({ ...props(of), notices }),
  'second address': (of) => SecondAddressPage({ ...props(of), notices, typed: HOSTILE }),
  'remove second address': (of) => RemoveSecondAddressPage({ ...props(of), notices }),
  password: (of) => PasswordPage({ ...props(of), isHere: true, minLength: 8, warning: HOSTILE }),
  'name factor': (of) => NameFactorPage({ ...props(of), kind: 'passkey' }),
  'confirm address': (of) => ConfirmAddressPage({ ...props(of), action: HOSTILE }),
  'switch off': (of) => SwitchOffPage({ ...props(of), action: HOSTILE, kind: 'locked' }),
  'sign out': (of) => SignOutPage({ look: of, action: HOSTILE, xsrf: HOSTILE }),
  notice: (of) =>
    NoticePage({
      ...{ look: of, title: HOSTILE, lines: [HOSTILE], isAlert: true },
      action: { href: '/', text: HOSTILE },
    }),
};

function props(of: Look) {
  return {
    ...{ look: of, account: HOSTILE, address: HOSTILE, path: '/sign-in/x', over: '/sign-in' },
    ...{ formKey: { token: HOSTILE, flow: HOSTILE, step: 1 }, authenticators: labels, wrong },
    offers: [{ kind: 'device' as const, defaultSeconds: 3600 }],
    ...{ isNextCode: false, isProof: false, passkeyOptions: HOSTILE },
  };
}

it.each(Object.entries(pages))(
  'labels and texts of others are text on the page "%s"',
  (_, page) => {
    for (const language of ALL_LANGUAGES) {
      const html = render(page(look(language)));
      expect(html).toContain('&lt;img src=x');
      expect(html).not.toMatch(/<img src=x|<script>alert|<a href=.javascript:/);
      // The text's quotes do not end an attribute either: each quote in the page is our own.
      expect(html).not.toContain('""><');
    }
  },
);
