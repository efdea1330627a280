import { formatLoginTicket, type Mac } from '../core/login-ticket.js';
import type { PasskeySettings } from '../core/settings.js';
import type { Clock, PasskeyStore, Random, WebAuthn } from '../ports.js';

export interface BeginLoginParts extends Pick<PasskeySettings, 'hosts' | 'loginMs'> {
  readonly store: Pick<PasskeyStore, 'passkeys'>;
  readonly webauthn: WebAuthn;
  readonly mac: Mac;
  readonly clock: Clock;
  readonly random: Random;
}

export interface LoginToBegin {
  /** Empty: the passkey will name the account. */
  readonly account: string;
  readonly rpId: string;
  readonly frontEnd: string;
  readonly firstVerified: boolean;
  readonly userVerification: boolean;
}

/** Twice the minimum of the specification (WebAuthn Level 3 section 13.4.3). */
export const CHALLENGE_OCTETS = 32;

/**
 * Makes request options and their ticket. Stores nothing. Until a first factor of the account was verified, the options
 * are the same for every account.
 * @returns undefined if passkeys are not offered at this host
 */
export async function beginLogin(
  parts: BeginLoginParts,
  request: LoginToBegin,
): Promise<{ requestOptions: string; loginTicket: string } | undefined> {
  const { hosts, webauthn, mac, clock, random, loginMs } = parts;
  const { account, rpId, frontEnd, userVerification } = request;
  if (hosts.find(rpId) === undefined) return undefined;
  const challenge = random.bytes(CHALLENGE_OCTETS);
  const now = clock.now();
  const allowed = request.firstVerified
    ? (await parts.store.passkeys(account, now)).filter(
        (one) => one.isActive && one.suspendedAt === undefined && one.rpId === rpId,
      )
    : [];
  const timeoutMs = loginMs;
  const options = { rpId, challenge, timeoutMs, userVerification, allowed };
  return {
    requestOptions: await webauthn.requestOptions(options),
    loginTicket: formatLoginTicket(mac, {
      challenge: challenge.toString('base64url'),
      ...{ account, rpId, frontEnd, expiresAt: now + loginMs },
    }),
  };
}
