import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import type { EnrolmentStore } from '../ports.js';
import {
  accountOf,
  migratedTemplate,
  openWorld,
  type Replica,
  type TrustWorld,
} from '../testing.js';
import { claimEnrolment } from './claim-enrolment.js';

let postgres: TestPostgres;
let world: TrustWorld;
let replicas: readonly [Replica, Replica];
beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  replicas = [world.replica(), world.replica()];
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

const claim = async (
  name: string,
  store: EnrolmentStore,
  { decisionId = randomUUID() as string, finishing = false, n = 0 } = {},
) => {
  const replica = n % 2 ? replicas[1] : replicas[0];
  const request = { account: accountOf(name), decisionId, store, finishing };
  return (await claimEnrolment(replica, request)).claimed;
};
const storeOf = (n: number): EnrolmentStore => (n % 3 === 0 ? 'otp' : 'passkey');

it('gives a decision to one store, of many that claim it at once over two replicas', async () => {
  const winners = new Set<string>();
  for (let round = 0; round < 40; round++) {
    const decisionId = randomUUID();
    const asked = Array.from({ length: 12 }, (_, n) => n + round);
    const claimed = await Promise.all(
      asked.map((n) => claim(`one${round}@a.tld`, storeOf(n), { decisionId, n })),
    );
    const stores = new Set(asked.filter((_, at) => claimed[at]).map(storeOf));
    expect(stores.size).toBe(1);
    for (const store of stores) winners.add(store);
    // The store that holds the claim gets it again; the other one never does.
    const [store = 'otp'] = stores;
    expect(await claim(`one${round}@a.tld`, store, { decisionId })).toBe(true);
    const other = store === 'otp' ? 'passkey' : 'otp';
    expect(await claim(`one${round}@a.tld`, other, { decisionId, n: 1 })).toBe(false);
  }
  expect(winners.size).toBe(2);
});

it('lets only one of two stores finish, whichever decisions they belong to', async () => {
  for (let round = 0; round < 40; round++) {
    const name = `two${round}@a.tld`;
    const [first, second] = [randomUUID(), randomUUID()];
    expect(await claim(name, 'otp', { decisionId: first })).toBe(true);
    expect(await claim(name, 'passkey', { decisionId: second })).toBe(true);
    const finished = await Promise.all([
      claim(name, 'otp', { decisionId: first, finishing: true, n: round }),
      claim(name, 'passkey', { decisionId: second, finishing: true, n: round + 1 }),
    ]);
    expect(finished.filter(Boolean)).toHaveLength(1);
  }
});

it('lets another store begin once a finish is long over: its login is judged by the not-before then', async () => {
  const name = 'late@a.tld';
  expect(await claim(name, 'otp', { finishing: true })).toBe(true);
  expect(await claim(name, 'passkey')).toBe(false);
  world.clock.advance(30_001);
  expect(await claim(name, 'passkey')).toBe(true);
});

it('belongs to one account: another account’s decision is refused', async () => {
  const decisionId = randomUUID();
  expect(await claim('anna@a.tld', 'otp', { decisionId })).toBe(true);
  expect(await claim('luca@a.tld', 'otp', { decisionId })).toBe(false);
});
