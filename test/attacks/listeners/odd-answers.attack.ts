import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forwardAuthPort } from '../../../cli/up/installation/ports.js';
import { ensureCertificates } from '../../../libs/certificates/index.js';
import { setUp } from '../../stories/play.js';
import { createIdentityProvider, type IdentityProvider } from '../../suite/identity-provider.js';
import type { Message, ProtoClient } from '../../suite/proto-client.js';
import { type Suite, startSuite } from '../../suite/start-suite.js';
import { authorize, freshAddress, outcomeOf } from '../factors/stage.js';
import { ATTACKS } from '../saml/catalogue.js';
import { EVE, type Post, type Target } from '../saml/stage.js';
import { healthOf } from './health.js';
import { BINDS, type OddDirectory, openOddDirectory, SEARCHES } from './odd-directory.js';

const LUCA = 'luca@l.tld';
const ANNA = 'anna@w.tld';
const PASSWORD = 'correct horse';
const OFFICE = '203.0.113.5';
const ABROAD = '198.51.100.7';
const SAML_ADMIN = 'gatepost.saml.v1.SamlAdminService';

const files = mkdtempSync(join(tmpdir(), 'gatepost-odd-'));
let suite: Suite;
let admin: ProtoClient;
let mail: ProtoClient;
let directory: OddDirectory;

const documentOf = (domain: string, require: string) => ({
  domain,
  networks: { office: ['203.0.113.0/24'] },
  rules: [
    { name: 'office', services: ['Dav'], from: ['office'], require: 'password' },
    { name: 'web', services: ['WebUI', 'Imap'], require },
  ],
});

beforeAll(async () => {
  const identities = [{ role: 'service', name: 'ldap' }] as const;
  const made = await ensureCertificates({ dir: files, identities, now: Date.now() });
  const tls = made.filesOf('service', 'ldap');
  directory = await openOddDirectory(tls);
  const nat64 = ['2001:db8:64::/96', '2001:db8:6464::/64'];
  suite = await startSuite({
    own: {
      credential: { ldap: { hosts: [directory.host], ca: tls.ca } },
      policy: { nat64 },
      edge: { nat64 },
    },
  });
  [admin, mail] = [suite.client('admin', 'operator'), suite.client('front-end', 'mail')];
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const policies = [
    ...[documentOf('l.tld', 'password'), documentOf('w.tld', 'password')],
    ...[documentOf('a.tld', 'saml'), documentOf('b.tld', 'saml')],
  ];
  await setUp(
    { ...story, policies: policies as never },
    { frontEnd: mail, admin, clock: suite.clock },
  );
  const credential = 'gatepost.credential.v1.CredentialAdminService';
  await admin.call(`${credential}/CreateAccount`, {
    account: ANNA,
    password: Buffer.from(PASSWORD),
  });
  await admin.call(`${credential}/SetBackend`, {
    backend: {
      domain: 'l.tld',
      ldap: {
        ...{ urls: [`ldaps://${directory.host}`], timeout_ms: 500 },
        ...{ search_base: 'dc=example', search_filter: '(mail={account})' },
      },
    },
    actor: { comment: 'odd' },
  });
});
afterAll(async () => {
  await suite?.close();
  directory?.close();
  rmSync(files, { recursive: true });
});

/** Runs `work` while a person of another domain signs in repeatedly and is let in each time. */
async function beside(work: () => Promise<void>): Promise<void> {
  const before = await healthOf(suite);
  let over = false;
  const outcomes = new Set<string>();
  const signIns = (async () => {
    while (!over) {
      const password = Buffer.from(PASSWORD);
      outcomes.add(await outcomeOf(authorize(mail, { account: ANNA, password })));
    }
  })();
  await work().finally(() => {
    over = true;
  });
  await signIns;
  expect([...outcomes]).toEqual(['ALLOW RULE_SATISFIED']);
  expect(await healthOf(suite)).toEqual(before);
}

