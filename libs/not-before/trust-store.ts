import {
  type GetNotBeforeResponse,
  TrustServiceService,
} from '../gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../grpc/index.js';
import { refuseTicket, type TicketPurpose } from '../ticket/index.js';
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
 * Whether a ticket's login began after its account's not-before; of a ticket that adds or changes a factor, also after
 * the person last disowned a sign-in.
 * @throws GatepostError PERMISSION_DENIED if it did not; UNAVAILABLE if trust-store cannot be asked
 */
export type TicketCheck = (ticket: {
  readonly account: string;
  readonly loginBegunAt: number;
  /** Absent: what a ticket began, and now finishes. */
  readonly purpose?: TicketPurpose;
}) => Promise<void>;

/** For whoever takes tickets: asked in the call that takes one. */
export function ticketCheck(peer: Peer): TicketCheck {
  const options = { deadlineMs: DEADLINE_MS, repeatable: true };
  return ticketCheckBy((account) =>
    peer.unary(TrustServiceService.getNotBefore, { account }, options),
  );
}

/** The same, for who keeps the not-befores. */
export function ticketCheckBy(
  read: (account: string) => Promise<Pick<GetNotBeforeResponse, 'notBefore' | 'ticketsNotBefore'>>,
): TicketCheck {
  return async (ticket) => refuseEarlier(ticket, await read(ticket.account));
}

/**
 * Claims an account's first enrolment for one store, and checks the ticket that it rests on.
 * @throws GatepostError PERMISSION_DENIED if the other ticket of the decision was used, another store finishes the
 * account's first factor, or the login began too early; UNAVAILABLE if trust-store cannot be asked
 */
export type ClaimEnrolment = (of: {
  readonly account: string;
  readonly decisionId: string;
  /** Undefined: of a ticket that was checked when it was taken. */
  readonly loginBegunAt: number | undefined;
  /** The factor becomes a way in now. */
  readonly finishing: boolean;
}) => Promise<void>;

/** The claim of one store, over gRPC. */
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
  // What only shows and ends is good all the same.
  if (purpose !== 'view' && isEarly(answer.ticketsNotBefore)) {
    throw refuseTicket('its login began before a sign-in was disowned');
  }
}
