import { SignJWT } from 'jose';
import { TICKET_OCTETS, TICKET_SECONDS, TICKET_TYPE, type TicketClaims } from './claims.js';
import type { TicketKey } from './keys.js';

/**
 * Signs a ticket: a compact JWS (RFC 7515) with EdDSA (RFC 8037). It is valid from `now`
 * (milliseconds since the epoch) for the lifetime of its purpose, or until `until` if that is
 * earlier.
 * @throws RangeError if it would be longer than 2048 octets, which takes names of an account or a
 *   front-end that nobody has
 */
export async function issueTicket(options: {
  key: TicketKey;
  claims: Omit<TicketClaims, 'issuedAt' | 'expiresAt'>;
  now: number;
  /** ms since the epoch */
  until?: number | undefined;
}): Promise<{ token: string; expiresAt: number }> {
  const { key, claims, now, until = Number.POSITIVE_INFINITY } = options;
  const expiresAt = Math.min(now + TICKET_SECONDS[claims.purpose] * 1000, until);
  const { administers, act } = claims;
  const token = await new SignJWT({
    jti: claims.jti,
    account: claims.account,
    front_end: claims.frontEnd,
    purpose: claims.purpose,
    stores: claims.stores,
    ...(claims.oneFactor ? { one_factor: true } : {}),
    ...(administers === undefined ? {} : { role: administers.role }),
    ...(administers?.readOnly ? { read_only: true } : {}),
    ...(administers?.outrankedBy && { outranked_by: administers.outrankedBy }),
    ...(act === undefined ? {} : { act }),
    decision_id: claims.decisionId,
    auth_time: claims.loginBegunAt / 1000,
    iat: now / 1000,
    exp: expiresAt / 1000,
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: TICKET_TYPE, kid: key.id })
    .sign(key.key);
  if (token.length > TICKET_OCTETS) {
    throw new RangeError(`the ticket would be longer than ${TICKET_OCTETS} octets`);
  }
  return { token, expiresAt };
}
