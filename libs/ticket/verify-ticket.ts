import { type JWTPayload, jwtVerify } from 'jose';
import type * as z from 'zod';
import {
  type Administers,
  TICKET_OCTETS,
  TICKET_SECONDS,
  TICKET_TYPE,
  type TicketClaims,
  type TicketPurpose,
  type TicketStore,
  wireClaims,
} from './claims.js';
import type { TicketKeys } from './keys.js';
import { refuseTicket } from './refuse-ticket.js';

/** All clocks follow Postgres's; this allows for the difference that remains. */
const SKEW_MS = 5_000;

/**
 * Checks a ticket and returns its claims. Checked are the signature by one of `keys`, the type, the
 * times, that `store` may accept it, that its purpose is one of `purposes`, and that it was issued
 * to `frontEnd` (the caller's SPIFFE URI). A `manage` ticket on one factor is refused unless
 * `oneFactor` is set. Whether it was used before is checked by `consumeTicket`, in the transaction
 * that uses it.
 *
 * @param options.now milliseconds since the epoch
 * @throws GatepostError PERMISSION_DENIED, the same for every check; the cause says which check
 *   failed
 */
export async function verifyTicket(options: {
  keys: TicketKeys;
  token: string;
  now: number;
  store: TicketStore;
  purposes: readonly TicketPurpose[];
  /** Whether to accept a `manage` ticket on one factor, too. */
  oneFactor?: boolean;
  frontEnd: string;
}): Promise<TicketClaims> {
  const { keys, token, now, store, purposes, oneFactor = false, frontEnd } = options;
  if (token === '') throw refuseTicket('there is none');
  if (token.length > TICKET_OCTETS) throw refuseTicket('it is too long');
  const payload = await verifySignature(keys, token, now);
  const parsed = wireClaims.safeParse(payload);
  if (!parsed.success) throw refuseTicket('its claims are not those of a ticket', parsed.error);
  const claims = parsed.data;
  const issuedAt = Math.round(claims.iat * 1000);
  const expiresAt = Math.round(claims.exp * 1000);
  // The signature check compares whole seconds only.
  if (expiresAt <= now) throw refuseTicket('its exp has passed');
  if (expiresAt - issuedAt > TICKET_SECONDS[claims.purpose] * 1000)
    throw refuseTicket('it lasts too long');
  if (issuedAt > now + SKEW_MS) throw refuseTicket('it is from the future');
  if (!purposes.includes(claims.purpose)) throw refuseTicket(`its purpose is ${claims.purpose}`);
  if (!claims.stores.includes(store)) throw refuseTicket('it is not for this service');
  if (claims.one_factor && !oneFactor) throw refuseTicket('it rests on one factor');
  if (claims.front_end !== frontEnd) throw refuseTicket('it is of another front-end');
  const administers = administersOf(claims);
  return {
    jti: claims.jti,
    account: claims.account,
    frontEnd: claims.front_end,
    purpose: claims.purpose,
    stores: claims.stores,
    oneFactor: claims.one_factor ?? false,
    ...(administers === undefined ? {} : { administers }),
    ...(claims.act === undefined ? {} : { act: claims.act }),
    decisionId: claims.decision_id,
    loginBegunAt: Math.round(claims.auth_time * 1000),
    issuedAt,
    expiresAt,
  };
}

/** @throws GatepostError PERMISSION_DENIED if the purpose does not fit what the ticket allows */
function administersOf(claims: z.output<typeof wireClaims>): Administers | undefined {
  const { purpose, role, read_only: readOnly = false, outranked_by: outrankedBy, act } = claims;
  const administers = purpose === 'administer' || purpose === 'act';
  if ((role !== undefined) !== administers) throw refuseTicket('its role and purpose do not fit');
  if ((act !== undefined) !== (purpose === 'act')) throw refuseTicket('its act does not fit');
  return role && { role, readOnly, ...(outrankedBy && { outrankedBy }) };
}

async function verifySignature(keys: TicketKeys, token: string, now: number): Promise<JWTPayload> {
  try {
    const verified = await jwtVerify(
      token,
      ({ kid }) => {
        const key = keys.get(kid ?? '');
        if (key === undefined) throw new Error('its key is not known');
        return key;
      },
      {
        algorithms: ['EdDSA'],
        typ: TICKET_TYPE,
        currentDate: new Date(now),
        requiredClaims: ['exp', 'iat'],
      },
    );
    return verified.payload;
  } catch (error) {
    throw refuseTicket(error instanceof Error ? error.message : 'unreadable', error);
  }
}

/** Verifies a ticket for a handler, given the request's token and the call's context. */
export type TakeTicket = (
  token: string,
  context: { readonly caller: { readonly uri: string } },
  purposes: readonly TicketPurpose[],
  options?: { readonly oneFactor?: boolean },
) => Promise<TicketClaims>;

/**
 * Makes the function by which one service's handlers verify tickets: as `verifyTicket`, at the time
 * of `clock`, from the caller that the ticket was issued to. `check` then asks what only another
 * service knows, such as the account's not-before.
 */
export function ticketTaker(parts: {
  readonly keys: TicketKeys;
  readonly clock: { now(): number };
  readonly store: TicketStore;
  readonly check?: (ticket: TicketClaims) => Promise<void>;
}): TakeTicket {
  const { keys, clock, store, check } = parts;
  return async (token, { caller }, purposes, { oneFactor = false } = {}) => {
    const ticket = await verifyTicket({
      ...{ keys, token, now: clock.now(), store, purposes, oneFactor },
      frontEnd: caller.uri,
    });
    await check?.(ticket);
    return ticket;
  };
}