it('no odd answer of a directory lets anybody in, or delays other domains', async () => {
  const login = (password: string) =>
    outcomeOf(authorize(mail, { account: LUCA, password: Buffer.from(password) }));
  expect([await login('right'), await login('wrong')]).toEqual([
    ...['ALLOW RULE_SATISFIED', 'DENY BAD_CREDENTIALS'],
  ]);
  const wrong: string[] = [];
  await beside(async () => {
    for (const [request, answers] of [
      ['search', SEARCHES],
      ['bind', BINDS],
    ] as const) {
      for (const answer of answers) {
        directory.answers = { [request]: answer };
        // A server that gave no answer is asked again at once, because there is no other.
        const outcome = await login('right');
        if (/^DENY |^code 14$/.test(outcome)) continue;
        wrong.push(`${request}: ${answer.name}: ${outcome}`);
      }
    }
  });
  directory.answers = {};
  expect(wrong).toEqual([]);
  expect(await login('right')).toBe('ALLOW RULE_SATISFIED');
});

it('no odd SAML response lets anybody in, or delays other domains', async () => {
  const provider = async (domain: string) => {
    const acsOf = (name: string) => `https://${name}.example/saml/${domain}/acs`;
    const made = await createIdentityProvider({
      entityId: `https://idp.${domain}/`,
      clock: suite.clock,
    });
    await admin.call(`${SAML_ADMIN}/SetSettings`, {
      settings: { domain, acs_urls: { mail: acsOf('mail'), webmail: acsOf('webmail') } },
      actor: { comment: 'odd' },
    });
    await admin.call(`${SAML_ADMIN}/ImportProvider`, {
      ...{ domain, metadata_xml: made.metadata(), actor: { comment: 'odd' } },
    });
    return made;
  };
  const [a, b] = [await provider('a.tld'), await provider('b.tld')];
  const target = targetOf(a, b);
  // The directory answers correctly again.
  const good = await target.begin('');
  const answer = await a.respond(good, EVE);
  expect(await outcomeOf(postOf({ login: good, ...answer }))).toBe('ALLOW RULE_SATISFIED');

  const letIn: string[] = [];
  const faults: string[] = [];
  const post = async (name: string, response: Post) => {
    const outcome = await outcomeOf(postOf(response));
    if (outcome.startsWith('ALLOW')) letIn.push(name);
    else if (!/^DENY |^CHALLENGE |^code (3|7|8)$/.test(outcome)) faults.push(`${name}: ${outcome}`);
  };
  await beside(async () => {
    for (const { name, make } of ATTACKS) {
      // That login began at the front-end that posts here.
      if (!name.endsWith('of another front-end')) await post(name, await make(target));
    }
    for (const [name, spoil] of Object.entries(SPOILT)) {
      const login = await target.begin('');
      const { xml, relayState } = await a.respond(login, EVE);
      await post(name, { login, xml: spoil(xml), relayState });
    }
  });
  expect(letIn).toEqual([]);
  expect(faults).toEqual([]);
});

