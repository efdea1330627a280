import { expect, it } from 'vitest';
import { parseAddress } from '../../names/address.js';
import { serviceBit } from '../../names/services.js';
import { firstMatch } from '../decide/match.js';
import { mustCompile } from '../testing/compile-text.js';
import { type Matrix, matrixOf } from './matrix-of.js';

const TEXT = `domain: a.tld
networks:
  office: [203.0.113.0/24, "2001:db8:a::/48"]
  desk: [203.0.113.10/32, 198.51.100.10/32]
  annex: [198.51.100.0/28]
groups: { board: [anna@a.tld, luca@a.tld] }
rules:
  - { name: desk, from: [desk], services: [SOAP], require: password }
  - { name: inside, from: [office, annex], require: password }
  - { name: board, groups: [board], services: [Imap], deny: Not outside. }
  - { name: home, when: trusted-ip, services: [Imap], require: password }
  - { name: web, services: [WebUI], require: [password + otp, saml] }
trust: { ip: { max: 24h } }
enrolment: { from: [office], grace-until: 2027-01-31 }
`;

const policy = mustCompile(TEXT).get('a.tld');
if (policy === undefined) throw new Error('not compiled');

function at(matrix: Matrix, place: string, service: string, table = 0): string {
  const column = matrix.places.findIndex(({ name }) => name === place);
  const row = matrix.tables[table]?.rows.find((one) => one.service === service);
  const cell = row?.cells[column];
  return cell === undefined ? 'no cell' : `${cell.rule}: ${cell.require.join(' or ')}${cell.deny}`;
}

it('says what each service asks for at each place, for each trust and account named', () => {
  const matrix = matrixOf(policy.compiled);
  expect(matrix.places.map(({ name }) => name).sort()).toEqual([
    'annex',
    'anywhere else',
    'desk and annex',
    'desk and office',
    'office',
  ]);
  expect(matrix.places.at(-1)).toEqual({ name: 'anywhere else', example: '192.0.2.1' });
  expect(matrix.tables.map(({ accounts, trusts }) => [accounts, trusts])).toEqual([
    ['any account that no rule names', []],
    ['any account that no rule names', ['trusted-ip']],
    ['anna@a.tld and 1 more alike', []],
    ['anna@a.tld and 1 more alike', ['trusted-ip']],
  ]);
  expect(at(matrix, 'desk and office', 'SOAP')).toBe('desk: password');
  expect(at(matrix, 'annex', 'SOAP')).toBe('inside: password');
  expect(at(matrix, 'anywhere else', 'WebUI')).toBe('web: password + otp or saml');
  expect(at(matrix, 'anywhere else', 'Imap')).toBe('null: ');
  expect(at(matrix, 'anywhere else', 'Imap', 1)).toBe('home: password');
  expect(at(matrix, 'anywhere else', 'Imap', 3)).toBe('board: Not outside.');
  expect(matrix).toMatchObject({ cut: false, graceUntil: Date.UTC(2027, 0, 31) });
});

it('agrees with what decides, in every cell', () => {
  const { places, tables } = matrixOf(policy.compiled);
  for (const { accounts, trusts, rows } of tables) {
    const account = accounts.startsWith('anna') ? 'anna@a.tld' : 'someone@a.tld';
    for (const { service, cells } of rows) {
      for (const [index, { example }] of places.entries()) {
        const address = parseAddress(example);
        if (!address.ok) throw new Error(example);
        const match = firstMatch(policy, {
          ...{ account, service: serviceBit(service), address: address.value },
          trustedIp: trusts.includes('trusted-ip'),
          trustedDevice: trusts.includes('trusted-device'),
        });
        const name = match.kind === 'rule' ? policy.shape.rules[match.index]?.name : null;
        expect(cells[index]?.rule, `${account} ${service} ${example}`).toBe(name);
      }
    }
  }
});
