import { type AdministratorGate, CONSOLE } from '../grpc/index.js';
import { domainOfAccount } from '../names/account.js';
import type { TicketCheck } from '../not-before/index.js';
import type { Queryable } from '../pg/index.js';
import type { TicketStore } from '../ticket/claims.js';
import {
  consumeTicket,
  rankDigest,
  refuseTicket,
  type TicketKeys,
  verifyTicket,
} from '../ticket/index.js';

/** The only holder of administrators' tickets. */
const HOLDER = CONSOLE;

/**
 * How a service takes administrators' tickets: policy's signature, the console as the holder, the time, this
 * service, and that the account's logins were not ended since.
 */
export function administratorGate(parts: {
  readonly keys: TicketKeys;
  readonly clock: { now(): number };
  /** The service. */
  readonly store: TicketStore;
  readonly check: TicketCheck;
  /** Its schema holds the shared SQL `used-ticket`. */
  readonly db: Queryable;
}): AdministratorGate {
  const { keys, clock, store, check, db } = parts;
  return {
    async verify(token, purpose) {
      const how = { keys, token, now: clock.now(), store, purposes: [purpose], frontEnd: HOLDER };
      const ticket = await verifyTicket(how);
      const { account, administers, act, jti, expiresAt } = ticket;
      if (administers === undefined) throw refuseTicket('it names no role');
      await check(ticket);
      const { role, readOnly, outrankedBy } = administers;
      return {
        ...{ account, role, readOnly, act },
        domain: role === 'operator' ? undefined : domainOfAccount(account),
        isOutrankedBy: (other) => outrankedBy?.includes(rankDigest(other)) ?? true,
        isOver: () => expiresAt <= clock.now(),
        useUp: () => consumeTicket(db, jti, expiresAt),
      };
    },
  };
}