/** Other things that may be posted in place of a response. */
const SPOILT: Readonly<Record<string, (xml: string) => string | Buffer>> = {
  nothing: () => '',
  'a NUL': (xml) => `${xml}\0`,
  compressed: (xml) => gzipSync(xml),
  'UTF-16 that says UTF-8': (xml) =>
    Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${xml}`, 'utf16le'),
  'UTF-7': (xml) => `<?xml version="1.0" encoding="UTF-7"?>${xml}`,
  'a charset that nobody has': (xml) => `<?xml version="1.0" encoding="x-none"?>${xml}`,
  'a stylesheet': (xml) => `<?xml-stylesheet href="http://127.0.0.1:1/x"?>${xml}`,
  'XML 1.1': (xml) => `<?xml version="1.1"?>${xml}`,
  twice: (xml) => `${xml}${xml}`,
  'in another element': (xml) => `<x>${xml}</x>`,
  'in a response': (xml) => xml.replace('<samlp:Status>', `${xml}<samlp:Status>`),
  'of SAML 1.1': (xml) =>
    xml.replaceAll('SAML:2.0', 'SAML:1.0').replaceAll('Version="2.0"', 'Version="1.1"'),
  'a LogoutResponse': (xml) => xml.replaceAll('samlp:Response', 'samlp:LogoutResponse'),
  'an ArtifactResponse': (xml) => xml.replaceAll('samlp:Response', 'samlp:ArtifactResponse'),
  'without its signature': (xml) => xml.replace(/<ds:Signature[\s\S]*?<\/ds:Signature>/g, ''),
  'a hundred signatures': (xml) =>
    xml.replace(/<ds:Signature[\s\S]*?<\/ds:Signature>/, (one) => one.repeat(100)),
  'a thousand references': (xml) =>
    xml.replace(/<ds:Reference[\s\S]*?<\/ds:Reference>/, (one) => one.repeat(1_000)),
  'twenty thousand attributes': (xml) =>
    xml.replace(
      '<samlp:Status>',
      `<samlp:Extensions><x ${Array.from({ length: 20_000 }, (_, n) => `a${n}=""`).join(' ')}/></samlp:Extensions><samlp:Status>`,
    ),
  'ten thousand namespaces': (xml) =>
    xml.replace(
      '<samlp:Status>',
      `<samlp:Extensions><x ${Array.from({ length: 10_000 }, (_, n) => `xmlns:n${n}="urn:${n}"`).join(' ')}/></samlp:Extensions><samlp:Status>`,
    ),
  '350 encrypted keys': (xml) =>
    xml.replace(
      /<saml:Assertion[\s\S]*<\/saml:Assertion>/,
      `<saml:EncryptedAssertion><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/>${'<xenc:EncryptedKey xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/><xenc:CipherData><xenc:CipherValue>AAAA</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>'.repeat(350)}</saml:EncryptedAssertion>`,
    ),
  'half of it': (xml) => xml.slice(0, xml.length / 2),
  'an account of 10,000 characters': (xml) => xml.replaceAll(EVE, `${'a'.repeat(10_000)}@a.tld`),
};

/** The installation, as the attacks on SAML see it. Each login comes from its own address and has limits of its own. */
function targetOf(a: IdentityProvider, b: IdentityProvider): Target {
  return {
    ...{ a, b, sloUrl: '', now: () => suite.clock.now() },
    async begin(account, frontEnd = '') {
      const by = frontEnd.endsWith('/webmail') ? suite.client('front-end', 'webmail') : mail;
      const request = { account, service: 'SERVICE_WEB_UI', interactive: true, begin_saml: true };
      const asked = { ...request, account: account || EVE, client_ip: freshAddress() };
      const { saml_login } = await by.call(AUTHORIZE, { ...asked, attempt_id: randomUUID() });
      return {
        ...{ redirectUrl: saml_login.redirect_url, formFields: saml_login.form_fields },
        ...{ loginTicket: saml_login.login_ticket, domain: 'a.tld', account: account || EVE },
      };
    },
    async certificate() {
      const { metadata_xml } = await admin.call(`${SAML_ADMIN}/GetMetadata`, { domain: 'a.tld' });
      const found = /X509Certificate>([^<]+)</.exec(metadata_xml.toString())?.[1] ?? '';
      return `-----BEGIN CERTIFICATE-----\n${found}\n-----END CERTIFICATE-----\n`;
    },
  };
}

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';

function postOf({ login, xml, relayState }: Post): Promise<Message> {
  return mail.call(AUTHORIZE, {
    ...{ account: login.account, service: 'SERVICE_WEB_UI', interactive: true },
    ...{ client_ip: freshAddress(), attempt_id: randomUUID() },
    saml_response: Buffer.from(Buffer.from(xml).toString('base64')),
    ...{ saml_relay_state: relayState, saml_login_ticket: login.loginTicket },
  });
}

/** The status of edge's answer to a proxy that sends this. */
function statusFor(said: string | readonly string[]): Promise<number> {
  const { plan, secrets } = suite.installation;
  const edge = plan.replicas.find(({ name }) => name === 'edge-1');
  const headers = {
    'X-Gatepost-Secret': readFileSync(secrets.forwardAuthSecret, 'utf8').trimEnd(),
    Authorization: `Basic ${Buffer.from(`${ANNA}:${PASSWORD}`).toString('base64')}`,
    'X-Forwarded-For': said as string,
  };
  const port = forwardAuthPort(edge?.port ?? 0);
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/Dav', headers }, (answer) => {
      resolve(answer.resume().statusCode ?? 0);
    }).once('error', reject);
  });
}

/** Chains from a trusted proxy in which the office is not the client. */
const ELSEWHERE: readonly (string | readonly string[])[] = [
  ...['', ',', ' , ,', '127.0.0.1', '127.0.0.1,127.0.0.1', '::1', '::ffff:127.0.0.1'],
  ...[
    ABROAD,
    `${OFFICE}, ${ABROAD}`,
    `${OFFICE},${OFFICE},${ABROAD}`,
    `${OFFICE}, 127.0.0.1, ${ABROAD}`,
  ],
  ...[`127.0.0.1, ${OFFICE}, ${ABROAD}`, `${OFFICE}, ${ABROAD}, 127.0.0.1`],
  ...[
    `${OFFICE}, x, ${ABROAD}`,
    `${OFFICE}, unknown`,
    `${OFFICE}, _hidden, ${ABROAD}`,
    `${OFFICE}, x`,
  ],
  ...[
    `${OFFICE}/32`,
    `${OFFICE}%1`,
    `${OFFICE};${ABROAD}`,
    `${OFFICE} ${ABROAD}`,
    `${OFFICE}.`,
    `0${OFFICE}`,
  ],
  ...[
    '203.0.113.05',
    '0xcb.0.113.5',
    '3405803781',
    '203.0.28933',
    `for=${OFFICE}`,
    `${OFFICE}:`,
    `${OFFICE}:x`,
  ],
  ...[`${OFFICE}:99999999`, `[${OFFICE}`, `${OFFICE}]`, `"${OFFICE}`, `'${OFFICE}'`, `<${OFFICE}>`],
  ...[
    '::203.0.113.5',
    '::ffff:0:203.0.113.5',
    '::ffff:cb00:7105:0',
    '2002:cb00:7105::',
    '2001::cb00:7105',
  ],
  // Prefixes that are not the operator's, and what the operator's prefixes say of others.
  ...[
    '2001:db8:65::cb00:7105',
    '2001:db8:64:1::cb00:7105',
    '2001:db8:64::1:cb00:7105',
    '64:ff9b:1::cb00:7105',
  ],
  ...[
    '2001:db8:64::c633:6407',
    '64:ff9b::c633:6407',
    '2001:db8:6464:0:c6:3364:700:0',
    '2001:db8:6465:0:cb:71:500:0',
  ],
  ...[
    '2001:db8:6464::cb00:7105',
    '[2001:db8:64::c633:6407]:443',
    `${OFFICE}, 2001:db8:64::c633:6407`,
  ],
  // The proxy itself, behind the translator: this names no client.
  ...['2001:db8:64::7f00:1', `${OFFICE}\u00a0, ${ABROAD}`, `\u00ff${OFFICE}`],
  `${`${OFFICE},`.repeat(3_000)}${ABROAD}`,
  `${'127.0.0.1,'.repeat(3_000)}127.0.0.1`,
  'a'.repeat(10_000),
  [OFFICE, ABROAD],
  [OFFICE, '', ABROAD],
];

