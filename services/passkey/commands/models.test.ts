import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { authenticatorMaker, type Maker } from '../../../libs/testing/authenticator-maker.js';
import type { Answering } from '../../../libs/testing/software-authenticator.js';
import type { Parts } from '../assemble.js';
import { setModels } from '../clients/attestation.js';
import { modelsOf } from '../core/models.js';
import {
  HOST,
  migratedTemplate,
  openWorld,
  register,
  signIn,
  ticketOf,
  type World,
} from '../testing.js';
import { beginRegistration } from './begin-registration.js';

const LISTED = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const OTHER = 'ee882879-721c-4913-9775-3dfcce97072a';

let postgres: TestPostgres;
let world: World;
let maker: Maker;
let forger: Maker;
let parts: Parts;
let account = '';
let made = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  // The library compares the expiry of certificates with this machine's time.
  maker = await authenticatorMaker('Maker');
  forger = await authenticatorMaker('Maker');
  const model = { aaguid: LISTED, name: 'Key 5', roots: [maker.root] };
  const { settings } = settingsOf(world.replica());
  parts = world.replica({
    settings: {
      ...settings,
      models: modelsOf([
        { domains: ['bank.example'], models: [model] },
        { domains: ['closed.example'], models: [] },
      ]),
    },
  });
  await setModels([model]);
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});
beforeEach(() => {
  world.clock.advance(Math.max(0, Date.now() - world.clock.now()));
  made += 1;
  account = `m${made}@bank.example`;
});

const settingsOf = ({ rpName, hosts, loginMs, registrationMs, passkeysPerAccount }: Parts) => ({
  settings: { rpName, hosts, loginMs, registrationMs, passkeysPerAccount },
});

async function refuses(how: Partial<Answering>, check: string) {
  await expect(register(parts, account, how)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    violations: [{ field: 'response', description: `was not accepted: ${check}` }],
  });
  expect(await parts.store.passkeys(account, world.clock.now())).toEqual([]);
}

it('a listed model that its maker stands behind is registered, and signs in', async () => {
  const model = await maker.model(LISTED);
  const { passkey } = await register(parts, account, { model });
  expect(await signIn(parts, account, passkey)).toMatchObject({ verdict: 'verified' });
  const [kept] = await parts.store.passkeys(account, world.clock.now());
  expect(kept).toMatchObject({ aaguid: LISTED });
});

it('fetches nothing from the URLs in a certificate', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));
  const model = await maker.model(LISTED, { revokedAt: 'http://maker.example/revoked.crl' });
  await register(parts, account, { model });
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockRestore();
});

it('the browser is asked for the maker’s word, and the person told which models are taken', async () => {
  const wish = { ticket: ticketOf(account, 'manage', world.clock.now()), label: 'key' };
  const begun = await beginRegistration(parts, { ...wish, rpId: HOST });
  expect(JSON.parse(begun.creationOptions)).toMatchObject({ attestation: 'direct' });
  expect(begun.models).toEqual(['Key 5']);
});

it('another model of the same maker is refused', async () => {
  await refuses({ model: await maker.model(OTHER) }, 'model');
});

it('who shows no maker’s word is refused: nobody’s, or the key’s own', async () => {
  await refuses({}, 'attestation');
  const statement = new Map<string, unknown>([
    ['alg', -7],
    ['sig', new Uint8Array(70)],
  ]);
  await refuses({ attestation: { format: 'packed', statement } }, 'attestation');
});

it('a certificate that does not end at the maker’s root is refused, whatever it says', async () => {
  await refuses({ model: await forger.model(LISTED) }, 'attestation');
  const { aaguid, key } = await forger.model(LISTED);
  const { certificates } = await maker.model(LISTED);
  await refuses({ model: { aaguid, key, certificates } }, 'attestation');
});

it('a certificate of another model is refused', async () => {
  await refuses({ model: await maker.model(LISTED, { said: OTHER }) }, 'attestation');
});

it('a certificate that has ended is refused', async () => {
  const until = Date.now() - 60_000;
  await refuses({ model: await maker.model(LISTED, { until }) }, 'attestation');
});

it('registers nothing if no listed model can be relied on', async () => {
  account = `m${made}@closed.example`;
  await refuses({ model: await maker.model(LISTED) }, 'model');
});

it('people of other domains register anything, and nothing is asked of its maker', async () => {
  account = `m${made}@k.example`;
  const wish = { ticket: ticketOf(account, 'manage', world.clock.now()), label: 'key' };
  const begun = await beginRegistration(parts, { ...wish, rpId: HOST });
  expect(JSON.parse(begun.creationOptions)).toMatchObject({ attestation: 'none' });
  expect(begun.models).toEqual([]);
  await register(parts, account);
});
