import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { softwarePasskey } from '../../../libs/testing/software-authenticator.js';
import type { Parts } from '../assemble.js';
import type { Ticket } from '../ports.js';
import {
  beginAndAnswer,
  call,
  FRONT_END,
  HOST,
  migratedTemplate,
  ORIGIN,
  openWorld,
  register,
  signIn,
  ticketOf,
  type World,
} from '../testing.js';
import { beginLogin } from './begin-login.js';
import { beginRegistration } from './begin-registration.js';
import { confirmRegistration } from './confirm-registration.js';
import { disownPasskeys } from './disown-passkeys.js';
import { finishRegistration } from './finish-registration.js';
import { listOwnPasskeys } from './own-passkeys.js';
import { removePasskeys } from './remove-passkeys.js';
import { restoreOwnPasskey, restorePasskey } from './restore-passkey.js';
import { verifyAssertion } from './verify-assertion.js';

const ADMIN = {
  certificate: 'spiffe://gatepost/admin/root',
  comment: 'it is theirs',
} as const;
const verified = { verdict: 'verified' };
const suspended = { verdict: 'wrong', failedCheck: 'suspended' };

let postgres: TestPostgres;
let world: World;
let parts: Parts;
let account = '';
let made = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  parts = world.replica();
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});
beforeEach(() => {
  made += 1;
  account = `d${made}@k.example`;
});

/** The ticket in a notice's link. */
const disowning = (): Ticket => ({
  ...ticketOf(account, 'manage', world.clock.now()),
  purpose: 'disown',
  jti: randomUUID(),
});
const disown = (since: number, ticket = disowning()) => disownPasskeys(parts, { ticket, since });

/** Registers a passkey of the owner and, a minute later, one of a thief. */
async function ownAndForeign() {
  const own = (await register(parts, account)).passkey;
  world.clock.advance(60_000);
  const since = world.clock.now();
  const foreign = await register(parts, account);
  return { own, since, foreign: foreign.passkey, id: foreign.finished.passkeyId };
}

it('suspends what was made since a disowned sign-in, and keeps what there was', async () => {
  const { own, since, foreign } = await ownAndForeign();
  expect(await disown(since)).toBe(1);
  expect(await signIn(parts, account, foreign)).toEqual(suspended);
  expect(await signIn(parts, '', foreign)).toEqual(suspended);
  expect(await signIn(parts, account, own)).toMatchObject(verified);
  const wish = { account, rpId: HOST, frontEnd: FRONT_END, userVerification: true };
  const begun = await beginLogin(parts, { ...wish, firstVerified: true });
  const { allowCredentials } = JSON.parse(begun?.requestOptions ?? '{}');
  expect(allowCredentials.map((one: { id: string }) => one.id)).toEqual([own.credentialId]);
  expect(await world.events()).toContainEqual(expect.objectContaining({ type: 'suspended' }));
});

it('counts what is suspended as enrolled: nobody makes room for a first one by it', async () => {
  const { passkey } = await register(parts, account);
  expect(await disown(world.clock.now())).toBe(1);
  expect(await signIn(parts, account, passkey)).toEqual(suspended);
  expect(await parts.store.hasPasskey(account)).toBe(true);
  world.clock.advance(1);
  await expect(register(parts, account, { purpose: 'enrol' })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
  });
});

it('suspends one that was made before and became a way in since', async () => {
  const { finished, passkey } = await register(parts, account, { keepsCodes: false });
  world.clock.advance(60_000);
  const since = world.clock.now();
  const { passkeyId, confirmationToken } = finished;
  await confirmRegistration(parts, { passkeyId, confirmationToken, frontEnd: FRONT_END });
  expect(await disown(since)).toBe(1);
  expect(await signIn(parts, account, passkey)).toEqual(suspended);
});

it('ends registrations under way', async () => {
  const begun = await beginRegistration(parts, {
    ...{ ticket: ticketOf(account, 'manage', world.clock.now()), label: 'x', rpId: HOST },
  });
  expect(await disown(world.clock.now())).toBe(0);
  const response = softwarePasskey().register(begun.creationOptions, { origin: ORIGIN });
  const finish = finishRegistration(parts, {
    ...{ registrationToken: begun.registrationToken, response },
    ...{ keepAppPasswords: false, frontEnd: FRONT_END },
  });
  await expect(finish).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('is done once by each ticket: what is restored stays so, until that is disowned', async () => {
  const { own, since, foreign, id } = await ownAndForeign();
  const ticket = disowning();
  expect(await disown(since, ticket)).toBe(1);
  world.clock.advance(1);
  const manage = () => ticketOf(account, 'manage', world.clock.now());
  await restoreOwnPasskey(parts, { ticket: manage(), passkeyId: id });
  expect(await disown(since, ticket)).toBe(0);
  expect(await signIn(parts, account, foreign)).toMatchObject(verified);
  // The owner did not restore it, so the notice of that restoration suspends it again.
  expect(await disown(world.clock.now())).toBe(1);
  expect(await signIn(parts, account, foreign)).toEqual(suspended);
  await restorePasskey(parts, { account, passkeyId: id, actor: ADMIN });
  expect(await signIn(parts, account, foreign)).toMatchObject(verified);
  await expect(restorePasskey(parts, { account, passkeyId: id, actor: ADMIN })).rejects.toThrow(
    'there is no such suspended passkey',
  );
  expect(await signIn(parts, account, own)).toMatchObject(verified);
  expect(await listOwnPasskeys(parts, { ticket: manage() })).toHaveLength(2);
});

it('refuses a ticket from before an administrator removed all passkeys', async () => {
  await register(parts, account);
  const ticket = disowning();
  world.clock.advance(1);
  await removePasskeys(parts, { account, passkeyId: '', actor: ADMIN });
  await expect(disown(0, ticket)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
});

it('refuses an assertion that is verified while the passkey is being suspended', async () => {
  for (let round = 0; round < 20; round++) {
    account = `race${round}@k.example`;
    const { since, foreign } = await ownAndForeign();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => beginAndAnswer(parts, account, foreign)),
    );
    const other = world.replica();
    let isOver = false;
    const late: boolean[] = [];
    const verifying = answers.map(async (made, n) => {
      const startedAfter = isOver;
      const { verdict } = await verifyAssertion(n % 2 ? parts : other, made, call());
      if (startedAfter) late.push(verdict === 'verified');
    });
    await disown(since);
    isOver = true;
    await Promise.all(verifying);
    expect(late).not.toContain(true);
    expect(await signIn(other, account, foreign)).toEqual(suspended);
  }
});
