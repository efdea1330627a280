import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import type { Parts } from '../assemble.js';
import { hostsOf } from '../core/hosts.js';
import { modelsOf } from '../core/models.js';
import {
  HOST,
  HOSTS,
  migratedTemplate,
  ORIGIN,
  openWorld,
  register,
  START,
  type World,
} from '../testing.js';
import { listHosts, listModels } from './list-by-domain.js';
import { whereItSignsIn } from './where-it-signs-in.js';

const NEW = 'login.moved.example';
const NO_MODEL = '00000000-0000-0000-0000-000000000000';
const LISTED = '2fc0579f-8113-47ea-b116-bb5a8db9202a';

let postgres: TestPostgres;
let world: World;
let before: Parts;
let moved: Parts;

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  moved = world.replica();
  const provider = { rpId: HOST, origins: [ORIGIN], domains: ['*'], movedFrom: undefined };
  const { rpName, loginMs, registrationMs, passkeysPerAccount } = moved;
  const models = modelsOf([
    { domains: ['moved.example'], models: [{ aaguid: LISTED, name: 'Key 5', roots: [] }] },
  ]);
  const settings = { rpName, loginMs, registrationMs, passkeysPerAccount, models };
  before = world.replica({
    settings: { ...settings, hosts: hostsOf([provider]), models: modelsOf([]) },
  });
  await register(before, 'both@moved.example');
  await register(before, 'both@moved.example');
  await register(before, 'old@moved.example');
  await register(before, 'late@moved.example', { keepsCodes: false });
  await register(before, 'pat@k.example');
  await register(moved, 'both@moved.example', { host: NEW });
  moved = world.replica({ settings: { ...settings, hosts: HOSTS } });
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

const ask = (parts: Parts, domain = 'moved.example', withAccounts = false) =>
  listHosts(parts, { domain, withAccounts });

it('before a domain moves: how many passkeys are of the host that it leaves, and whose alone', async () => {
  expect(await ask(before)).toMatchObject([
    { rpId: HOST, isHome: true, usableUntil: undefined, passkeys: 3, people: 2, peopleOnlyHere: 1 },
    { rpId: NEW, isHome: false, usableUntil: 0 },
  ]);
});

it('after it: until when they work, and who has none at the new host', async () => {
  const [home, old] = await ask(moved, 'moved.example', true);
  expect(home).toMatchObject({ rpId: NEW, isHome: true, passkeys: 1, peopleOnlyHere: 0 });
  expect(home).toMatchObject({ usableUntil: undefined, accountsOnlyHere: [] });
  expect(old).toMatchObject({ rpId: HOST, isHome: false, usableUntil: START + 86_400_000 });
  expect(old).toMatchObject({ peopleOnlyHere: 1, accountsOnlyHere: ['old@moved.example'] });
});

it('names nobody unasked, and counts every domain where all are asked for', async () => {
  expect((await ask(moved)).flatMap(({ accountsOnlyHere }) => accountsOnlyHere)).toEqual([]);
  const all = await ask(moved, '*');
  expect(all.map(({ domain, rpId }) => [domain, rpId])).toEqual([
    ['k.example', HOST],
    ['moved.example', NEW],
    ['moved.example', HOST],
  ]);
});

it('models: those that may be registered, and those that passkeys of before are of', async () => {
  expect(await listModels(moved, 'moved.example')).toEqual({
    any: false,
    models: [
      { aaguid: LISTED, name: 'Key 5', passkeys: 0 },
      { aaguid: NO_MODEL, name: '', passkeys: 4 },
    ],
  });
  expect(await listModels(moved, 'k.example')).toEqual({
    any: true,
    models: [{ aaguid: NO_MODEL, name: '', passkeys: 1 }],
  });
});

it('a passkey signs in at its own host alone, and nowhere once that is given up', async () => {
  const where = (account: string) => whereItSignsIn(moved, account);
  expect(await where('both@moved.example')).toEqual({ enrolled: true, hosts: [HOST, NEW] });
  expect(await where('old@moved.example')).toEqual({ enrolled: true, hosts: [HOST] });
  expect(await where('late@moved.example')).toEqual({ enrolled: false, hosts: [] });
  world.clock.advance(86_400_000);
  expect(await where('both@moved.example')).toEqual({ enrolled: true, hosts: [NEW] });
  expect(await where('old@moved.example')).toEqual({ enrolled: true, hosts: [] });
  expect(await ask(moved)).toMatchObject([
    { rpId: NEW },
    { rpId: HOST, usableUntil: world.clock.now() },
  ]);
});
