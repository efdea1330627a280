import { render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { loadMessages } from '../../../libs/i18n/index.js';
import type { Look } from './layout.js';
import { PasskeyPage } from './passkey.js';
import { SetUpPage } from './set-up.js';

const t = loadMessages('portal')('en');
const look: Look = {
  ...{ t, name: 'Mail', help: '', here: '/', languages: [] },
  ...{ until: () => '', when: () => '' },
};
const props = {
  ...{ look, formKey: { token: 't', step: 1 }, path: '/sign-in/x', over: '/sign-in' },
  account: 'luca@a.tld',
};
const PROVIDER = 'formaction="/sign-in/x/provider"';

describe('a first set-up', () => {
  it.each([
    [['otp'], 'set-up-text'],
    [['passkey'], 'set-up-text-passkey'],
    [['otp', 'passkey'], 'set-up-text-either'],
  ] as const)('of %j asks for no more than can be set up here', (can, text) => {
    const html = render(SetUpPage({ ...props, why: 'required', can, hasProvider: false }));
    expect(html).toContain(t(text));
    expect(html.includes(t('set-up-button'))).toBe((can as readonly string[]).includes('otp'));
    expect(html.includes(t('set-up-passkey-button'))).toBe(
      (can as readonly string[]).includes('passkey'),
    );
    expect(html).not.toContain(PROVIDER);
  });

  it('leads to the identity provider where that is a way in', () => {
    const set = { why: 'required', can: ['otp'], hasProvider: true } as const;
    expect(render(SetUpPage({ ...props, ...set }))).toContain(PROVIDER);
  });
});

it('who has no passkey at hand is told what to do, and is led to the identity provider', () => {
  const passkey = { ...props, options: '{}', offers: [], address: '', isProof: false };
  const html = render(PasskeyPage({ ...passkey, hasProvider: true }));
  expect(html).toContain('action="/sign-in/x/provider"');
  expect(html).toContain(t('passkey-not-here'));
  expect(render(PasskeyPage({ ...passkey, hasProvider: false }))).not.toContain('/provider');
});
