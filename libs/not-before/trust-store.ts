import { TrustServiceService } from '../gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../grpc/index.js';
import { refuseTicket } from '../ticket/index.js';
import type { NotBeforeAsk } from './record.js';

/** Whoever makes a change waits for trust-store no longer than this. */
const DEADLINE_MS = 2_000;

/** What is asked of trust-store. @throws GatepostError if it did not confirm */
export interface AskTrustStore {
  setNotBefore(ask: NotBeforeAsk): Promise<void>;
}

/** The trust-store, over gRPC. */
export function askTrustStore(peer: Peer): AskTrustStore {
  return {
    async setNotBefore({ owner, reason, actor }) {
      const whose = owner.includes('@')
        ? { account: owner, domain: '' }
        : { account: '', domain: owner };
      await peer.unary(
        TrustServiceService.setNotBefore,
        { ...whose, reason, actor, keepTrust: false },
        { deadlineMs: DEADLINE_MS, repeatable: true },
      );
    },
  };
}

/**
 * Whether a ticket's login began after its account's not-before.
 * @throws GatepostError PERMISSION_DENIED if it did not; UNAVAILABLE if trust-store cannot be asked
 */
export type TicketCheck = (ticket: {
  readonly account: string;
  readonly loginBegunAt: number;
}) => Promise<void>;

/** For whoever takes tickets: asked in the call that takes one. */
export function ticketCheck(peer: Peer): TicketCheck {
  return async ({ account, loginBegunAt }) => {
    const { notBefore } = await peer.unary(
      TrustServiceService.getNotBefore,
      { account },
      { deadlineMs: DEADLINE_MS, repeatable: true },
    );
    if (notBefore !== undefined && loginBegunAt <= notBefore.getTime()) {
      throw refuseTicket("its login began before the account's not-before");
    }
  };
}
