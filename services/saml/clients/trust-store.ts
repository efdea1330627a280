import { TrustServiceService } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { TrustStore } from '../ports.js';

const DEADLINE_MS = 2_000;

/** The trust-store, over gRPC. */
export function trustStore(peer: Peer): TrustStore {
  return {
    async endLogins({ account, actor, keepTrust }) {
      await peer.unary(
        TrustServiceService.setNotBefore,
        { account, domain: '', reason: 'saml-logout', actor, keepTrust },
        { deadlineMs: DEADLINE_MS, repeatable: true },
      );
    },
  };
}
