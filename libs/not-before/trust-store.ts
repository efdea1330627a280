import {
  type GetNotBeforeResponse,
  TrustServiceService,
} from '../gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../grpc/index.js';
import { refuseTicket, type TicketPurpose } from '../ticket/index.js';
import type { NotBeforeAsk } from './record.js';

/** The longest that a change waits for trust-store. */
const DEADLINE_MS = 2_000;

/** The requests to trust-store. @throws GatepostError if it did not confirm */
export interface AskTrustStore {
  setNotBefore(ask: NotBeforeAsk): Promise<void>;
}

/** Makes those requests over gRPC. */
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
 * Checks that a ticket's login began after its account's not-before and, if the ticket adds or
 * changes a factor, also after the person last disowned a sign-in.
 * @throws GatepostError PERMISSION_DENIED if it did not; UNAVAILABLE if trust-store cannot be
 *   reached
 */
export type TicketCheck = (ticket: {
  readonly account: string;
  readonly loginBegunAt: number;
  /** Absent when the check finishes what a ticket began. */
  readonly purpose?: TicketPurpose;
}) => Promise<void>;

/** The check for services that accept tickets; it asks trust-store in the same call. */
export function ticketCheck(peer: Peer): TicketCheck {
  const options = { deadlineMs: DEADLINE_MS, repeatable: true };
  return ticketCheckBy((account) =>
    peer.unary(TrustServiceService.getNotBefore, { account }, options),
  );
}

/** The same check, for the service that keeps the not-befores. */
export function ticketCheckBy(
  read: (account: string) => Promise<Pick<GetNotBeforeResponse, 'notBefore' | 'ticketsNotBefore'>>,
): TicketCheck {
  return async (ticket) => refuseEarlier(ticket, await read(ticket.account));
}

/**
 * Claims an account's first enrolment for one store, and checks the ticket that it rests on.
 * @throws GatepostError PERMISSION_DENIED if the decision's other ticket was used, if another
 *   store finishes the account's first factor, or if the login began too early; UNAVAILABLE if
 *   trust-store cannot be reached
 */
export type ClaimEnrolment = (of: {
  readonly account: string;
  readonly decisionId: string;
  /** Undefined if the ticket was checked when it was accepted. */
  readonly loginBegunAt: number | undefined;
  /** Whether the factor becomes usable now. */
  readonly finishing: boolean;
}) => Promise<void>;

/** Makes the claims of one store over gRPC. */
export function claimEnrolment(peer: Peer, store: 'otp' | 'passkey'): ClaimEnrolment {
  return async ({ account, decisionId, loginBegunAt, finishing }) => {
    const answer = await peer.unary(
      TrustServiceService.claimEnrolment,
      { account, decisionId, store, finishing },
      { deadlineMs: DEADLINE_MS, repeatable: true },
    );
    if (loginBegunAt !== undefined) refuseEarlier({ loginBegunAt }, answer);
    if (!answer.claimed) throw refuseTicket('another store has the first enrolment');
  };
}

function refuseEarlier(
  { loginBegunAt, purpose }: Pick<Parameters<TicketCheck>[0], 'loginBegunAt' | 'purpose'>,
  answer: Pick<GetNotBeforeResponse, 'notBefore' | 'ticketsNotBefore'>,
): void {
  const isEarly = (notBefore: Date | undefined) =>
    notBefore !== undefined && loginBegunAt <= notBefore.getTime();
  if (isEarly(answer.notBefore)) {
    throw refuseTicket("its login began before the account's not-before");
  }
  // A ticket that only views and ends things stays valid.
  if (purpose !== 'view' && isEarly(answer.ticketsNotBefore)) {
    throw refuseTicket('its login began before a sign-in was disowned');
  }
}
