import { createHash } from 'node:crypto';
import type { Clock } from '../../../../libs/clock/index.js';
import { parseSessionToken } from '../../../../libs/names/session-token.js';
import type { CallScope } from '../../core/answers.js';
import type { ActivePolicy, PolicySet } from '../../core/policy-set.js';
import type { Clients } from '../../core/session/client.js';
import type { FoundSession } from '../../core/session/found-session.js';
import { isSame, type SessionMac } from '../../core/session/session-mac.js';
import { type SessionToken, verifyToken } from '../../core/session/session-token.js';
import { openSignIn } from '../../core/session/sign-in.js';
import type { Trust } from '../../ports/trust.js';

export interface SessionPorts {
  /** The documents in force. Throws UNAVAILABLE if they could be out of date. */
  readonly policies: { current(): PolicySet };
  readonly trust: Trust;
  readonly clients: Clients;
  readonly mac: SessionMac;
  readonly clock: Clock;
}

/** Reads a token that policy issued. Undefined if policy did not issue it or the text is not a token. */
export function readToken(
  { mac }: Pick<SessionPorts, 'mac'>,
  text: Uint8Array | string,
): SessionToken | undefined {
  const parts = parseSessionToken(text);
  return parts && verifyToken(mac, parts);
}

/**
 * The session of a token, if trust-store has it and policy sealed it. Undefined if it has ended or never existed. Makes
 * one call.
 * @param text the token as it was presented
 */
export async function findSession(
  token: SessionToken,
  text: Uint8Array | string,
  active: ActivePolicy | undefined,
  call: CallScope,
  { trust, mac, clock }: Pick<SessionPorts, 'trust' | 'mac' | 'clock'>,
): Promise<FoundSession | undefined> {
  const { sessionId, account } = token;
  if (active === undefined || token.expiresAt <= clock.now()) return undefined;
  const held = await trust.checkSession({ account, sessionId, limits: active.limits }, call);
  if (held === undefined) return undefined;
  const signIn = openSignIn(mac, held.sealed);
  if (signIn === undefined || signIn.sessionId !== sessionId || signIn.account !== account) {
    return undefined;
  }
  if (token.kind === 'secret' && !isSame(hash(text), Buffer.from(signIn.secretHash, 'base64url'))) {
    return undefined;
  }
  const until = Math.min(held.until, signIn.until);
  if (until <= clock.now()) return undefined;
  return { signIn, until, useIsNews: held.useIsNews };
}

/** SHA-256. Only this hash of a session's secret is stored; the secret has 256 random bits. */
export function hash(secret: Uint8Array | string): Buffer {
  return createHash('sha256').update(secret).digest();
}
