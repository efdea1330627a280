import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { parseAddress } from '../../../libs/names/address.js';
import { systemRandom } from '../../../libs/random/index.js';
import type { Parts } from '../assemble.js';
import type { NewPasswordProblem } from '../core/new-password.js';
import type { Ticket } from '../ports.js';
import {
  ADMIN,
  type CredentialWorld,
  call,
  migratedTemplate,
  openWorld,
  START,
  subjectAt,
} from '../testing.js';
import { changeOwnPassword } from './change-own-password.js';
import { createAccount } from './create-account.js';
import { setBackend } from './set-backend.js';
import { setPassword } from './set-password.js';
import { verifyPassword } from './verify-password.js';

const LUCA = 'luca@a.tld';
const OLD = Buffer.from('the old password');
const NEW = Buffer.from('quite another sentence');

let postgres: TestPostgres;
let template: TestDatabase;
let world: CredentialWorld;
let replicas: Parts[];
/** The calls that trust-store got. */
let told: object[];
let problem: NewPasswordProblem | undefined;

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await migratedTemplate(postgres);
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  world = await openWorld(template);
  told = [];
  problem = undefined;
  const trustStore = {
    setNotBefore: async ({ owner, reason }: { owner: string; reason: string }) => {
      told.push({ owner, reason });
    },
  };
  replicas = [await world.replica({ trustStore }), await world.replica({ trustStore })];
  await createAccount(parts(), { account: LUCA, password: OLD, actor: ADMIN }, call());
  world.clock.advance(1000);
});
afterEach(() => world.close());

const parts = (n = 0) => replicas[n % 2] as Parts;

function ticket(): Ticket {
  const issuedAt = START + 1000;
  return {
    ...{ jti: systemRandom.id(), issuedAt, expiresAt: issuedAt + 300_000, account: LUCA },
    ...{ frontEnd: 'spiffe://gatepost/service/portal', decisionId: systemRandom.id() },
  };
}

function change(over: { ticket?: Ticket; current?: Buffer; wanted?: Buffer } = {}, replica = 0) {
  const address = parseAddress('192.0.2.80');
  if (!address.ok) throw new Error(address.reason);
  const newPasswords = { problemOf: async () => problem };
  return changeOwnPassword(
    { ...parts(replica), newPasswords },
    {
      ...{ ticket: ticket(), current: OLD, wanted: NEW, personalWords: [] },
      ...{ address: address.value },
      ...over,
    },
    call(),
  );
}

async function opens(password: Buffer): Promise<boolean> {
  const subject = subjectAt(LUCA, '192.0.2.81');
  return (await verifyPassword(parts(), { subject, password }, call())).verdict === 'verified';
}

it('changes it, records who did, and ends what earlier logins earned', async () => {
  const used = ticket();
  expect(await change({ ticket: used })).toEqual({ outcome: 'changed' });
  expect(await opens(NEW)).toBe(true);
  expect(await opens(OLD)).toBe(false);
  expect(told).toEqual([{ owner: LUCA, reason: 'password-set' }]);
  const event = (await world.events()).find(({ type }) => type.includes('password-set'));
  expect(event?.data).toMatchObject({ account: LUCA, actor: { decision_id: used.decisionId } });
  expect(JSON.stringify(await world.events())).not.toContain('another sentence');
  await expect(change({ ticket: used, current: NEW, wanted: OLD })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
});

it('says why a new password is refused, and leaves the password, the ticket and the sessions unchanged', async () => {
  const mine = ticket();
  const short = Buffer.from('short');
  expect(await change({ ticket: mine, wanted: short })).toEqual({ outcome: 'too-short' });
  expect(await change({ ticket: mine, wanted: OLD })).toEqual({ outcome: 'same-as-before' });
  expect(await change({ ticket: mine, current: NEW })).toEqual({ outcome: 'wrong-password' });
  problem = { outcome: 'too-weak', warning: 'dates', suggestions: ['anotherWord'] };
  expect(await change({ ticket: mine })).toEqual(problem);
  problem = { outcome: 'breached' };
  expect(await change({ ticket: mine })).toEqual(problem);
  expect(told).toEqual([]);
  expect(await opens(OLD)).toBe(true);
  problem = undefined;
  expect(await change({ ticket: mine })).toEqual({ outcome: 'changed' });
});

it('the current password counts towards the limits of a login, and is needed', async () => {
  for (let n = 0; n < 10; n++) {
    expect(await change({ current: Buffer.from(`a guess ${n}`) })).toEqual({
      outcome: 'wrong-password',
    });
  }
  expect(await change()).toMatchObject({ outcome: 'rate-limited' });
  expect(await opens(OLD)).toBe(true);
});

it('lets one of many simultaneous calls change it, over two replicas', async () => {
  const one = ticket();
  const tries = Array.from({ length: 8 }, (_, n) =>
    change({ ...(n < 4 ? { ticket: one } : {}), wanted: Buffer.from(`sentence number ${n}`) }, n),
  );
  const settled = await Promise.allSettled(tries);
  const changed = settled.filter(
    (result) => result.status === 'fulfilled' && result.value.outcome === 'changed',
  );
  expect(changed).toHaveLength(1);
  expect(told).toHaveLength(1);
});

it('does not overwrite a password that an administrator set meanwhile', async () => {
  const set = Buffer.from('by an administrator');
  problem = undefined;
  const slow = {
    problemOf: async () => {
      world.clock.advance(1000);
      await setPassword(parts(1), { account: LUCA, password: set, actor: ADMIN }, call());
      return undefined;
    },
  };
  const address = parseAddress('192.0.2.80');
  if (!address.ok) throw new Error(address.reason);
  const request = {
    ...{ ticket: ticket(), current: OLD, wanted: NEW, personalWords: [] },
    address: address.value,
  };
  const result = await changeOwnPassword({ ...parts(), newPasswords: slow }, request, call());
  expect(result).toEqual({ outcome: 'wrong-password' });
  expect(await opens(set)).toBe(true);
});

it('says so if another back end verifies passwords', async () => {
  const backend = { domain: 'a.tld', kind: 'none', revokesAppPasswords: false } as const;
  await setBackend(parts(), { backend, actor: ADMIN });
  await expect(change()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
});
