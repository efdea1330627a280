import { CredentialServiceService } from '../gen/gatepost/credential/v1/credential.js';
import { TrustServiceService } from '../gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../grpc/index.js';
import { firstEnrolmentOf } from './first-enrolment.js';
import { type AskTrustStore, askTrustStore } from './trust-store.js';

/** The longest that an enrolment waits for each service. */
const OPTIONS = { deadlineMs: 2_000, repeatable: true } as const;

/**
 * Revokes what earlier logins earned: the trust in trust-store and, after a first enrolment, the app
 * passwords made on one factor. All of it can be repeated safely.
 */
export function revokeEarlierGrants(peers: {
  readonly trustStore: Peer;
  readonly credential: Peer;
}): AskTrustStore {
  const { setNotBefore } = askTrustStore(peers.trustStore);
  return {
    async setNotBefore(ask) {
      const first = firstEnrolmentOf(ask.reason);
      if (first === undefined) return setNotBefore(ask);
      const { owner: account, actor } = ask;
      const { decisionId, keepAppPasswords: keep } = first;
      // Trust in addresses and devices took more than one factor, so it stays.
      const wish = { account, domain: '', reason: 'first-enrolment', actor, keepTrust: true };
      await peers.trustStore.unary(TrustServiceService.setNotBefore, wish, OPTIONS);
      await peers.credential.unary(
        CredentialServiceService.endOneFactorAppPasswords,
        { account, keep, ...enrolledBy(actor, decisionId) },
        OPTIONS,
      );
      return undefined;
    },
  };
}

/** The actor: a person, named by front-end and decision, or an administrator. */
function enrolledBy(actor: string, decisionId: string | undefined) {
  return decisionId === undefined
    ? { frontEnd: '', decisionId: '', administrator: actor }
    : { frontEnd: actor, decisionId, administrator: '' };
}
