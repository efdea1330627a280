import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Language, loadMessages } from '../../libs/i18n/index.js';
import { KINDS, type Kind } from '../../services/notice/core/kinds.js';
import type { Facts } from '../../services/notice/core/notice.js';
import { type ComposeParts, compose } from '../../services/notice/mail/compose.js';
import type { ClaimedMail } from '../../services/notice/ports.js';
import { LANGUAGES } from './languages.js';
import { lookAt } from './look-at.js';

// Shows mails as a mail program does. services/notice tests their content.

const AT = Date.UTC(2026, 10, 29, 18, 30);
const LINK = `https://login.a.tld/not-me/${'x'.repeat(60)}`;
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; rv:142.0) Gecko/20100101 Firefox/142.0';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage();
});
afterAll(() => browser?.close());

const parts = (language: ComposeParts['language']): ComposeParts => ({
  translate: loadMessages('notice'),
  styleOf: async () => ({ name: 'Example Mail', help: 'Call 555.', language }),
  ...{ language, name: 'Mail', administrators: 'postmaster@{domain}', idDomain: 'mail.example' },
  disownUrl: async () => LINK,
  linkUrl: () => LINK,
  ownUrl: () => LINK,
});

function factsOf(kind: Kind): Facts {
  if (kind === 'passkey-host-moves') {
    const until = Date.UTC(2027, 2, 31);
    return { oldHost: 'login.example', newHost: 'https://login.a.tld', until };
  }
  if (kind === 'enrolment-due') return { until: Date.UTC(2027, 0, 31) };
  const where = { address: '2001:db8:1:2:3:4:5:6', service: 'Imap', userAgent: FIREFOX };
  if (kind === 'sign-in' || kind === 'sign-in-refused') return where;
  return { ...where, label: 'A telephone with a long name', count: 7, until: AT };
}

function mailOf(kind: ClaimedMail['kind']): ClaimedMail {
  const isNotice = kind !== 'digest' && kind !== 'confirm-address';
  const all = Object.keys(KINDS) as Kind[];
  return {
    ...{ id: '01936d4e-0000-7000-8000-000000000001', kind, account: 'luca@a.tld', at: AT },
    ...{ sentTo: undefined, about: undefined, language: undefined, attempts: 1, madeAt: AT },
    facts: isNotice ? factsOf(kind) : {},
    listed: kind === 'digest' ? all.map((one) => ({ kind: one, at: AT, facts: factsOf(one) })) : [],
    more: kind === 'digest' ? 3 : 0,
  };
}

/** One mail of each form. The digest contains the words of every kind. */
const FORMS = [
  ...(['sign-in', 'sign-in-refused', 'trust-granted', 'passkey-host-moves'] as const),
  ...(['recovery-code-used', 'disowned', 'confirm-address', 'digest'] as const),
];

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(FORMS)('the mail %s is whole', async (kind) => {
    const letter = await compose(parts(language as Language), mailOf(kind));
    expect(letter.language).toBe(language);
    await page.setContent(letter.html);
    expect(await page.title()).toBe(letter.subject);
    await lookAt(page, `mail-${kind}-${language}`);
  });
});
