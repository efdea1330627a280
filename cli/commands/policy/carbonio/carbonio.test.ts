import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../../libs/names/address.js';
import { isInteractive, type Service, serviceBit } from '../../../../libs/names/services.js';
import { evaluateLogin } from '../../../../libs/policy/decide/evaluate.js';
import type { FirstFactor } from '../../../../libs/policy/decide/plan.js';
import { mustCompile } from '../../../../libs/policy/testing/compile-text.js';
import { readSettings } from './settings.js';
import { documentFrom } from './to-document.js';

const SETTINGS = `
global:
  services:
    Imap: { 2fa_policy: 0, trusted_ip_range: [203.0.113.0/24] }
domains:
  a.tld:
    trusted_ip_expiration_days: 2
    services:
      WebUI: { 2fa_policy: 1, trusted_ip_range: [203.0.113.0/24], ip_can_change: false }
      ZmWebUI: { 2fa_policy: 2 }
      Imap: { 2fa_policy: 1, trusted_ip_range: [203.0.113.0/24] }
      Smtp: { 2fa_policy: 1, trusted_ip_range: [203.0.113.0/24] }
      EAS: { 2fa_policy: 0 }
      MobileApp: { 2fa_policy: 2 }
`;

function documentOf(domain: string): string {
  const { global, domains } = readSettings(SETTINGS, 's.yaml');
  const scope = domain === '*' ? global : domains[domain];
  if (scope === undefined) throw new Error(`nothing for ${domain}`);
  return documentFrom(domain, scope);
}

function decide(service: Service, ip: string, first: FirstFactor, held: 'ip' | 'device' | '' = '') {
  const address = parseAddress(ip);
  if (!address.ok) throw new Error(ip);
  const evaluation = evaluateLogin(
    mustCompile(documentOf('a.tld')).get('a.tld'),
    {
      ...{ account: 'luca@a.tld', service: serviceBit(service), address: address.value },
      ...{ trustedIp: held === 'ip', trustedDevice: held === 'device' },
    },
    {
      now: 0,
      presented: { first, second: false, remember: false, passkey: false, prove: false },
      ...{
        first: 'right',
        second: undefined,
        passkey: undefined,
        interactive: isInteractive(service),
      },
      ...{ hasOtp: true, hasPasskey: false, hasSaml: false },
    },
  );
  if (evaluation.kind !== 'decided') throw new Error(evaluation.kind);
  return evaluation.outcome;
}

describe('the document made of the settings', () => {
  it.each([
    // A service credential passes from anywhere; then policy 0; then ranges; then trust; then OTP.
    ['Imap', '192.0.2.1', 'app-password', '', 'ALLOW'],
    ['EAS', '192.0.2.1', 'password', '', 'ALLOW'],
    ['Imap', '203.0.113.9', 'password', '', 'ALLOW'],
    ['WebUI', '203.0.113.9', 'password', '', 'ALLOW'],
    ['Smtp', '192.0.2.1', 'password', 'ip', 'ALLOW'],
    ['WebUI', '192.0.2.1', 'password', 'ip', 'ALLOW'],
    ['WebUI', '192.0.2.1', 'password', 'device', 'CHALLENGE'],
    ['MobileApp', '192.0.2.1', 'password', 'device', 'ALLOW'],
    ['MobileApp', '203.0.113.9', 'password', 'ip', 'CHALLENGE'],
    ['WebUI', '192.0.2.1', 'password', '', 'CHALLENGE'],
    ['Imap', '192.0.2.1', 'password', '', 'DENY'],
    ['Pop3', '203.0.113.9', 'password', '', 'DENY'],
  ] as const)('%s from %s with %s, trust "%s": %s', (service, ip, first, held, decision) => {
    expect(decide(service, ip, first, held).decision).toBe(decision);
  });

  it('binds sessions to the address where it could not change', () => {
    expect(decide('WebUI', '203.0.113.9', 'password').bindSessionToIp).toBe(true);
    expect(decide('Imap', '203.0.113.9', 'password').bindSessionToIp).toBe(false);
  });

  it('keeps lifetimes, and says where the meaning differs', () => {
    const text = documentOf('a.tld');
    expect(text).toContain('  ip: { default: 2d, max: 2d }\n');
    expect(text).toMatch(/device: \{ default: 7d, max: 7d \} # no expiry was given/);
    expect(text).toContain('# Not set there, and so denied here: WebAdminUI, Pop3, Dav');
    expect(text).toContain('# Differs: ZmWebUI is WebUI here');
    expect(text).toContain('its main password stopped working for EAS');
    expect(documentOf('*')).toContain('no second factor had no effect'.replace('no', 'without a'));
    expect(mustCompile(documentOf('*')).get('*')?.shape.rules).toHaveLength(1);
  });
});

it('takes the values as the vendor writes them', () => {
  const { global } = readSettings(
    `global:
  services:
    Dav: { ip_can_change: true, trusted_ip_range: "192.168.0.1/16,192.168.100.14/24", 2fa_policy: 1 }
    WebUI: { ip_can_change: "false", trusted_ip_range: ["192.168.0.1/16"], 2fa_policy: device_2fa }
    ZmWebUI: { 2fa_policy: 2 }
    EAS: { 2fa_policy: "0" }
  trusted_ip_expiration_days: 2
  trusted_device_expiration_days: 20
`,
    's.yaml',
  );
  if (global === undefined) throw new Error('no settings');
  const text = documentFrom('*', global);
  expect(text).toContain('trusted-1: ["192.168.0.0/16", "192.168.100.0/24"]');
  expect(text).toContain('# 192.168.0.1/16 was written for 192.168.0.0/16.');
  expect(text).toContain('  device: { default: 20d, max: 20d }');
  const { compiled } = mustCompile(text).get('*') ?? {};
  expect(compiled?.rules.some(({ bindSessionToIp }) => bindSessionToIp)).toBe(true);
});

it('names every field that is wrong', () => {
  const wrong = `global:
  services:
    Imap: { 2fa_policy: 3, trusted_ip_range: [10.0.0.1/40], colour: red }
    Telnet: { 2fa_policy: 0 }
`;
  expect(() => readSettings(wrong, 's.yaml')).toThrow(
    expect.objectContaining({
      exit: 3,
      message: expect.stringMatching(
        /global\.services\.Imap\.2fa_policy: .*\n.*trusted_ip_range\.0: .*\n.*colour[\s\S]*Telnet/,
      ),
    }),
  );
});
