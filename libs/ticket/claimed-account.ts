import { decodeJwt } from 'jose';
import { TICKET_OCTETS } from './claims.js';
import { refuseTicket } from './refuse-ticket.js';

/**
 * The account that a ticket claims. Nothing is verified: it only tells the allow-list which domain
 * the request touches. The handler verifies the ticket, and with it the claim.
 * @throws GatepostError PERMISSION_DENIED if the token cannot be read
 */
export function claimedAccount(token: string): string {
  if (token.length > TICKET_OCTETS) throw refuseTicket('it is too long');
  const account = claimOf(token);
  if (typeof account !== 'string') throw refuseTicket('it is of no account');
  return account;
}

function claimOf(token: string): unknown {
  try {
    return decodeJwt(token).account;
  } catch (error) {
    throw refuseTicket('it cannot be read', error);
  }
}
