import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  ensureCertificate,
  ensureCertificates,
  makeIdentity,
  parseIdentity,
  type Role,
} from './index.js';

const NOW = Date.UTC(2026, 6, 1);
const DAY = 86_400_000;
const policy: { role: Role; name: string } = { role: 'service', name: 'policy' };
const webmail: { role: Role; name: string } = { role: 'front-end', name: 'webmail' };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-certificates-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const ensure = (now = NOW) => ensureCertificates({ dir, identities: [policy, webmail], now });
const certificate = (file: string) => new X509Certificate(readFileSync(join(dir, file)));

it('issues what a peer needs: one URI, names and addresses, both usages, a chain to the authority', async () => {
  const { filesOf, ca } = await ensure();
  const leaf = certificate('service-policy.crt');
  expect(leaf.subjectAltName).toBe(
    'URI:spiffe://gatepost/service/policy, DNS:localhost, DNS:policy, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
  );
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  expect(leaf.ca).toBe(false);
  const authority = certificate('ca.crt');
  expect(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)).toBe(true);
  expect(authority.ca).toBe(true);
  expect(authority.serialNumber).not.toBe(leaf.serialNumber);
  expect(filesOf('service', 'policy')).toEqual({
    ca,
    cert: join(dir, 'service-policy.crt'),
    key: join(dir, 'service-policy.key'),
  });
  expect(() => filesOf('service', 'otp')).toThrow('service/otp');
});

it('keeps keys to their owner and leaves no temporary file', async () => {
  await ensure();
  const keys = readdirSync(dir).filter((file) => file.endsWith('.key'));
  expect(keys).toHaveLength(3);
  for (const key of keys) expect(statSync(join(dir, key)).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir).sort()).toHaveLength(6);
});

it('leaves valid certificates alone', async () => {
  expect((await ensure()).issued).toHaveLength(2);
  const before = readdirSync(dir).map((file) => readFileSync(join(dir, file), 'utf8'));
  expect((await ensure(NOW + 59 * DAY)).issued).toEqual([]);
  expect(readdirSync(dir).map((file) => readFileSync(join(dir, file), 'utf8'))).toEqual(before);
});

it('issues again what expires soon, and everything if the authority is new', async () => {
  await ensure();
  const authority = certificate('ca.crt').fingerprint256;
  expect((await ensure(NOW + 61 * DAY)).issued).toHaveLength(2);
  expect(certificate('ca.crt').fingerprint256).toBe(authority);
  expect((await ensure(NOW + 3500 * DAY)).issued).toHaveLength(2);
  expect(certificate('ca.crt').fingerprint256).not.toBe(authority);
});

it('never replaces an authority that is to be kept', async () => {
  const kept = (now = NOW) =>
    ensureCertificates({ dir, identities: [policy, webmail], now, keepAuthority: true });
  await kept();
  const authority = certificate('ca.crt').fingerprint256;
  expect((await kept(NOW + 3500 * DAY)).issued).toHaveLength(2);
  expect(certificate('ca.crt').fingerprint256).toBe(authority);
  await expect(kept(NOW + 3651 * DAY)).rejects.toThrow('has expired');
  const key = readFileSync(join(dir, 'ca.key'));
  writeFileSync(join(dir, 'ca.key'), readFileSync(join(dir, 'service-policy.key')));
  await expect(kept()).rejects.toThrow('no ca.crt with its ca.key');
  rmSync(join(dir, 'ca.key'));
  await expect(kept()).rejects.toThrow('no ca.crt with its ca.key');
  writeFileSync(join(dir, 'ca.key'), key);
  await kept();
  expect(certificate('ca.crt').fingerprint256).toBe(authority);
});

it('issues one more certificate with the existing authority, and never creates another', async () => {
  const envoy = (now: number) =>
    ensureCertificate({ dir, identity: makeIdentity('front-end', 'envoy'), now });
  await expect(envoy(NOW)).rejects.toThrow('no authority');
  expect(readdirSync(dir)).toEqual([]);
  await ensure();
  const authority = certificate('ca.crt');
  expect(await envoy(NOW)).toMatchObject({ issued: true, cert: join(dir, 'front-end-envoy.crt') });
  expect(certificate('front-end-envoy.crt').verify(authority.publicKey)).toBe(true);
  expect((await envoy(NOW + 59 * DAY)).issued).toBe(false);
  expect((await envoy(NOW + 3500 * DAY)).issued).toBe(true);
  expect(certificate('ca.crt').fingerprint256).toBe(authority.fingerprint256);
  await expect(envoy(NOW + 3651 * DAY)).rejects.toThrow('has expired');
});

it.each([
  ['a broken certificate', 'service-policy.crt', 'x'],
  ['a key that is not its own', 'service-policy.key', 'front-end-webmail.key'],
  ['another identity’s pair', 'both', 'front-end-webmail'],
])('makes anew %s, and it alone', async (_, file, from) => {
  await ensure();
  const copy = (to: string, source: string) =>
    writeFileSync(join(dir, to), source === 'x' ? 'x' : readFileSync(join(dir, source)));
  if (file === 'both') {
    copy('service-policy.crt', `${from}.crt`);
    copy('service-policy.key', `${from}.key`);
  } else copy(file, from);
  expect((await ensure()).issued).toEqual(['spiffe://gatepost/service/policy']);
});

it('issues again what another authority signed', async () => {
  await ensure();
  rmSync(join(dir, 'ca.key'));
  expect((await ensure()).issued).toHaveLength(2);
});

it.each([
  'spiffe://gatepost/service/policy/x',
  'spiffe://gatepost/service/',
  'spiffe://gatepost/root/policy',
  'spiffe://other/service/policy',
  'SPIFFE://gatepost/service/policy',
  'spiffe://gatepost/service/Policy',
  'spiffe://gatepost/service/policy\n',
  'spiffe://gatepost/service/pol%69cy',
  'https://gatepost/service/policy',
])('does not take %j for an identity', (uri) => {
  expect(parseIdentity(uri)).toBeNull();
});

it('takes up another authority step by step: trusted first, then signing, then alone', async () => {
  await ensure();
  const old = readFileSync(join(dir, 'ca.crt'), 'utf8');
  const other = mkdtempSync(join(dir, 'new-'));
  await ensureCertificates({ dir: other, identities: [], now: NOW });
  const fresh = readFileSync(join(other, 'ca.crt'), 'utf8');

  writeFileSync(join(dir, 'ca.crt'), old + fresh);
  expect((await ensure()).issued, 'trusting both issues nothing').toEqual([]);
  expect(readFileSync(join(dir, 'ca.crt'), 'utf8')).toBe(old + fresh);

  writeFileSync(join(dir, 'ca.crt'), fresh + old);
  writeFileSync(join(dir, 'ca.key'), readFileSync(join(other, 'ca.key')));
  expect((await ensure()).issued).toHaveLength(2);
  expect(readFileSync(join(dir, 'ca.crt'), 'utf8')).toBe(fresh + old);
  expect(certificate('service-policy.crt').verify(new X509Certificate(fresh).publicKey)).toBe(true);

  writeFileSync(join(dir, 'ca.crt'), fresh);
  expect((await ensure()).issued).toEqual([]);
});
