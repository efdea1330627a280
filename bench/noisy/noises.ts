import { randomBytes } from 'node:crypto';
import type { ProtoClient } from '../../test/suite/proto-client.js';
import type { Way } from './quiet.js';

/** Something that one caller does without end, several at a time. */
export interface Noise {
  readonly what: string;
  /** The login of the quiet domain that is measured beside it. */
  readonly quiet: Way;
  prepare?(): Promise<unknown>;
  /**
   * Starts it, and returns a function that stops it and resolves when nothing is under way any
   * more.
   */
  start(): () => Promise<void>;
}

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const ADMIN = 'gatepost.policy.v1.PolicyAdminService';
const CREDENTIAL_ADMIN = 'gatepost.credential.v1.CredentialAdminService';
const RECORDED = 2000;
const COSTLY_ACCOUNTS = 100;
/** Hashes that no password matches; comparing takes just as long. */
const COSTLY = [
  {
    scheme: 'bcrypt of cost 14',
    hash: Buffer.from(`$2b$14$${'abcdefghijklmnopqrstuu'}${'a'.repeat(31)}`),
  },
  {
    scheme: 'a million rounds of SHA-512',
    hash: Buffer.from(`$6$rounds=999999$saltstring$${'a'.repeat(85)}.`),
  },
];

/** What a noisy domain, its administrator and its front-end can do. */
export function noises(parts: {
  client: (role: 'front-end' | 'admin', name: string) => ProtoClient;
  /** Calls the health of audit, as an auditor, with a message of these octets. */
  askHealth: (octets: Buffer) => Promise<unknown>;
}): Noise[] {
  const webmail = parts.client('front-end', 'webmail');
  const administrator = parts.client('admin', 'corp-admin');
  const login = { account: 'guessed@noisy.tld', service: 'SERVICE_IMAP' };
  const set = (text: string) => ({
    file: { name: 'noisy.yaml', content: Buffer.from(text), documents: ['noisy.tld'] },
  });
  const commas = set(`[${','.repeat(1_048_000)}]`);
  const open = set('domain: noisy.tld\nrules: [{ name: none, deny: Closed. }]\n');
  const long = Buffer.alloc(60 * 2 ** 20);
  const since = { seconds: '0', nanos: 0 };
  const web = { account: 'user1@noisy.tld', service: 'SERVICE_WEB_UI' };
  const unsigned = Buffer.from(unsignedResponse(350).toString('base64'));
  let begun: object = {};
  let n = 0;
  const unproven = () => {
    n += 1;
    const account = `user${n % 100}@noisy.tld`;
    return webmail.call(AUTHORIZE, { ...login, account, client_ip: '198.51.100.7' });
  };
  return [
    {
      what: 'two validations of 1 MiB of commas',
      quiet: 'asserted',
      start: repeat(2, () =>
        administrator.exchange(`${ADMIN}/Apply`, [{ options: { dry_run: true } }, commas]),
      ),
    },
    {
      what: `a rehearsal over ${RECORDED} logins`,
      quiet: 'asserted',
      prepare: async () => {
        for (let done = 0; done < RECORDED; done += 50) {
          await Promise.all(Array.from({ length: 50 }, unproven));
        }
      },
      start: repeat(1, () =>
        administrator.exchange(`${ADMIN}/Rehearse`, [
          { options: { since, domain: 'noisy.tld', list_at_most: 10 } },
          open,
        ]),
      ),
    },
    {
      what: '1,100 calls of another front-end at once',
      quiet: 'asserted',
      start: repeat(1100, unproven),
    },
    {
      what: '20 guesses at a password at once',
      quiet: 'password',
      start: repeat(20, () => {
        n += 1;
        const client_ip = `198.51.${n % 100}.${n % 250}`;
        return webmail.call(AUTHORIZE, { ...login, client_ip, password: Buffer.from(`x${n}`) });
      }),
    },
    ...COSTLY.map(({ scheme, hash }) => ({
      what: `20 guesses at once at ${scheme}`,
      quiet: 'password' as const,
      prepare: async () => {
        for (let at = 0; at < COSTLY_ACCOUNTS; at += 1) {
          const account = `costly${at}@noisy.tld`;
          await administrator.call(`${CREDENTIAL_ADMIN}/ImportPasswordHash`, { account, hash });
        }
      },
      start: repeat(20, () => {
        n += 1;
        const account = `costly${n % COSTLY_ACCOUNTS}@noisy.tld`;
        const client_ip = `198.51.${n % 100}.${n % 250}`;
        const password = Buffer.from(`x${n}`);
        return webmail.call(AUTHORIZE, { ...login, account, client_ip, password });
      }),
    })),
    {
      what: '20 unsigned SAML responses with 350 keys at once',
      quiet: 'saml',
      prepare: async () => {
        const request = { ...web, client_ip: '198.51.100.7', begin_saml: true };
        const { saml_login } = await webmail.call(AUTHORIZE, request);
        const relayState = new URL(saml_login.redirect_url).searchParams.get('RelayState');
        begun = { saml_relay_state: relayState, saml_login_ticket: saml_login.login_ticket };
      },
      start: repeat(20, () => {
        n += 1;
        const client_ip = `198.51.${n % 100}.${n % 250}`;
        return webmail.call(AUTHORIZE, { ...web, client_ip, ...begun, saml_response: unsigned });
      }),
    },
    {
      what: 'ten messages of 60 MiB to the health of audit',
      quiet: 'asserted',
      start: repeat(10, () => parts.askHealth(long)),
    },
  ];
}

function repeat(atOnce: number, one: () => Promise<unknown>): Noise['start'] {
  return () => {
    let running = true;
    const work = async () => {
      // A call that is refused at once is repeated a little later, as a program would.
      while (running) await one().catch(() => new Promise((resolve) => setTimeout(resolve, 20)));
    };
    const workers = Array.from({ length: atOnce }, work);
    return async () => {
      running = false;
      await Promise.all(workers);
    };
  };
}

/** A response without a signature, whose assertion any of `keys` encrypted keys may open. */
function unsignedResponse(keys: number): Buffer {
  const key = () =>
    `<xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>${cipherData(256)}</xenc:EncryptedKey>`;
  return Buffer.from(
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ID="_r" Version="2.0" IssueInstant="2026-11-01T12:00:00Z">' +
      '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>' +
      '<saml:EncryptedAssertion><xenc:EncryptedData><xenc:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>' +
      `<ds:KeyInfo>${Array.from({ length: keys }, key).join('')}</ds:KeyInfo>${cipherData(2000)}</xenc:EncryptedData></saml:EncryptedAssertion></samlp:Response>`,
  );
}

function cipherData(octets: number): string {
  return `<xenc:CipherData><xenc:CipherValue>${randomBytes(octets).toString('base64')}</xenc:CipherValue></xenc:CipherData>`;
}
