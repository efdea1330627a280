import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import {
  createIdentityProvider,
  type IdentityProvider,
  makeKeyPair,
  requestXml,
} from '../../../test/suite/identity-provider.js';
import { signMetadata } from '../../../test/suite/saml-response.js';
import type { Parts } from '../assemble.js';
import { checkCertificateExpiry } from '../jobs/check-certificate-expiry.js';
import {
  ADMIN,
  begin,
  consume,
  migratedTemplate,
  openWorld,
  type SamlWorld,
  setUpDomain,
  signIn,
} from '../testing.js';
import { batchGetAvailability, getAvailability } from './get-availability.js';
import { getMetadata } from './get-metadata.js';
import { importProvider } from './import-provider.js';
import { purgeAccount } from './purge-account.js';
import { removeProvider } from './remove-provider.js';
import { retireKeys, rotateKeys } from './rotate-keys.js';
import { setSettings } from './set-settings.js';
import { validate } from './validate.js';

const LUCA = 'luca@a.tld';
const DOMAIN = 'a.tld';
let postgres: TestPostgres;
let template: Awaited<ReturnType<typeof migratedTemplate>>;
let world: SamlWorld;
let saml: Parts;
let provider: IdentityProvider;

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await migratedTemplate(postgres);
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  world = await openWorld(template);
  saml = world.replica();
  provider = await setUpDomain(saml, DOMAIN);
  return () => world.close();
});

type Change = Parameters<typeof setSettings>[1]['change'];
const set = (change: Change, expectVersion?: number) =>
  setSettings(saml, { domain: DOMAIN, change, clear: [], expectVersion, actor: ADMIN });
const available = () => getAvailability(saml, { domain: DOMAIN });

