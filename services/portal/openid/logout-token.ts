import { importJWK, SignJWT } from 'jose';
import type { Clock } from '../../../libs/clock/index.js';
import type { DueLogout } from '../ports/client-logouts.js';
import type { SigningKeys } from '../ports/openid.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LIFETIME_MS = 120_000;

/**
 * Makes logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.4), signed with the current key of id tokens.
 */
export function logoutTokens(parts: {
  signingKeys: SigningKeys;
  clock: Clock;
  newId: () => string;
}): (due: DueLogout) => Promise<string> {
  const { signingKeys, clock, newId } = parts;
  return async ({ issuer, client, subject, sid }) => {
    const [key] = await signingKeys.current();
    if (key === undefined) throw new Error('there is no signing key');
    const now = clock.now();
    return new SignJWT({ sid, events: { [EVENT]: {} } })
      .setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt', kid: key.kid })
      .setIssuer(issuer)
      .setAudience(client)
      .setSubject(subject)
      .setIssuedAt(new Date(now))
      .setExpirationTime(new Date(now + LIFETIME_MS))
      .setJti(newId())
      .sign(await importJWK(key.jwk, 'RS256'));
  };
}