/** Chains in which the office is the client. */
const THERE: readonly (string | readonly string[])[] = [
  ...[
    OFFICE,
    ` ${OFFICE} `,
    `${OFFICE}:443`,
    `"${OFFICE}"`,
    `[::ffff:${OFFICE}]:443`,
    `::ffff:${OFFICE}`,
  ],
  ...[`${ABROAD}, ${OFFICE}`, `x, ${OFFICE}`, `${OFFICE}, 127.0.0.1`, `,${OFFICE},`],
  ...[
    '64:ff9b::cb00:7105',
    '2001:db8:64::cb00:7105',
    '2001:DB8:64::203.0.113.5',
    '2001:db8:6464:0:cb:71:500:0',
  ],
  ...['[2001:db8:64::cb00:7105]:443', `${ABROAD}, 2001:db8:64::cb00:7105`],
  [ABROAD, OFFICE],
];

it('no chain of addresses puts a client elsewhere into the office', async () => {
  await beside(async () => {
    for (const said of ELSEWHERE) {
      const status = await statusFor(said);
      expect([400, 401, 403, 431, 503], `${String(said).slice(0, 80)}: ${status}`).toContain(
        status,
      );
    }
    for (const said of THERE) expect(await statusFor(said), String(said)).toBe(200);
  });
});
