import { failedPrecondition } from '../../../libs/errors/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { SignInHost } from '../core/hosts.js';
import type { PasskeySettings } from '../core/settings.js';
import type { Clock, PasskeyStore, Random, Ticket, WebAuthn } from '../ports.js';
import { CHALLENGE_OCTETS } from './begin-login.js';
import { hashToken, makeToken } from './token.js';

export interface BeginRegistrationParts
  extends Pick<
    PasskeySettings,
    'rpName' | 'hosts' | 'registrationMs' | 'passkeysPerAccount' | 'models'
  > {
  readonly store: PasskeyStore;
  readonly webauthn: WebAuthn;
  readonly clock: Clock;
  readonly random: Random;
}

export interface BegunRegistration {
  readonly creationOptions: string;
  readonly registrationToken: string;
  readonly expiresAt: number;
  /** Names of the accepted models; empty for any. */
  readonly models: readonly string[];
}

/** Random and without meaning, because every authenticator gets it (WebAuthn Level 3 section 14.6.1). */
const USER_HANDLE_OCTETS = 32;
/** The most pending registrations of one account. */
const REGISTRATIONS_PER_ACCOUNT = 5;

/**
 * Makes creation options for the browser. An `enrol` ticket proves only a password, so it can make an account's first
 * passkey but not add a second factor.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; FAILED_PRECONDITION if the account may have no more,
 * or its domain's people sign in at another host, in which case the ticket stays valid
 */
export async function beginRegistration(
  parts: BeginRegistrationParts,
  request: { ticket: Ticket; label: string; rpId: string },
): Promise<BegunRegistration> {
  const { store, webauthn, clock, random, registrationMs, rpName } = parts;
  const { ticket, label } = request;
  const { account, frontEnd, decisionId, loginBegunAt } = ticket;
  const { rpId } = homeHost(parts, request);
  const now = clock.now();
  const expiresAt = now + registrationMs;
  const challenge = random.bytes(CHALLENGE_OCTETS);
  const token = makeToken(random);
  const registration = {
    id: random.id(),
    ...{ account, label, tokenHash: hashToken(token), challenge, rpId, frontEnd, decisionId },
    ...{ loginBegunAt, onlyFirst: ticket.purpose === 'enrol', expiresAt },
  };
  const { userHandle, existing } = await store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    const passkeys = await tx.passkeys(now);
    if (registration.onlyFirst && passkeys.some(({ isActive }) => isActive)) throw notTheFirst();
    refuseMore(parts, passkeys.length);
    await tx.addRegistration(registration, REGISTRATIONS_PER_ACCOUNT);
    return {
      userHandle: await tx.userHandle(() => random.bytes(USER_HANDLE_OCTETS)),
      existing: passkeys.filter((passkey) => passkey.rpId === rpId),
    };
  });
  const models = parts.models.of(domainOfAccount(account));
  const attested = models !== undefined;
  const options = { rpName, rpId, account, userHandle, challenge, existing, attested };
  return {
    creationOptions: await webauthn.creationOptions({ ...options, timeoutMs: registrationMs }),
    registrationToken: `${registration.id}.${token}`,
    expiresAt,
    models: [...new Set(models?.map(({ name }) => name))],
  };
}

/** @throws GatepostError FAILED_PRECONDITION */
export function refuseMore(
  { passkeysPerAccount }: Pick<PasskeySettings, 'passkeysPerAccount'>,
  count: number,
): void {
  if (count < passkeysPerAccount) return;
  throw failedPrecondition(`the account has ${count} passkeys: no more may be added`);
}

/** FAILED_PRECONDITION: the ticket only allows a first second factor, and there is one already. */
export function notTheFirst() {
  return failedPrecondition('the account has a second factor already');
}

/**
 * The host at which the account's domain signs in now. A passkey must be made there, not at a host that is being given
 * up.
 */
function homeHost(
  { hosts }: Pick<PasskeySettings, 'hosts'>,
  { ticket: { account }, rpId }: { ticket: Ticket; rpId: string },
): SignInHost {
  const domain = domainOfAccount(account);
  const home = hosts.homeOf(domain);
  if (home?.rpId === rpId) return home;
  throw failedPrecondition(
    home === undefined
      ? `people of ${domain} sign in nowhere: no passkey can be made`
      : `passkeys of ${domain} are made at ${home.rpId}, not at ${rpId}`,
  );
}
