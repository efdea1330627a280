import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../names/address.js';
import { type Service, serviceBit } from '../../names/services.js';
import { TRUST_DEVICE, TRUST_IP } from '../language/words.js';
import { loadCompiled } from '../store/policy-table.js';
import { mustCompile, type TestPolicy } from '../testing/compile-text.js';
import { explainMatch } from './explain.js';
import { type Connection, firstMatch } from './match.js';

const policy = mustCompile(`
domain: a.tld
networks:
  office: [203.0.113.0/25, 203.0.113.128/32, "2001:db8::/64"]
  all: [0.0.0.0/0]
groups: { staff: [anna@a.tld] }
rules:
  - { name: home, when: trusted-ip, services: [Imap, Smtp], require: password }
  - { name: known, when: [trusted-device, trusted-ip], services: [WebUI, Imap], require: password }
  - { name: staff, groups: [staff], accounts: [luca@a.tld], from: [office], require: password }
  - { name: late, when: trusted-device, services: [Smtp], outside: [all], require: password }
  - { name: rest, services: [WebUI, Smtp], outside: [office], require: saml }
trust: { ip: { max: 1h }, device: { max: 1h } }
`).get('a.tld') as TestPolicy;

function connect(text: string, service: Service, trusts: Partial<Connection> = {}): Connection {
  const address = parseAddress(text);
  if (!address.ok) throw new Error(text);
  return {
    account: 'luca@a.tld',
    service: serviceBit(service),
    address: address.value,
    trustedIp: false,
    trustedDevice: false,
    ...trusts,
  };
}
const matched = (connection: Connection) => {
  const match = firstMatch(policy, connection);
  return match.kind === 'rule' ? policy.shape.rules[match.index]?.name : match.kind;
};
const unknown = { trustedIp: undefined, trustedDevice: undefined };

describe('the first rule that matches', () => {
  it.each([
    ['203.0.113.127', 'staff'],
    ['203.0.113.128', 'staff'],
    ['203.0.113.129', 'rest'],
    ['203.0.112.255', 'rest'],
    ['::ffff:203.0.113.5', 'staff'],
    ['2001:db8::ffff:ffff:ffff:ffff', 'staff'],
    ['2001:db8:0:1::', 'rest'],
    ['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', 'rest'],
  ])('from %s is "%s"', (text, name) => {
    expect(matched(connect(text, 'WebUI'))).toBe(name);
  });

  it('belongs to an account as well as to a place', () => {
    expect(matched({ ...connect('203.0.113.5', 'Dav'), account: 'anna@a.tld' })).toBe('staff');
    expect(matched({ ...connect('203.0.113.5', 'Dav'), account: 'eve@a.tld' })).toBe('none');
  });

  it.each<[string, Service, Partial<Connection>, number]>([
    ['198.51.100.1', 'Imap', unknown, TRUST_IP | TRUST_DEVICE],
    ['198.51.100.1', 'Imap', { trustedIp: false, trustedDevice: undefined }, TRUST_DEVICE],
    ['198.51.100.1', 'Imap', { trustedIp: undefined, trustedDevice: true }, TRUST_IP],
    ['203.0.113.5', 'Smtp', unknown, TRUST_IP],
    ['2001:db8:1::', 'Smtp', unknown, TRUST_IP | TRUST_DEVICE],
    ['198.51.100.1', 'Smtp', { trustedIp: undefined, trustedDevice: true }, TRUST_IP],
  ])('from %s for %s with %o cannot be said without trusts %i', (text, service, trusts, needed) => {
    const match = firstMatch(policy, connect(text, service, trusts));
    expect(match).toEqual({ kind: 'needs-trust', trusts: needed });
  });

  it('is found without a look-up if no trust affects it', () => {
    expect(matched(connect('203.0.113.5', 'Dav', unknown))).toBe('staff');
    expect(matched(connect('198.51.100.1', 'Dav', unknown))).toBe('none');
    expect(matched(connect('198.51.100.1', 'Imap', { ...unknown, trustedIp: true }))).toBe('home');
  });

  it('is explained rule by rule, with every condition that fails', () => {
    const traces = explainMatch(policy, connect('198.51.100.1', 'Pop3', { trustedIp: true }));
    expect(traces.map(({ name, matched: holds, because }) => [name, holds, because])).toEqual([
      ['home', false, ['the service Pop3 is not Imap or Smtp']],
      ['known', false, ['the service Pop3 is not WebUI or Imap']],
      ['staff', false, ['the address 198.51.100.1 is not in office']],
      [
        'late',
        false,
        [
          'the service Pop3 is not Smtp',
          'the address 198.51.100.1 is in all',
          'there is no trusted-device for this login',
        ],
      ],
      ['rest', false, ['the service Pop3 is not WebUI or Smtp']],
    ]);
    expect(explainMatch(policy, connect('203.0.113.5', 'WebUI'))[2]?.matched).toBe(true);
  });
});

it('refuses a compiled form of another format, or without its sets', () => {
  const { compiled } = policy;
  expect(() => loadCompiled({ ...compiled, format: 1 as never })).toThrow(/format 1/);
  expect(() => loadCompiled({ ...compiled, rangeSets: [] })).toThrow(/without its set 0/);
});
