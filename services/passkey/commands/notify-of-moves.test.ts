import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import type { Parts } from '../assemble.js';
import { type HostEntry, hostsOf } from '../core/hosts.js';
import { modelsOf } from '../core/models.js';
import {
  HOST,
  migratedTemplate,
  ORIGIN,
  openWorld,
  register,
  START,
  type World,
} from '../testing.js';
import { notifyOfMoves } from './notify-of-moves.js';
import { purgeAccount } from './purge-account.js';

const DAY = 86_400_000;
const NEW = 'https://login.moved.example';

const provider: HostEntry = {
  ...{ rpId: HOST, origins: [ORIGIN], domains: ['*'], movedFrom: undefined },
};
const moved = (until: number, domains = ['moved.example']): HostEntry => ({
  ...{ rpId: 'login.moved.example', origins: [NEW], domains },
  movedFrom: { rpId: HOST, origins: [ORIGIN], until },
});

let postgres: TestPostgres;
let template: TestDatabase;
let world: World;
let before: Parts;

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await migratedTemplate(postgres);
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  world = await openWorld(template);
  before = replica(provider);
  await register(before, 'ann@moved.example');
  await register(before, 'ann@moved.example');
  await register(before, 'bob@moved.example');
  await register(before, 'pat@stays.example');
  return () => world.close();
});

/** A replica of a configuration with these hosts. */
function replica(...entries: HostEntry[]): Parts {
  const settings = { rpName: 'Example', loginMs: 600_000, registrationMs: 600_000 };
  return world.replica({
    settings: {
      ...{ ...settings, passkeysPerAccount: 5, models: modelsOf([]) },
      hosts: hostsOf(entries),
    },
  });
}

async function told() {
  const events = await world.events();
  return events.flatMap(({ type, data }) => (type === 'host-moves' ? [data] : []));
}
const notifiedAccounts = async () => (await told()).map(({ account }) => account).sort();

it('tells each person once, at two replicas, until when their passkeys work and where to make others', async () => {
  await notifyOfMoves(before)();
  expect(await told()).toEqual([]);
  const replicas = [1, 2, 3].map(() => replica(provider, moved(START + DAY)));
  await Promise.all(replicas.map((parts) => notifyOfMoves(parts)()));
  await Promise.all(replicas.map((parts) => notifyOfMoves(parts)()));
  const until = new Date(START + DAY).toISOString();
  const move = { rp_id: HOST, to: NEW, until };
  expect(
    (await told()).toSorted((x, y) => (String(x.account) < String(y.account) ? -1 : 1)),
  ).toEqual([
    { account: 'ann@moved.example', ...move },
    { account: 'bob@moved.example', ...move },
  ]);
});

it('tells nobody whose passkey is no way in, and tells them when it becomes one', async () => {
  await register(before, 'late@moved.example', { keepsCodes: false });
  await register(before, 'sus@moved.example');
  const { rows } = await world.db.query<{ id: string }>(
    "SELECT id FROM passkey WHERE account = 'sus@moved.example'",
  );
  const suspend = (at: number | undefined) =>
    before.store.onAccount('sus@moved.example', async (tx) => {
      for (const { id } of rows) await tx.setSuspended(id, at);
    });
  await suspend(START);
  const after = replica(provider, moved(START + DAY));
  const notify = notifyOfMoves(after);
  await notify();
  expect(await notifiedAccounts()).toEqual(['ann@moved.example', 'bob@moved.example']);
  await suspend(undefined);
  // It looks for more people after a pause.
  await notify();
  expect(await notifiedAccounts()).toHaveLength(2);
  world.clock.advance(60_000);
  await notify();
  expect(await notifiedAccounts()).toEqual([
    ...['ann@moved.example', 'bob@moved.example', 'sus@moved.example'],
  ]);
});

it('tells again where passkeys end earlier than was said, and not where they end later', async () => {
  await notifyOfMoves(replica(provider, moved(START + 2 * DAY)))();
  await notifyOfMoves(replica(provider, moved(START + 3 * DAY)))();
  expect(await notifiedAccounts()).toHaveLength(2);
  await notifyOfMoves(replica(provider, moved(START + DAY)))();
  expect((await told()).map(({ until }) => until)).toEqual(
    [2, 2, 1, 1].map((days) => new Date(START + days * DAY).toISOString()),
  );
});

it('tells of no move that is over, and of the next one', async () => {
  world.clock.advance(2 * DAY);
  await notifyOfMoves(replica(provider, moved(START + DAY)))();
  expect(await told()).toEqual([]);
  await notifyOfMoves(replica(provider, moved(START + 3 * DAY)))();
  expect(await notifiedAccounts()).toHaveLength(2);
  world.clock.advance(2 * DAY);
  await before.sweeps.moves?.(world.clock.now(), 500);
  expect((await world.db.query('SELECT 1 FROM told_of_move')).count).toBe(0);
});

it('tells the people of every other domain where the provider’s own host moves', async () => {
  await register(before, 'zoe@kept.example');
  const kept: HostEntry = { ...provider, domains: ['kept.example'] };
  await notifyOfMoves(replica(kept, moved(START + DAY, ['*'])))();
  expect(await notifiedAccounts()).toEqual([
    ...['ann@moved.example', 'bob@moved.example', 'pat@stays.example'],
  ]);
});

it('tells few at a time, and rests once everybody was told', async () => {
  const asked: number[] = [];
  let left = 250;
  const store = {
    async notifyOfMove(_: unknown, { most }: { readonly most: number }) {
      const n = Math.min(most, left);
      asked.push(n);
      left -= n;
      return n;
    },
  };
  const hosts = hostsOf([provider, moved(START + DAY)]);
  const notify = notifyOfMoves({ store, hosts, clock: world.clock });
  for (let n = 0; n < 6; n++) await notify();
  expect(asked).toEqual([100, 100, 50]);
});

it('forgets with a removed account that its person was told', async () => {
  const after = replica(provider, moved(START + DAY));
  await notifyOfMoves(after)();
  const by = { certificate: 'spiffe://gatepost/service/policy', actor: 'admin' };
  await purgeAccount(after, { account: 'ann@moved.example', ...by });
  const { rows } = await world.db.query('SELECT account FROM told_of_move');
  expect(rows).toEqual([{ account: 'bob@moved.example' }]);
});
