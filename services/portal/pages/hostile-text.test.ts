import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { ALL_LANGUAGES, loadMessages } from '../../../libs/i18n/index.js';
import { CodePage, RecoveryPage } from './code.js';
import type { Look } from './layout.js';
import { PasskeyPage } from './passkey.js';
import { RecoveryCodesPage } from './set-up.js';
import { NoticePage } from './status.js';

/** As a label, a name or a text, of an authenticator, a device, a passkey, an app password or a domain. */
const HOSTILE = `"><img src=x onerror=alert(1)>'</script><script>alert(1)</script><a href='javascript:alert(1)'>`;

const look = (language: Look['languages'][number]): Look => ({
  t: loadMessages('portal')(language),
  ...{ name: HOSTILE, help: HOSTILE, here: `/sign-in?flow=${HOSTILE}&` },
  ...{ until: () => HOSTILE, languages: ALL_LANGUAGES },
});

const labels = [1, 2].map((n) => ({ id: `${HOSTILE}${n}`, label: HOSTILE }));
const wrong = { problem: 'code-wrong' as const, field: 'code', values: { account: HOSTILE } };
const pages: Readonly<Record<string, (look: Look) => VNode>> = {
  code: (of) => CodePage({ ...props(of), hasProvider: true }),
  recovery: (of) => RecoveryPage({ ...props(of), hasProvider: true }),
  passkey: (of) => PasskeyPage({ ...props(of), options: HOSTILE }),
  'recovery codes': (of) => RecoveryCodesPage({ ...props(of), codes: [HOSTILE] }),
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
    ...{ isNextCode: false, passkeyOptions: HOSTILE },
  };
}

it.each(Object.entries(pages))(
  'labels and texts of others are text on the page "%s"',
  (_, page) => {
    for (const language of ALL_LANGUAGES) {
      const html = render(page(look(language)));
      expect(html).toContain('&lt;img src=x');
      expect(html).not.toMatch(/<img src=x|<script>alert|<a href=.javascript:/);
      // Nor does an attribute end where they do: each quote is one of ours.
      expect(html).not.toContain('""><');
    }
  },
);
