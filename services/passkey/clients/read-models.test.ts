import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign } from 'jose';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../../libs/log/index.js';
import { authenticatorMaker, type Maker } from '../../../libs/testing/authenticator-maker.js';
import { readModels } from './read-models.js';

const NOW = Date.UTC(2026, 6, 1);
const KEY = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const BROKEN = 'ee882879-721c-4913-9775-3dfcce97072a';

let dir: string;
let fido: Maker;
let maker: Maker;
let told: unknown[];
let highest: number;

beforeAll(async () => {
  fido = await authenticatorMaker('FIDO', NOW);
  maker = await authenticatorMaker('Maker', NOW);
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-models-'));
  writeFileSync(join(dir, 'fido.pem'), fido.rootPem);
  told = [];
  highest = 0;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const entry = (aaguid: string, ...statuses: string[]) => ({
  aaguid,
  statusReports: statuses.map((status) => ({ status })),
  metadataStatement: {
    description: `Model ${aaguid.slice(0, 4)}`,
    attestationRootCertificates: [maker.root.toString('base64')],
  },
});
const PAYLOAD = () => ({
  ...{ legalHeader: 'x', no: 100, nextUpdate: '2026-08-01' },
  entries: [
    entry(KEY, 'FIDO_CERTIFIED'),
    entry(BROKEN, 'FIDO_CERTIFIED', 'USER_KEY_REMOTE_COMPROMISE'),
    { aaid: '4e4e#4005', statusReports: [] },
  ],
});

async function write(
  payload: object,
  by?: { key: KeyObject; certificates: readonly Uint8Array[] },
  alg = 'ES256',
) {
  const { key, certificates } = by ?? (await fido.signer());
  const x5c = certificates.map((der) => Buffer.from(der).toString('base64'));
  const signed = new CompactSign(Buffer.from(JSON.stringify(payload)));
  const blob = join(dir, 'blob.jwt');
  writeFileSync(blob, await signed.setProtectedHeader({ alg, typ: 'JWT', x5c }).sign(key));
  return { blob, roots: join(dir, 'fido.pem') };
}

const read = (
  aaguids: readonly string[],
  metadata?: { blob: string; roots?: string },
  own: { name?: string; roots?: readonly Uint8Array[] } = {},
) => {
  const log = { ...silentLog, warn: (...said: unknown[]) => told.push(said) };
  const models = [{ domains: ['*'], aaguids, ...own }];
  const noteNumber = async (no: number) => {
    highest = Math.max(highest, no);
    return highest;
  };
  return readModels({ models, metadata }, { now: NOW, log, noteNumber });
};

it('takes names and roots from the metadata, and fetches nothing', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));
  const [models] = await read([KEY], await write(PAYLOAD()));
  expect(models?.models).toMatchObject([{ aaguid: KEY, name: 'Model 2fc0', roots: [maker.root] }]);
  expect(told).toEqual([]);
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockRestore();
});

it('prefers the operator’s roots to those of the metadata, and then needs no metadata', async () => {
  const own = { name: 'Our key', roots: [fido.root] };
  const wanted = [{ aaguid: KEY, name: 'Our key', roots: [fido.root] }];
  expect((await read([KEY], await write(PAYLOAD()), own))[0]?.models).toEqual(wanted);
  expect((await read([KEY], undefined, own))[0]?.models).toEqual(wanted);
});

it('takes no model that the metadata says is broken, and says so', async () => {
  const [models] = await read([KEY, BROKEN], await write(PAYLOAD()), { roots: [maker.root] });
  expect(models?.models.map(({ aaguid }) => aaguid)).toEqual([KEY]);
  expect(told).toEqual([
    [
      'a listed authenticator model is not accepted',
      { aaguid: BROKEN, fault: 'USER_KEY_REMOTE_COMPROMISE' },
    ],
  ]);
});

it('warns that metadata is old, and uses it', async () => {
  const old = { ...PAYLOAD(), nextUpdate: '2026-06-30' };
  expect(await read([KEY], await write(old))).toHaveLength(1);
  expect(told).toEqual([['metadata of authenticators is old', { nextUpdate: '2026-06-30' }]]);
});

it('refuses metadata that is older than one that was read before', async () => {
  await read([KEY], await write({ ...PAYLOAD(), no: 101 }));
  await read([KEY], await write({ ...PAYLOAD(), no: 101 }));
  await expect(read([KEY], await write(PAYLOAD()))).rejects.toThrow(
    /^metadata.blob: .*blob.jwt is number 100, and number 101 was read before: download it again$/,
  );
});

it('refuses a model without roots, naming it', async () => {
  await expect(read([KEY])).rejects.toThrow(`models.0: ${KEY} has no roots`);
  const unknown = '0076631b-d4a0-427f-5773-0ec71c9e0279';
  await expect(read([unknown], await write(PAYLOAD()))).rejects.toThrow(`models.0: ${unknown}`);
});

it('refuses metadata that another signed, or that was changed', async () => {
  const why = /^metadata.blob: .*blob.jwt is not signed like FIDO’s metadata: /;
  await expect(read([KEY], await write(PAYLOAD(), await maker.signer()))).rejects.toThrow(why);
  const { certificates } = await fido.signer();
  const { key } = await maker.signer();
  await expect(read([KEY], await write(PAYLOAD(), { key, certificates }))).rejects.toThrow(why);
  const metadata = await write(PAYLOAD());
  writeFileSync(metadata.blob, 'nonsense');
  await expect(read([KEY], metadata)).rejects.toThrow(why);
});

it('refuses metadata whose signer’s certificate is over, or ends at no root of FIDO’s', async () => {
  const why = /its signer’s certificate does not lead to a known root/;
  const expired = await fido.signer({ until: NOW - 1_000 });
  await expect(read([KEY], await write(PAYLOAD(), expired))).rejects.toThrow(why);
  const none = { key: (await fido.signer()).key, certificates: [] };
  await expect(read([KEY], await write(PAYLOAD(), none))).rejects.toThrow(why);
  // Without `roots`, only FIDO's own roots are accepted.
  const { blob } = await write(PAYLOAD());
  await expect(read([KEY], { blob })).rejects.toThrow(why);
});

it('takes metadata as FIDO signs it: by RSA, with a chain of certificates', async () => {
  const [models] = await read([KEY], await write(PAYLOAD(), await fido.rsaSigner(), 'RS256'));
  expect(models?.models).toMatchObject([{ aaguid: KEY, name: 'Model 2fc0' }]);
});

it('refuses what is signed and is no metadata', async () => {
  await expect(read([KEY], await write({ no: 1 }))).rejects.toThrow('is not metadata');
});
