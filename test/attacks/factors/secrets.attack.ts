import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CREDENTIAL_ADMIN,
  codeOf,
  freshAddress,
  type Holder,
  INVALID_ARGUMENT,
  openStage,
  outcomeOf,
  type Stage,
} from './stage.js';

const ALLOWED = 'ALLOW RULE_SATISFIED';
const WRONG = 'DENY BAD_CREDENTIALS';
const TOO_LARGE = 'code 8';
const INVALID = `code ${INVALID_ARGUMENT}`;

let stage: Stage;
let holder: Holder;
beforeAll(async () => {
  stage = await openStage();
  holder = await stage.holder('luca@a.tld');
});
afterAll(() => stage?.suite.close());

describe('a password', () => {
  const login = (account: string, password: Buffer) =>
    outcomeOf(stage.login({ account, service: 'SERVICE_IMAP', password }));

  it.each([
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0xff, 0xff, 0xff])],
    ['with a zero octet', Buffer.from('before\0after')],
    ['of 1,024 octets', Buffer.alloc(1024, 'a')],
  ])('%s is compared octet by octet, to its end', async (_, password) => {
    const account = `odd-${password.length}@a.tld`;
    await stage.admin.call(`${CREDENTIAL_ADMIN}/CreateAccount`, { account, password });
    expect(await login(account, password)).toBe(ALLOWED);
    const last = password.length - 1;
    const others = [
      password.subarray(0, last),
      Buffer.from(password.toString('utf8').concat(password.length === 1024 ? '' : ' ')),
      password.subarray(0, Math.max(1, password.indexOf(0))),
      Buffer.concat([password.subarray(0, last), Buffer.from([(password[last] ?? 0) ^ 1])]),
    ].filter((other) => !other.equals(password) && other.length > 0);
    expect(others.length).toBeGreaterThan(1);
    for (const other of others) {
      expect(await login(account, other)).toBe(other.length > 1024 ? INVALID : WRONG);
    }
  });

  it('is wrong if it is empty, and refused if it is too long, for any account', async () => {
    for (const account of [holder.account, 'nobody@a.tld']) {
      expect(await login(account, Buffer.alloc(0))).toBe(WRONG);
      for (const length of [1025, 100_000]) {
        expect(await login(account, Buffer.alloc(length, 'a')), `${length}`).toBe(INVALID);
      }
      // Larger than a message may be.
      expect(await login(account, Buffer.alloc(3_000_000, 'a'))).toBe(TOO_LARGE);
    }
    expect(await login(holder.account, holder.password)).toBe(ALLOWED);
  });
});

it('refuses codes and recovery codes in another format', async () => {
  const { account, app } = holder;
  const right = app.codeAt(stage.suite.clock.now());
  const wide = [...right].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
  const login = (fields: object) =>
    outcomeOf(stage.login({ account, password_verified: true, ...fields }));
  const odd = [wide, `${right}0`, right.slice(1), `+${right.slice(1)}`];
  for (const otp_code of [...odd, 'x'.repeat(100_000), '\0'.repeat(6)]) {
    const outcome = await login({ otp_code });
    expect(outcome, JSON.stringify(otp_code.slice(0, 9))).toMatch(/BAD_SECOND_FACTOR|code 3/);
  }
  for (const recovery_code of ['%', "' OR 1=1 --", '\u202e7KM-2QPX-94RT', 'A'.repeat(64)]) {
    expect(await login({ recovery_code }), recovery_code).toMatch(/BAD_SECOND_FACTOR|code 3/);
  }
  expect(await login({ recovery_code: 'A'.repeat(65) })).toBe(INVALID);
  expect(await login({ otp_code: right })).toBe(ALLOWED);
});

it('finds nobody by text that a directory or a database would interpret', async () => {
  const names = ['*', '*)(uid=*', 'luca)(|(uid=*', "luca' OR ''='", 'luca\\2a', 'lu%', 'luca,ou=x'];
  for (const name of names) {
    const login = stage.login({
      ...{ account: `${name}@a.tld`, client_ip: freshAddress() },
      ...{ service: 'SERVICE_IMAP', password: holder.password },
    });
    expect(await outcomeOf(login), name).toMatch(new RegExp(`^(${WRONG}|${INVALID})$`));
  }
});

it('connects to no directory that the operator did not list', async () => {
  const set = (urls: readonly string[], dn_template: string) =>
    stage.admin.call(`${CREDENTIAL_ADMIN}/SetBackend`, {
      backend: { domain: 'a.tld', ldap: { urls, dn_template } },
    });
  const template = 'uid={local},dc=example';
  for (const url of ['ldap://169.254.169.254:80', 'ldaps://127.0.0.1:5432', 'file:///etc/passwd']) {
    expect(await codeOf(set([url], template)), url).toBe(INVALID_ARGUMENT);
  }
  const { account, password } = holder;
  const login = stage.login({ account, service: 'SERVICE_IMAP', password });
  expect(await outcomeOf(login)).toBe(ALLOWED);
});
