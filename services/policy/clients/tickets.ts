import { createHash } from 'node:crypto';
import type { Clock } from '../../../libs/clock/index.js';
import { CONSOLE } from '../../../libs/grpc/index.js';
import type { Random } from '../../../libs/random/index.js';
import {
  actDigest,
  issueTicket,
  MOST_OUTRANKING,
  rankDigest,
  type TicketClaims,
  type TicketKey,
} from '../../../libs/ticket/index.js';
import type { Administers, EarnedTicket } from '../core/earned-tickets.js';
import type { Tickets } from '../ports/tickets.js';

/** Signs tickets and stores none of them. The service that accepts a ticket makes sure that it is used once. */
export function ticketIssuer(parts: {
  readonly key: TicketKey;
  readonly clock: Clock;
  readonly random: Random;
}): Tickets {
  const { key, clock, random } = parts;
  return {
    async issue({ until, ...claims }) {
      const { purpose, stores, oneFactor, administers, act } = claims;
      const issued = await issueTicket({
        key,
        claims: {
          ...claims,
          // The holder of an administrator's ticket is the console, whichever front-end asked for it.
          frontEnd: administers === undefined ? claims.frontEnd : CONSOLE,
          administers: administers && toClaim(administers, purpose),
          act: act && actDigest(act),
          // All tickets of one sign-in for an act share one id, so the act can be done only once.
          jti: act === undefined ? random.id() : actId(claims.decisionId),
        },
        now: clock.now(),
        until,
      });
      return { ...issued, purpose, stores, oneFactor, ...(administers && { administers }) };
    },
  };
}

/** An `act` ticket names its one subject, which policy looked at; an `administer` ticket says whom it spares. */
function toClaim(
  { role, readOnly, outrankedBy }: Administers,
  purpose: EarnedTicket['purpose'],
): TicketClaims['administers'] {
  if (purpose === 'act' || outrankedBy.length > MOST_OUTRANKING) return { role, readOnly };
  return { role, readOnly, outrankedBy: outrankedBy.map(rankDigest) };
}

/**
 * The id of the act that a sign-in is for. Not the decision's own: the notice of the sign-in disowns under that, and a
 * store takes an id once.
 */
function actId(decisionId: string): string {
  const octets = createHash('sha256').update(`act ${decisionId}`).digest().subarray(0, 16);
  // A UUID of the version for own uses (RFC 9562 section 5.8).
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  return octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