it('numbers and reports every change, and makes no version without a change', async () => {
  expect((await set({ forceAuthn: true })).version).toBe(2);
  expect((await set({ forceAuthn: true })).version).toBe(2);
  await expect(set({ forceAuthn: false }, 1)).rejects.toThrow('version 2 is current');
  const login = await begin(saml, LUCA);
  await removeProvider(saml, { domain: DOMAIN, actor: ADMIN });
  expect(await available()).toBe(false);
  const late = await consume(saml, login, await provider.respond(login, LUCA));
  expect(late).toEqual({ verdict: 'wrong', failedCheck: 'provider' });
  await expect(begin(saml, LUCA)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const actor = { certificate: ADMIN.certificate, on_behalf_of: 'olga', comment: ADMIN.comment };
  expect((await world.events()).slice(1)).toEqual([
    {
      type: 'configured',
      data: { domain: DOMAIN, version: 2, settings: ['force_authn'], actor },
    },
    { type: 'removed', data: { domain: DOMAIN, version: 3, actor } },
  ]);
});

it('says which of many domains have a usable provider', async () => {
  await setUpDomain(saml, 'b.tld');
  await setUpDomain(saml, 'c.tld');
  await removeProvider(saml, { domain: 'c.tld', actor: ADMIN });
  const domains = ['b.tld', 'c.tld', 'none.tld', DOMAIN];
  const found = await batchGetAvailability(saml, { domains });
  expect(found.sort()).toEqual([DOMAIN, 'b.tld']);
});

it('refuses to speak for another domain, weak keys, and anything that is not metadata', async () => {
  await expect(set({ mapDomain: 'b.tld' })).rejects.toThrow('settings.map_domain');
  await expect(set({ provider: { certificates: ['x'] } })).rejects.toThrow('certificates[0]');
  const metadata = `${provider.metadata()}`;
  const bad = [
    'no XML',
    `<!DOCTYPE x>${metadata}`,
    metadata.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
    metadata.replaceAll(/<KeyDescriptor.*<\/KeyDescriptor>/g, ''),
    metadata.replace('entityID', 'validUntil="2020-01-01T00:00:00Z" entityID'),
  ];
  for (const text of bad) {
    const request = { domain: DOMAIN, metadata: Buffer.from(text), signedBy: '', actor: ADMIN };
    await expect(importProvider(saml, request), text).rejects.toThrow('metadata_xml');
  }
});

it('imports metadata only from the required signer', async () => {
  const federation = await makeKeyPair('federation');
  const signed = signMetadata(`${provider.metadata()}`, federation);
  const request = { domain: 'c.tld', metadata: Buffer.from(signed), actor: ADMIN };
  const { certificate: signedBy } = federation;
  const taken = await importProvider(saml, { ...request, signedBy });
  expect(taken.settings.stored.provider?.entityId).toBe(provider.entityId);
  const other = provider.key.certificate;
  await expect(importProvider(saml, { ...request, signedBy: other })).rejects.toThrow('not signed');
  const changed = Buffer.from(signed.replace('SingleSignOnService"', 'Evil"'));
  const evil = { ...request, metadata: changed, signedBy };
  await expect(importProvider(saml, evil)).rejects.toThrow('not signed');
});

it('signs with the old key, and opens with both, until the old one is retired', async () => {
  const [old] = await saml.store.keys(DOMAIN);
  const certificate = await rotateKeys(saml, { domain: DOMAIN, actor: ADMIN });
  const metadata = await getMetadata(saml, { domain: DOMAIN });
  const bodies = [...metadata.matchAll(/use="(\w+)".*?X509Certificate>([^<]*)</g)];
  expect(bodies.map(([, use]) => use)).toEqual(['signing', 'signing', 'encryption']);
  expect(bodies[2]?.[2]).toBe(certificate.replaceAll(/-----[A-Z ]+-----|\s/g, ''));
  expect(signerOf(await begin(saml, LUCA), [old?.certificate ?? '', certificate])).toBe(0);
  for (const encryptTo of [old?.certificate ?? '', certificate]) {
    expect(await signIn(saml, provider, LUCA, { encryptTo })).toMatchObject({ account: LUCA });
  }
  expect(await retireKeys(saml, { domain: DOMAIN, actor: ADMIN })).toBe(1);
  expect(signerOf(await begin(saml, LUCA), [old?.certificate ?? '', certificate])).toBe(1);
  const toOld = { encryptTo: old?.certificate ?? '' };
  expect(await signIn(saml, provider, LUCA, toOld)).toMatchObject({ failedCheck: 'decryption' });
  expect(await retireKeys(saml, { domain: DOMAIN, actor: ADMIN })).toBe(0);
  const { rows } = await saml.db.query('SELECT 1 FROM sp_key WHERE sealed IS NOT NULL');
  expect(rows).toHaveLength(1);
});

/** Which certificate's key signed a redirect. */
function signerOf({ redirectUrl = '' }: { redirectUrl?: string }, certificates: string[]): number {
  const query = redirectUrl.slice(redirectUrl.indexOf('?') + 1);
  const [octets = '', signature = ''] = query.split('&Signature=');
  const bytes = Buffer.from(decodeURIComponent(signature), 'base64');
  return certificates.findIndex((pem) =>
    verify(
      'sha256',
      Buffer.from(octets),
      createPublicKey(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' })),
      bytes,
    ),
  );
}

it('begins by a form, with what the settings ask for, and stores nothing', async () => {
  await set({
    requestBinding: 'post',
    forceAuthn: true,
    requestedContext: 'urn:x:mfa',
    acsUrls: { webmail: 'https://m.a.tld/acs?a=1&b=2' },
  });
  const before = await world.events();
  const login = await begin(saml, LUCA);
  const request = requestXml(login);
  expect(saml.xml.schemaProblem(request)).toBeUndefined();
  expect(request).toMatch(/ForceAuthn="true".*acs\?a=1&amp;b=2.*>urn:x:mfa</);
  const [key] = await saml.store.keys(DOMAIN);
  expect(saml.xml.verify(request, 'root', [key?.certificate ?? ''])).toContain('AuthnRequest');
  expect(Buffer.byteLength(login.loginTicket)).toBeLessThanOrEqual(1024);
  expect(Buffer.byteLength(login.formFields?.RelayState ?? '')).toBeLessThanOrEqual(80);
  expect(await world.events()).toEqual(before);
  const response = await provider.respond(login, LUCA);
  expect(await consume(saml, login, response)).toMatchObject({ failedCheck: 'authentication' });
  const mfa = (xml: string) =>
    xml.replace('urn:oasis:names:tc:SAML:2.0:ac:classes:Password', 'urn:x:mfa');
  const anew = await provider.respond(login, LUCA, { shape: { edit: mfa } });
  expect(await consume(saml, login, anew), world.refused.at(-1)).toMatchObject({ account: LUCA });
});

it('accepts unsolicited responses only if the settings say so, and never as an answer to a request', async () => {
  const login = { ...(await begin(saml, LUCA)), loginTicket: '' };
  const unasked = await provider.respond(login, LUCA, { change: { inResponseTo: undefined } });
  expect(await consume(saml, login, unasked)).toMatchObject({ failedCheck: 'login-ticket' });
  await set({ allowUnsolicited: true });
  const asked = await provider.respond(login, LUCA);
  expect(await consume(saml, login, asked)).toMatchObject({ failedCheck: 'in-response-to' });
  expect(await consume(saml, login, unasked)).toMatchObject({ account: LUCA });
  expect(await consume(saml, login, unasked)).toMatchObject({ failedCheck: 'replay' });
});

it('lets clocks differ by as much as the settings say, and no more', async () => {
  const early = async (seconds: number) => {
    const notBefore = new Date(world.clock.now() + seconds * 1000).toISOString();
    const verdict = await signIn(saml, provider, LUCA, { change: { notBefore } });
    return 'failedCheck' in verdict ? verdict.failedCheck : '';
  };
  expect([await early(60), await early(61)]).toEqual(['', 'conditions']);
  await set({ skewSeconds: 0 });
  expect([await early(0), await early(1)]).toEqual(['', 'conditions']);
  await set({ skewSeconds: 300 });
  expect([await early(300), await early(301)]).toEqual(['', 'conditions']);
});

it('refuses an earlier authentication if the settings require a new one', async () => {
  const aged = async (seconds: number) => {
    const login = await begin(saml, LUCA);
    const authnInstant = new Date(world.clock.now() - seconds * 1000).toISOString();
    return consume(saml, login, await provider.respond(login, LUCA, { change: { authnInstant } }));
  };
  expect(await aged(3600)).toMatchObject({ account: LUCA });
  await set({ forceAuthn: true });
  expect(await aged(61)).toMatchObject({ failedCheck: 'authentication' });
  expect(await aged(60)).toMatchObject({ account: LUCA });
});

it('requires encryption if the settings do', async () => {
  await set({ requireEncryption: true });
  expect(await signIn(saml, provider, LUCA)).toMatchObject({ failedCheck: 'decryption' });
});

it('warns before something fails', async () => {
  expect(await validate(saml, { domain: 'nobody.tld' })).toMatchObject({
    errors: ['there is no identity provider'],
  });
  world.clock.set(Date.parse('2044-12-15T00:00:00Z'));
  await rotateKeys(saml, { domain: DOMAIN, actor: ADMIN });
  const { errors, warnings } = await validate(saml, { domain: DOMAIN });
  expect(errors).toEqual([]);
  expect(warnings.join()).toMatch(/expires on 2045-01-01.*has expired on 2036.*not retired/s);
});

it('finds every certificate 30 days before its end, and not a day earlier', async () => {
  const { signal } = new AbortController();
  await setUpDomain(saml, 'b.tld');
  await rotateKeys(saml, { domain: 'b.tld', actor: ADMIN });
  await removeProvider(saml, { domain: DOMAIN, actor: ADMIN });
  const look = async (at: string) => {
    world.clock.set(Date.parse(at));
    world.refused.length = 0;
    return checkCertificateExpiry(saml, signal);
  };
  expect(await look('2036-09-29T11:59:59Z')).toEqual({ provider: 0, own: 0 });
  expect(world.refused).toEqual([]);
  expect(await look('2036-09-29T12:00:01Z')).toEqual({ provider: 0, own: 2 });
  expect(await look('2044-12-02T00:00:00Z')).toEqual({ provider: 1, own: 2 });
  expect(world.refused.join()).toContain('expires on 2045-01-01');
});

it('deletes a person, and reports it once', async () => {
  await signIn(saml, provider, LUCA);
  const by = { account: LUCA, certificate: 'spiffe://gatepost/service/policy', actor: 'olga' };
  expect(await purgeAccount(saml, by)).toBe(1);
  expect(await purgeAccount(saml, by)).toBe(0);
  const purged = (await world.events()).filter(({ type }) => type === 'purged');
  expect(purged).toEqual([{ type: 'purged', data: { ...by, rows: 1 } }]);
});

it('makes keys before anybody waits for them', async () => {
  const held: number[] = [];
  const generate: Parts['spKeys']['generate'] = async (domain, now) => {
    const { rows } = await saml.db.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
    );
    held.push(rows.length);
    return saml.spKeys.generate(domain, now);
  };
  const parts = { ...saml, spKeys: { generate } };
  const metadata = provider.metadata();
  await importProvider(parts, { domain: 'e.tld', metadata, signedBy: '', actor: ADMIN });
  await getMetadata(parts, { domain: 'f.tld' });
  const change = { provider: (await saml.store.settings(DOMAIN)).stored.provider ?? {} };
  const base = { clear: [], expectVersion: undefined, actor: ADMIN };
  await setSettings(parts, { ...base, domain: 'g.tld', change });
  await rotateKeys(parts, { domain: 'g.tld', actor: ADMIN });
  expect(held).toEqual([0, 0, 0, 0]);
  expect(await saml.store.keys('g.tld')).toHaveLength(2);
});

it('has one provider after two simultaneous imports', async () => {
  const two = await createIdentityProvider({ entityId: 'https://i.c.tld/', clock: world.clock });
  const request = { domain: 'c.tld', metadata: two.metadata(), signedBy: '', actor: ADMIN };
  const both = [saml, world.replica()].map((replica) => importProvider(replica, request));
  const versions = (await Promise.all(both)).map(({ settings }) => settings.version);
  expect(versions.sort()).toEqual([1, 2]);
  expect(await saml.store.keys('c.tld')).toHaveLength(1);
});
